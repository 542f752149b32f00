import pytest
from django.urls import reverse

from partners.actions import openings
from partners.models import Submission
from scoring.actions import panels
from scoring.domain.roles import Interest, PanelRole
from scoring.models import InterestDeclaration, InterestEntry, OpenedBid, PanelMember
from tests import world
from tests.scoring import deciding, staging

COMPANY = {"company-own": "no", "company-sit": "no"}


@pytest.fixture
def member(opened, lead_officer):
    """An evaluator who has declared nothing yet, about bids in which others are named."""
    submission = Submission.objects.get(bid=opened.bids[0])
    submission.content["consortium"] = [
        {"name": "Tide Housing", "kind": "charity", "registered_number": "", "part": "x"}
    ]
    submission.content["supplier_information"] = {"persons": [{"name": "Ann Tide", "connection": "director"}]}
    submission.save()
    return world.seat(opened.competition, PanelRole.EVALUATOR, "Nora New", lead_officer)


def address(member):
    return reverse("scoring:interests", args=[member.reference])


def entry(bid, number=1, *, about="", interest="perceived", kind="friendship", details="", mitigation=""):
    """What is typed about an interest in somebody named in the bid."""
    typed = {"about": about, "interest": interest, "kind": kind, "details": details, "mitigation": mitigation}
    named = {f"{name}-{bid.reference}-{number}": value for name, value in typed.items()}
    return {f"interest-{bid.reference}": "some", f"entries-{bid.reference}": str(number)} | named


def nothing_in(bid):
    return {f"interest-{bid.reference}": "none"}


def test_all_bidders_are_asked_about_by_name_and_nothing_of_their_bids_is_shown(sign_in, member):
    page = sign_in(member.user).get(address(member)).content.decode()

    for said in (
        *("Harbour Care", "Tide Housing (member of the consortium)", "Quayside Partners"),
        *("Ann Tide (director, trustee or shadow director)", "own no part of the company", "sit on its board"),
    ):
        assert said in page
    for kept in ("keep all eleven centres open", "Barchester Day Centres Limited", "800000", "500000"):
        assert kept not in page
    assert " checked" not in page


def test_before_the_opening_no_bidder_is_named(sign_in, published, bid, officer):
    world.submission(bid)
    member = world.seat(published, PanelRole.EVALUATOR, "Early", officer)

    page = sign_in(member.user).get(address(member)).content.decode()

    assert "Harbour Care" not in page
    assert "not opened yet" in page


def test_one_press_declares_nothing_about_all_and_answers_for_the_company(sign_in, opened, member):
    for _ in range(2):
        answer = sign_in(member.user).post(address(member), {"nothing": "yes"})

    assert answer.url == reverse("scoring:seat", args=[member.reference])
    rows = InterestDeclaration.objects.filter(member=member)
    assert [(each.interest, each.will_own, each.will_sit) for each in rows] == [("none", False, False)] * 2
    assert OpenedBid.objects.visible_to(member.user).count() == 2


def test_the_one_press_is_not_offered_beside_an_interest(sign_in, opened, member):
    bid, rival = opened.bids
    client = sign_in(member.user)
    client.post(address(member), entry(bid, about="Harbour Care (bidder)", details="A friend.") | COMPANY)

    client.post(address(member), {"nothing": "yes"})

    assert "I have nothing to declare" not in client.get(address(member)).content.decode()
    assert not InterestDeclaration.objects.filter(member=member, bid=rival).exists()


def test_an_interest_in_somebody_named_in_a_bid_bars_from_it_and_is_told_whole(sign_in, opened, member):
    bid, rival = opened.bids
    typed = entry(
        rival, about="Quayside Partners (bidder)", details="I play golf with its chief.", mitigation="I score last."
    )

    answer = sign_in(member.user).post(address(member), typed | nothing_in(bid) | COMPANY)

    assert answer.url == reverse("scoring:seat", args=[member.reference])
    assert [each.pk for each in OpenedBid.objects.visible_to(member.user)] == [bid.pk]
    kept = InterestEntry.objects.get()
    assert (kept.about, kept.part, kept.interest, kept.kind, kept.details, kept.mitigation) == (
        *("Quayside Partners", "bidder", "perceived", "friendship"),
        *("I play golf with its chief.", "I score last."),
    )
    page = sign_in(member.user).get(address(member)).content.decode()
    assert "I play golf with its chief." in page
    assert page.count(" checked") == 4


def test_several_interests_in_one_bid_are_kept_and_the_weightiest_counts(sign_in, opened, member):
    bid, client = opened.bids[0], sign_in(member.user)
    first = entry(bid, about="Ann Tide (director, trustee or shadow director)", details="A neighbour.")

    more = client.post(address(member), first | {"more": bid.reference}).content.decode()
    second = entry(bid, 2, about="Tide Housing (member of the consortium)", interest="actual", details="I rent there.")
    client.post(address(member), first | second | COMPANY)

    assert "A neighbour." in more
    assert f"about-{bid.reference}-2" in more
    assert InterestDeclaration.objects.get(member=member).interest == "actual"
    assert list(InterestEntry.objects.values_list("about", "interest")) == [
        ("Ann Tide", "perceived"),
        ("Tide Housing", "actual"),
    ]


def test_who_will_own_part_of_the_company_has_an_interest_in_every_bid(sign_in, opened, member):
    client = sign_in(member.user)
    both = nothing_in(opened.bids[0]) | nothing_in(opened.bids[1])
    yes = {"company-own": "yes", "company-sit": "no"}

    refused = client.post(address(member), both | yes).content.decode()
    client.post(address(member), both | yes | {"company-details": "I am staff, and get a share."})

    assert "Say what part of the company you will own" in refused
    assert 'href="#company-details"' in refused
    rows = InterestDeclaration.objects.filter(member=member)
    assert [(each.interest, each.will_own, each.will_sit) for each in rows] == [("actual", True, False)] * 2
    assert not OpenedBid.objects.visible_to(member.user).exists()


def test_the_questions_about_the_company_are_answered(sign_in, opened, member):
    page = sign_in(member.user).post(address(member), nothing_in(opened.bids[0])).content.decode()

    assert "Say whether you will own part of the company." in page
    assert "Say whether you will sit on the board of the company." in page
    assert not InterestDeclaration.objects.filter(member=member).exists()


def test_what_is_left_open_stays_open_and_hidden(sign_in, opened, member):
    page = sign_in(member.user).post(address(member), nothing_in(opened.bids[0]) | COMPANY, follow=True)

    assert "1 of 2 bidders is still to be declared" in page.content.decode()
    assert InterestDeclaration.objects.filter(member=member).count() == 1


def test_an_interest_needs_its_details_and_nothing_typed_is_lost(sign_in, opened, member):
    bid, rival = opened.bids
    typed = entry(bid, about="Harbour Care (bidder)", interest="actual", kind="", details="")
    typed |= entry(rival, about="Quayside Partners (bidder)", interest="potential", details="Asked to join its board.")

    page = sign_in(member.user).post(address(member), typed | COMPANY).content.decode()

    assert "Say what your interest is, in your own words." in page
    assert f'href="#details-{bid.reference}-1"' in page
    assert f'href="#kind-{bid.reference}-1"' in page
    assert "Asked to join its board." in page
    assert page.count(" checked") == 4
    assert not InterestDeclaration.objects.filter(member=member).exists()


def test_an_answer_that_was_not_offered_is_refused(sign_in, opened, member):
    bid = opened.bids[0]
    client = sign_in(member.user)

    waived = client.post(address(member), {f"interest-{bid.reference}": "waived"} | COMPANY).content.decode()
    stranger = client.post(address(member), entry(bid, about="Somebody (else)", details="x") | COMPANY).content.decode()

    assert "Choose one of the answers about Harbour Care" in waived
    assert "Choose in whom your interest is." in stranger


def test_somebody_of_a_bidder_is_told_to_leave_the_panel(sign_in, opened, member):
    bid = opened.bids[0]
    bid.organisation.members.create(user=member.user, role="writer")

    page = sign_in(member.user).post(address(member), nothing_in(bid) | COMPANY).content.decode()

    assert "You belong to Harbour Care" in page
    assert not InterestDeclaration.objects.filter(member=member).exists()


def test_nobody_declares_for_somebody_else(sign_in, opened, officer):
    where = address(opened.panel.evaluators[0])

    for user in (officer, opened.panel.chair.user, opened.panel.evaluators[1].user):
        assert sign_in(user).get(where).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_bids(
    sign_in, opened, member, django_assert_num_queries, django_assert_max_num_queries
):
    client = sign_in(member.user)
    client.post(address(member), entry(opened.bids[0], about="Ann Tide", details="x") | COMPANY)
    with django_assert_max_num_queries(9) as few:
        client.get(address(member))
    for number in range(5):
        world.submission(world.bid(opened.competition, *world.organisation(f"Bidder {number}")))

    with django_assert_num_queries(len(few.captured_queries)):
        client.get(address(member))


def test_an_interest_of_an_earlier_stage_is_remembered_when_all_declare_anew(sign_in, two_stages, officer):
    eve, bid = two_stages.panel.evaluators[0], two_stages.bids[0]
    InterestDeclaration.objects.filter(member=eve, bid=bid).update(superseded_at=deciding.AT)
    panels.declare(eve, bid, Interest.PERCEIVED, "A friend is its treasurer.", by=eve.user, at=deciding.AT)
    staging.shortlist(two_stages.competition)
    staging.invite(two_stages.final)
    staging.sealed_final_tender(two_stages)
    for by in (officer, staging.lead(two_stages.final)):
        openings.confirm_opening(two_stages.final, by=by, at=staging.OPENS)
    anew = {each.user: each for each in PanelMember.objects.filter(competition=two_stages.final)}

    told = sign_in(eve.user).get(address(anew[eve.user])).content.decode()
    pressed = sign_in(eve.user).post(address(anew[eve.user]), {"nothing": ""})
    other = sign_in(two_stages.panel.evaluators[1].user).get(address(anew[two_stages.panel.evaluators[1].user]))

    assert "A friend is its treasurer." in told
    assert "I have nothing to declare" not in told
    assert pressed.status_code == 200
    assert not InterestDeclaration.objects.filter(member=anew[eve.user]).exists()
    assert "A friend is its treasurer." not in other.content.decode()
    assert "I have nothing to declare" in other.content.decode()
