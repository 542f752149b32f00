import pytest
from django.urls import reverse

from accounts.models import TrailEvent
from scoring.domain.roles import PanelRole
from scoring.models import PanelMember
from tests import world
from tests.scoring.judging import assign_all, score_all


def address(name, competition, *more):
    return reverse(f"scoring:{name}", args=[competition.reference, *more])


def test_an_officer_appoints_by_e_mail(sign_in, published, officer):
    eve = world.person("Eve Evaluator")

    answer = sign_in(officer).post(
        address("panel_appoint", published), {"email": eve.email.upper(), "role": "evaluator"}, follow=True
    )

    assert PanelMember.objects.sitting(published).get().user == eve
    assert "Eve Evaluator is on the panel as evaluator" in answer.content.decode()


def test_without_an_account_nobody_is_appointed_and_the_page_says_what_to_do(sign_in, published, officer):
    answer = sign_in(officer).post(
        address("panel_appoint", published), {"email": "nobody@example.org", "role": "chair"}
    )

    page = answer.content.decode()
    assert "Nobody has an account with nobody@example.org yet" in page
    assert 'value="nobody@example.org"' in page
    assert 'href="#id_email"' in page
    assert not PanelMember.objects.exists()


@pytest.mark.parametrize(
    "typed", [{}, {"email": "x", "role": "king"}, {"email": "a\x00b@example.org", "role": "chair"}]
)
def test_bad_input_is_said_and_kept(sign_in, published, officer, typed):
    answer = sign_in(officer).post(address("panel_appoint", published), typed)

    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()


def test_a_second_chair_is_refused_on_the_page(sign_in, opened, officer):
    someone = world.person("Second Chair")

    answer = sign_in(officer).post(
        address("panel_appoint", opened.competition), {"email": someone.email, "role": "chair"}
    )

    assert "Clare Chair is the chair" in answer.content.decode()


def test_standing_down_takes_a_confirmation_and_may_be_clicked_twice(sign_in, opened, officer):
    where = address("panel_stand_down", opened.competition, opened.panel.observer.reference)
    client = sign_in(officer)

    asked = client.post(where, {"why": " "})
    first, second = (client.post(where, {"why": "Away until the end of March."}) for _ in range(2))

    assert "Take Oscar Observer off the panel" in asked.content.decode()
    assert "Say why they leave the panel." in asked.content.decode()
    assert TrailEvent.objects.get(verb="scoring.stand_down").details["why"] == "Away until the end of March."
    assert first.status_code == second.status_code == 302
    assert not PanelMember.objects.sitting(opened.competition).filter(pk=opened.panel.observer.pk).exists()


def test_the_chair_and_the_council_see_counts_others_only_names(sign_in, opened, officer):
    assign_all(opened)
    score_all(opened.panel.evaluators[0])
    where = address("panel", opened.competition)

    seen = {
        who: sign_in(user).get(where).content.decode()
        for who, user in [
            ("officer", officer),
            ("chair", opened.panel.chair.user),
            ("evaluator", opened.panel.evaluators[1].user),
            ("observer", opened.panel.observer.user),
        ]
    }

    assert "6 of 6 scored" in seen["officer"]
    assert "6 of 6 scored" in seen["chair"]
    for who in ("evaluator", "observer"):
        assert "Eve Evaluator" in seen[who]
        assert "of 6 scored" not in seen[who]
    assert "Appoint somebody" in seen["officer"]
    assert "Appoint somebody" not in seen["chair"]


def test_the_chair_reads_by_name_who_takes_a_member_off(sign_in, opened, officer, lead_officer, auditor):
    page = address("panel", opened.competition)

    shown = sign_in(opened.panel.chair.user).get(page).content.decode()

    there = shown[shown.index('id="away"') :]
    assert [f"mailto:{each.email}" in there for each in (officer, lead_officer, auditor)] == [True, True, False]
    for reader in (officer, opened.panel.evaluators[0].user):
        assert 'id="away"' not in sign_in(reader).get(page).content.decode()


def test_strangers_find_no_panel(sign_in, opened, other_officer, bidder, auditor):
    where = address("panel", opened.competition)

    assert sign_in(other_officer).get(where).status_code == 403
    assert sign_in(bidder).get(where).status_code == 403
    assert sign_in(auditor).get(where).status_code == 200
    assert sign_in(auditor).get(address("panel_appoint", opened.competition)).status_code == 403


def test_the_page_asks_the_same_number_of_queries_for_many(
    sign_in, opened, officer, lead_officer, django_assert_max_num_queries
):
    assign_all(opened)
    for number in range(10):
        world.declare_nothing(world.seat(opened.competition, PanelRole.EVALUATOR, f"More {number}", lead_officer))
    client = sign_in(officer)

    with django_assert_max_num_queries(13):
        client.get(address("panel", opened.competition))


def test_the_way_back_is_to_the_competition_for_the_council_and_to_their_work_for_the_panel(
    sign_in, opened, officer, auditor
):
    competition = reverse("procurement:design", args=[opened.competition.reference])
    for name in ("panel", "opened_bids", "ranking", "record"):
        page = sign_in(officer).get(address(name, opened.competition)).content.decode()
        assert f'class="govuk-back-link" href="{competition}"' in page
    for name in ("panel", "opened_bids", "ranking"):
        page = sign_in(opened.panel.chair.user).get(address(name, opened.competition)).content.decode()
        assert f'class="govuk-back-link" href="{reverse("my_work")}"' in page
        assert f'href="{competition}"' not in page
    assert f'href="{competition}"' in sign_in(auditor).get(address("record", opened.competition)).content.decode()
