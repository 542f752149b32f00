import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from scoring.models import StaffBallot, StaffCode, StaffText
from tests.scoring import deciding, judging, voting
from tests.scoring.actions.test_staff_voting import MIXED


@pytest.fixture
def competition(opened):
    voting.ask_staff(opened.competition)
    return opened.competition


@pytest.fixture
def officer(competition):
    return voting.officer(competition)


def address(competition, name="staff_ballot"):
    return reverse(f"scoring:{name}", args=[competition.reference])


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def whenever(ballot, opens, closes):
    """The ballot opens and closes so many hours from now."""
    now = timezone.now()
    StaffBallot.objects.filter(pk=ballot.pk).update(
        opens_at=now + timedelta(hours=opens), closes_at=now + timedelta(hours=closes)
    )
    ballot.refresh_from_db()


def typed(**changes):
    opens = timezone.localdate() + timedelta(days=2)
    closes = opens + timedelta(days=3)
    days = {
        f"{name}_day_{place}": part
        for name, day in (("opens", opens), ("closes", closes))
        for place, part in enumerate((day.day, day.month, day.year))
    }
    return {"groups": "Northgate 12\nQuayside 20", "opens_time": "9am", "closes_time": "17:00"} | days | changes


def test_an_officer_says_who_may_vote_and_when(sign_in, officer, competition):
    at = sign_in(officer)
    assert "Say who may vote, and when" in words(at.get(address(competition)))

    response = at.post(address(competition, "staff_ballot_who"), typed())

    assert response.url == address(competition)
    ballot = StaffBallot.objects.get()
    assert ballot.groups == [["Northgate", 12], ["Quayside", 20]]
    page = words(at.get(response.url))
    assert "Northgate: 12" in page
    assert "From 9am on" in page
    assert "It is not open yet." in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"groups": "Northgate"}, "“Northgate” must end with a number"),
        ({"groups": "12\n20"}, "Give each group a name"),
        ({"groups": "Northgate 4"}, "put fewer than 5 together"),
        ({"opens_time": "soon"}, "“soon” is not a time"),
        ({"groups": ""}, "Enter how many may vote."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(sign_in, officer, competition, changes, said):
    page = sign_in(officer).post(address(competition, "staff_ballot_who"), typed(**changes))

    assert said in words(page)
    assert 'value="17:00"' in page.content.decode()
    assert not StaffBallot.objects.exists()


def test_passages_are_struck_out_by_one_and_approved_by_another(sign_in, officer, competition, opened, mailoutbox):
    ballot = voting.prepared(competition)
    whenever(ballot, 5, 9)
    at = sign_in(officer)
    page = reverse("scoring:staff_text_write", args=[opened.bids[0].reference])
    texts = {"service": "[[Harbour Care]] will keep all [[eleven]] centres open."}

    at.post(page, texts | {"employees": "Employees elect two directors."})

    read = at.get(reverse("scoring:staff_text", args=[opened.bids[0].reference]))
    assert "will keep all [struck out] centres open." in words(read)
    assert "eleven" not in words(read)
    assert at.post(address(competition, "staff_ballot_approve")).status_code == 409
    approver = sign_in(voting.approver(competition))
    assert approver.post(address(competition, "staff_ballot_approve")).status_code == 302
    assert StaffBallot.objects.get().approved_at


def test_a_word_that_was_added_is_refused_and_stays_on_the_page(sign_in, officer, competition, opened):
    voting.prepared(competition)
    page = reverse("scoring:staff_text_write", args=[opened.bids[0].reference])

    answer = sign_in(officer).post(page, {"service": "A new answer.", "employees": "Employees elect two directors."})

    assert "can be added" in words(answer)
    assert "A new answer." in answer.content.decode()
    assert "A new answer." not in {text.marked for text in StaffText.objects.all()}


def test_sheets_are_shown_once(sign_in, officer, competition):
    ballot = voting.prepared(competition)
    whenever(ballot, 5, 9)
    at = sign_in(officer)

    response = at.post(address(competition, "staff_ballot_codes"), {"print": "yes"})

    codes = re.findall(r"(?:[0-9A-Z]{5}-){5}[0-9A-Z]{5}", response.content.decode())
    assert len(set(codes)) == StaffCode.objects.count() == 17
    assert "no-store" in response["Cache-Control"]
    assert not any(code in at.get(address(competition)).content.decode() for code in codes)
    assert at.get(address(competition, "staff_ballot_codes")).status_code == 405


def test_codes_can_be_taken_as_a_file(sign_in, officer, competition):
    whenever(voting.prepared(competition), 5, 9)

    response = sign_in(officer).post(address(competition, "staff_ballot_codes"), {"csv": "yes"})

    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Sheet,Group,Code,Where to vote,Opens,Closes"
    assert len(lines) == 18


def test_a_lost_sheet_is_replaced_and_a_wrong_number_told(sign_in, officer, competition):
    ballot, _ = voting.ready(competition)
    whenever(ballot, -1, 9)
    at = sign_in(officer)

    assert "Sheet 18, Quayside" in words(at.post(address(competition, "staff_ballot_replace"), {"number": "17"}))
    refused = at.post(address(competition, "staff_ballot_replace"), {"number": "99"})
    assert "There is no sheet 99" in words(refused)


def test_turnout_is_told_from_five_on_and_never_a_rating(sign_in, officer, competition):
    ballot, sheets = voting.ready(competition)
    voting.vote(ballot, sheets, MIXED[:4])
    whenever(ballot, -1, 9)
    at = sign_in(officer)
    assert "Fewer than 5 of 17 have voted" in words(at.get(address(competition)))
    whenever(ballot, -48, 9)
    StaffBallot.objects.update(opens_at=voting.OPENS)

    voting.vote(ballot, sheets[4:], MIXED[4:])

    page = words(at.get(address(competition)))
    assert "12 of 17 have voted" in page
    assert "On average" not in page


def test_the_panel_learns_nothing_before_it_locks_and_then_what_staff_say(sign_in, competition, opened):
    ballot, sheets = voting.ready(competition)
    voting.vote(ballot, sheets, MIXED)
    judging.assign_all(opened)
    eve = opened.panel.evaluators[0]
    before = words(sign_in(eve.user).get(address(competition)))
    assert "What staff say is shown here once" in before
    assert "have voted" not in before

    for member in opened.panel.evaluators:
        judging.score_and_lock(member)
    voting.count(ballot)

    for member in (eve, opened.panel.chair, opened.panel.observer):
        page = words(sign_in(member.user).get(address(competition)))
        assert "12 of 17 who may vote have voted" in page
        assert "about 3.83" in page
        assert "Harbour Care" in page


def test_somebody_who_scores_again_learns_nothing_though_it_is_counted(sign_in, competition, opened, officer):
    ballot, sheets = voting.ready(competition)
    voting.vote(ballot, sheets, MIXED)
    deciding.agree_all(opened)
    voting.count(ballot)
    eve = opened.panel.evaluators[0]
    eve.locked_at = None
    eve.save()

    for person in (eve.user, opened.panel.evaluators[1].user, officer):
        at = sign_in(person)
        assert "about 3.83" not in words(at.get(address(competition)))
        for export in ("board", "board_csv", "board_json"):
            assert "3.83" not in at.get(address(competition, export)).content.decode()


def test_the_board_shows_the_mean_beside_scores(sign_in, competition, opened, officer):
    ballot, sheets = voting.ready(competition)
    voting.vote(ballot, sheets, MIXED)
    deciding.agree_all(opened)
    voting.count(ballot)

    assert "about 3.83" in words(sign_in(officer).get(address(competition, "board")))


def test_bidders_read_what_staff_read_of_their_own_bid_once_approved(sign_in, competition, opened):
    ballot = voting.prepared(competition)
    own, other = (reverse("scoring:staff_text_own", args=[bid.reference]) for bid in opened.bids)
    at = sign_in(opened.bids[0].started_by)
    assert at.get(own).status_code == 404

    whenever(ballot, 5, 9)
    StaffBallot.objects.update(approved_at=timezone.now(), approved_by=voting.approver(competition))

    assert "[struck out] will keep all eleven centres open." in words(at.get(own))
    assert at.get(other).status_code == 404
    assert at.get(address(competition)).status_code in {403, 404}


def test_many_bids_take_no_more_queries(sign_in, officer, competition, django_assert_max_num_queries):
    ballot, sheets = voting.ready(competition)
    voting.vote(ballot, sheets, MIXED)

    with django_assert_max_num_queries(33):
        sign_in(officer).get(address(competition))
