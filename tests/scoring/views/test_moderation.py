import pytest
from django.urls import reverse

from scoring.actions import assignments, moderation, panels, quality_checks, scores
from scoring.domain.roles import Interest
from scoring.models import ConsensusDraft, ConsensusScore, ModerationRules
from tests import world
from tests.scoring import deciding
from tests.scoring.judging import (
    AT,
    REASONS,
    assign_all,
    assignment,
    criterion,
    reveal_all,
    save,
    score_all,
    score_and_lock,
)

SCRIPT = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


def overview(opened):
    return reverse("scoring:moderation", args=[opened.competition.reference])


def page_of(opened, reference="service"):
    return reverse("scoring:moderate", args=[opened.competition.reference, reference])


def agree_at(opened, reference="service"):
    return reverse("scoring:moderate_agree", args=[opened.competition.reference, reference])


def draft_of(opened, bid, reference="service"):
    return reverse("scoring:moderate_draft", args=[opened.competition.reference, reference, bid.reference])


def typed(bid, value="4", evidence=REASONS, dissent="", seen=0, **more):
    others = {"strengths": "Named managers.", "weaknesses": "None.", "why_not_higher": "Transport is only sketched."}
    return {
        "bid": bid.reference,
        "value": value,
        "evidence": evidence,
        "dissent": dissent,
        "seen": seen,
        **others,
        **more,
    }


def lines(page):
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


@pytest.fixture
def locked(opened):
    """The evaluators are far apart on the service of the second bid, and agree on everything else."""
    assign_all(opened)
    for member, value in zip(opened.panel.evaluators, (1, 3, 5), strict=True):
        score_all(member, 3)
        save(
            assignment(member, opened.bids[1]),
            value,
            f"The reasons of {member.user}, with a number: {value}{value}{value}.",
        )
        score_and_lock_again(member)
    reveal_all(opened)
    return opened


def score_and_lock_again(member):

    scores.lock(member, by=member.user, at=AT)


@pytest.fixture
def chair(locked, sign_in):
    return sign_in(locked.panel.chair.user)


def test_the_widest_spread_stands_first_and_is_flagged_in_words(chair, locked):
    page = chair.get(overview(locked)).content.decode()

    rows = page.split("<tr")[2:]
    assert "Quayside Partners" in rows[0]
    assert "80% of the scale" in rows[0]
    assert "far apart, discuss" in rows[0]
    assert len(rows) == 6
    assert all("The same score" in row and "far apart" not in row for row in rows[1:])
    assert "0 of 6 agreed. 6 can be agreed now; 1 of the open ones is far apart and needs discussion." in page


def test_scores_and_reasons_stand_side_by_side_and_none_is_preselected(chair, locked):
    page = chair.get(page_of(locked)).content.decode()

    for said in (
        "The reasons of Eve Evaluator, with a number: 111.",
        "The reasons of Edie Evaluator, with a number: 555.",
    ):
        assert said in page
    assert "Harbour Care will keep all eleven centres open." in page
    assert page.count('type="radio"') == 12
    assert " checked" not in page


def test_the_agreed_score_is_recorded_and_corrected_with_its_history(chair, locked):
    bid = locked.bids[1]

    chair.post(
        agree_at(locked),
        typed(bid, "3", dissent="Edie would have given 5.", dissenters=[locked.panel.evaluators[2].reference]),
    )
    chair.post(agree_at(locked), typed(bid, "2", "The transport plan is missing, as Eve showed.", seen=1))
    page = chair.get(page_of(locked)).content.decode()

    assert ConsensusScore.objects.current(locked.competition).get().value == 2
    assert ConsensusScore.objects.count() == 2
    for said in ("Agreed: 2.", "The transport plan is missing", "Edie would have given 5.", "superseded at"):
        assert said in page


@pytest.mark.parametrize("value", ["", "3.33", "9", "NaN", "three"])
def test_what_is_not_on_the_scale_is_refused_and_nothing_typed_is_lost(chair, locked, value):
    page = chair.post(
        agree_at(locked), typed(locked.bids[1], value, "Much typed text here.", "Some dissent")
    ).content.decode()

    assert "There is a problem" in page
    assert "Much typed text here." in page
    assert "Some dissent" in page
    assert not ConsensusScore.objects.exists()


def test_without_reasons_nothing_is_agreed(chair, locked):
    page = chair.post(agree_at(locked), typed(locked.bids[0], evidence=" \n")).content.decode()

    assert "Name the evidence" in page
    assert "Named managers." in page
    assert not ConsensusScore.objects.exists()


def test_dissent_is_kept_with_the_names_of_who_dissents(chair, locked, auditor, sign_in):
    bid, edie = locked.bids[1], locked.panel.evaluators[2]
    nameless = chair.post(agree_at(locked), typed(bid, dissent="5, for the minibuses.")).content.decode()
    wordless = chair.post(agree_at(locked), typed(bid, dissenters=[edie.reference])).content.decode()
    stranger = chair.post(agree_at(locked), typed(bid, dissenters=["x"], dissent="5.")).content.decode()
    chair.post(agree_at(locked), typed(bid, dissent="5, for the minibuses.", dissenters=[edie.reference]))

    assert "Choose who disagrees." in nameless
    assert "Say what they would have given, and why." in wordless
    assert f'value="{edie.reference}" checked' in wordless
    assert "Choose among those who score this." in stranger
    page = sign_in(auditor).get(page_of(locked)).content.decode()
    assert "Edie Evaluator did not agree: 5, for the minibuses." in page
    assert "Why not the next score up: Transport is only sketched." in page


def test_the_highest_score_needs_no_reason_why_not_more_and_a_condition_its_evidence_alone(chair, locked):
    nothing = {"strengths": "", "weaknesses": "", "why_not_higher": ""}
    refused = chair.post(agree_at(locked), typed(locked.bids[0], "4", **nothing)).content.decode()
    chair.post(agree_at(locked), typed(locked.bids[0], "5", why_not_higher=""))
    chair.post(agree_at(locked, "insurance"), typed(locked.bids[0], "1", **nothing))

    for said in ("Name the strengths", "Name the weaknesses", "what kept the bid from the next score up"):
        assert said in refused
    assert (
        ConsensusScore.objects.get(value=5).reasons
        == f"Evidence: {REASONS}\n\nStrengths: Named managers.\n\nWeaknesses: None."
    )
    assert ConsensusScore.objects.get(value=1).reasons == f"Evidence: {REASONS}"


def test_a_double_click_records_one(chair, locked):
    for _ in range(2):
        assert chair.post(agree_at(locked), typed(locked.bids[0])).status_code == 302

    assert ConsensusScore.objects.count() == 1


def test_a_second_window_is_told_and_keeps_its_text(chair, locked):
    chair.post(agree_at(locked), typed(locked.bids[0], "4"))

    page = chair.post(agree_at(locked), typed(locked.bids[0], "2", "From the other window.")).content.decode()

    assert "Clare Chair recorded the agreed score 4" in page
    assert "From the other window." in page
    assert ConsensusScore.objects.get().value == 4


def test_a_condition_is_moderated_likewise(chair, locked):
    chair.post(
        agree_at(locked, "insurance"), typed(locked.bids[0], "1", "The certificate is attached and runs to 2028.")
    )

    assert ConsensusScore.objects.get().value == 1


def test_a_formula_has_no_page(chair, locked):
    assert chair.get(page_of(locked, "price")).status_code == 404
    assert chair.get(page_of(locked, "nothing")).status_code == 404
    assert (
        chair.post(agree_at(locked), typed(world.bid(locked.competition, *world.organisation("Draft")))).status_code
        == 404
    )


def test_while_somebody_scores_the_chair_sees_their_names_and_no_score(sign_in, opened):
    assign_all(opened)
    eve, evan, _ = opened.panel.evaluators
    score_and_lock(eve, 5)
    score_all(evan, 1)
    client = sign_in(opened.panel.chair.user)

    pages = [client.get(overview(opened)).content.decode(), client.get(page_of(opened)).content.decode()]

    assert "2 of 3 still score" in pages[0]
    assert "Still scoring: Edie Evaluator, Evan Evaluator" in pages[1]
    for page in pages:
        assert REASONS not in page
        assert "% of the scale" not in page
        assert "far apart" not in page
    refused = client.post(agree_at(opened), typed(opened.bids[0], evidence="Typed by the chair.")).content.decode()
    assert "Still scoring" in refused
    assert "Typed by the chair." in refused
    assert REASONS not in refused


def test_the_chair_reveals_all_scores_of_a_criterion_at_once(sign_in, opened):
    assign_all(opened, references=["service"])
    for member, value in zip(opened.panel.evaluators, (1, 3, 5), strict=True):
        score_and_lock(member, value)
    client = sign_in(opened.panel.chair.user)
    where = reverse("scoring:moderate_reveal", args=[opened.competition.reference, "service"])
    before = [client.get(each(opened)).content.decode() for each in (overview, page_of)]
    first = client.post(where, {"bid": opened.bids[0].reference}, follow=True).content.decode()
    evaluator = sign_in(opened.panel.evaluators[0].user).post(where)
    rest = sign_in(opened.panel.chair.user).post(where, follow=True).content.decode()

    assert "All 3 have locked, not revealed yet" in before[0]
    assert [REASONS in page or "% of the scale" in page for page in before] == [False, False]
    assert first.count(REASONS) == 3
    assert evaluator.status_code == 403
    assert rest.count(REASONS) == 6


def test_the_order_of_the_list_does_not_tell_of_scores_that_are_not_settled(sign_in, opened):
    assign_all(opened)
    client = sign_in(opened.panel.chair.user)
    before = client.get(overview(opened)).content.decode()
    for member, value in zip(opened.panel.evaluators, (0, 5), strict=False):
        score_all(member, value)
    after = client.get(overview(opened)).content.decode()

    assert lines(before) == lines(after)


def test_a_chair_with_a_conflict_is_refused_and_told_what_to_do(chair, locked):
    member = locked.panel.chair
    panels.declare(member, locked.bids[1], Interest.ACTUAL, "A trustee there.", by=member.user, at=AT)

    page = chair.get(page_of(locked)).content.decode()
    refused = chair.post(agree_at(locked), typed(locked.bids[1])).content.decode()

    assert "appoint another chair" in page
    assert "with a number: 555" not in page
    assert "appoint another chair" in refused
    assert "Harbour Care will keep all eleven centres open." in page
    assert not ConsensusScore.objects.exists()


def test_drafts_are_kept_as_the_chair_types_and_shown_again(chair, locked):
    where = draft_of(locked, locked.bids[1])

    saved = chair.post(where, {"value": "4", "evidence": "Half a sen", "version": 0}, **SCRIPT).json()
    stale = chair.post(where, {"value": "4", "evidence": "Other", "version": 0, "field": "evidence"}, **SCRIPT).json()
    page = chair.get(page_of(locked)).content.decode()

    assert (saved["state"], saved["version"]) == ("saved", 1)
    assert (stale["state"], stale["theirs"]) == ("conflict", {"evidence": "Half a sen"})
    assert "Half a sen" in page
    assert not ConsensusScore.objects.exists()
    assert ConsensusDraft.objects.count() == 1


def test_only_the_chair_moderates(sign_in, locked, officer, auditor):
    for user in (officer, auditor, locked.panel.evaluators[0].user, locked.panel.observer.user):
        client = sign_in(user)
        assert client.post(agree_at(locked), typed(locked.bids[0])).status_code == 403
        assert client.post(draft_of(locked, locked.bids[0]), {}).status_code == 403
    assert not ConsensusScore.objects.exists()


def test_the_council_reads_how_scores_came_about_once_all_have_locked(sign_in, opened, auditor):
    eve, evan, edie = opened.panel.evaluators
    pairs = [(eve, criterion(opened)), (evan, criterion(opened)), (edie, criterion(opened, "employees"))]
    assignments.assign(opened.competition, pairs, by=opened.panel.chair.user, at=AT)
    score_and_lock(eve)
    score_and_lock(evan)
    score_all(edie)
    client = sign_in(auditor)
    reveal_all(opened, "service")
    before = client.get(page_of(opened)).content.decode()
    listed = client.get(overview(opened)).content.decode()
    score_and_lock_again(edie)
    after = client.get(page_of(opened)).content.decode()

    assert "once they are revealed and everybody who scores in this competition has locked." in before
    assert REASONS not in before
    assert "The same score" not in listed
    assert after.count(REASONS) == 4
    assert "Record the agreed score" not in after
    evaluator = sign_in(eve.user)
    assert [evaluator.get(each(opened)).status_code for each in (overview, page_of)] == [403, 403]


def test_the_number_of_queries_does_not_grow(chair, locked, django_assert_num_queries, django_assert_max_num_queries):
    moderation.agree(
        locked.bids[0],
        criterion(locked),
        value=world.Decimal(3),
        reasons=REASONS,
        dissent="",
        by=locked.panel.chair.user,
        at=AT,
    )
    with django_assert_max_num_queries(30) as few:
        chair.get(page_of(locked))
    with django_assert_max_num_queries(20) as fewer:
        chair.get(overview(locked))
    for number in range(4):
        bid = world.bid(locked.competition, *world.organisation(f"Bidder {number}"))
        world.submission(bid)
        locked.panel.chair.declarations.create(bid=bid, interest="none", at=AT)
    moderation.agree(
        locked.bids[1],
        criterion(locked),
        value=world.Decimal(3),
        reasons=REASONS,
        dissent="",
        by=locked.panel.chair.user,
        at=AT,
    )

    with django_assert_num_queries(len(few.captured_queries)):
        chair.get(page_of(locked))
    with django_assert_num_queries(len(fewer.captured_queries)):
        chair.get(overview(locked))


def test_conditions_are_told_in_words_and_the_way_to_the_ranking_is_shown(client, judged):
    client.force_login(judged.panel.chair.user)
    reference = judged.competition.reference

    listed = client.get(reverse("scoring:moderation", args=[reference])).content.decode()
    condition = client.get(reverse("scoring:moderate", args=[reference, "insurance"])).content.decode()
    seat = client.get(reverse("scoring:moderate", args=[reference, "service"])).content.decode()

    assert '<td class="govuk-table__cell">Pass</td>' in listed
    assert f'href="{reverse("scoring:ranking", args=[reference])}"' in listed
    assert "Agreed: Pass." in condition
    assert "The evaluators gave the same score." in condition
    assert "Agreed: 4." in seat


def test_an_officer_signs_off_or_sends_back_and_whoever_judged_may_not(sign_in, judged, officer):
    where = reverse("scoring:moderate_check", args=[judged.competition.reference, "service"])
    agreed = ConsensusScore.objects.get(bid=judged.bids[0], criterion__reference="service")
    page = reverse("scoring:moderate", args=[judged.competition.reference, "service"])
    client = sign_in(officer)
    assert "Your check of these reasons" in client.get(page).content.decode()

    empty = client.post(where, {"agreed": agreed.pk, "send_back": "1", "remark": " "}).content.decode()
    assert "Say what the panel should look at again." in empty
    client.post(where, {"agreed": agreed.pk, "send_back": "1", "remark": "Why not a 5?"})
    client.post(where, {"agreed": agreed.pk, "sign_off": "1", "remark": ""})

    shown = sign_in(judged.panel.chair.user).get(page).content.decode()
    assert shown.index("Sent back") < shown.index("Why not a 5?") < shown.index("Signed off")
    assert "Your check of these reasons" not in shown
    assert sign_in(judged.panel.chair.user).post(where, {"agreed": agreed.pk, "sign_off": "1"}).status_code == 403
    assert sign_in(officer).post(where, {"agreed": "x", "sign_off": "1"}).status_code == 404


def test_what_was_sent_back_stands_beside_what_superseded_it(sign_in, judged, officer, auditor):
    agreed = ConsensusScore.objects.get(bid=judged.bids[0], criterion__reference="service")
    quality_checks.check(agreed, signs_off=False, remark="Why not a 5?", by=officer, at=deciding.AT)
    deciding.agree(judged, judged.bids[0], "service", 4, reasons="Page 9 names no driver, and a 5 takes one for each.")

    shown = sign_in(auditor).get(reverse("scoring:moderate", args=[judged.competition.reference, "service"]))

    text = shown.content.decode()
    assert text.index("What was agreed before") < text.index("Sent back") < text.index("Why not a 5?")


def test_the_list_says_which_agreed_scores_were_sent_back_and_the_form_of_a_signed_one_is_folded(
    sign_in, judged, officer
):
    first, _, *others = ConsensusScore.objects.all()
    quality_checks.check(first, signs_off=False, remark="Which centre?", by=officer, at=deciding.AT)
    for each in others:
        quality_checks.check(each, signs_off=True, remark="", by=officer, at=deciding.AT)
    client = sign_in(judged.panel.chair.user)
    asked_nothing = client.get(overview(judged)).content.decode()
    ModerationRules.objects.create(
        competition=judged.competition, needs_sign_off=True, set_by=officer, set_at=deciding.AT
    )
    asked = client.get(overview(judged)).content.decode()
    checked = sign_in(officer).get(page_of(judged, others[-1].criterion.reference)).content.decode()

    assert asked_nothing.count("<strong>sent back</strong>") == 1
    assert "not signed off yet</strong>" not in asked_nothing
    assert asked.count("<strong>sent back</strong>") == asked.count("<strong>not signed off yet</strong>") == 1
    assert "Next: a second person signs them off." in asked
    assert "Look at it again" in checked


@pytest.mark.parametrize(("agreed", "said"), [("5", "more than any evaluator gave"), ("2", "less than any"), ("3", "")])
def test_a_score_that_nobody_had_given_is_told_of_wherever_it_is_read(sign_in, locked, agreed, said, auditor):
    chair, bid = locked.panel.chair.user, locked.bids[0]
    sign_in(chair).post(agree_at(locked), typed(bid, agreed))

    page = sign_in(auditor).get(page_of(locked)).content.decode()

    assert "Recorded by Clare Chair" in page
    assert ("than any evaluator gave" in page) is bool(said)
    assert said in page
