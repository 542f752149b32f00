from datetime import timedelta

import pytest

from accounts.domain.refusals import Refusal
from accounts.models import TrailEvent
from partners.models import Submission
from scoring.actions import staff_ballots, staff_codes
from scoring.domain.staff_ballots import Group
from scoring.models import StaffCode, StaffText
from tests.scoring import judging, voting


@pytest.fixture
def competition(opened):
    voting.ask_staff(opened.competition)
    return opened.competition


@pytest.fixture
def ballot(competition):
    return voting.prepared(competition)


def test_bids_are_drawn_by_lot_and_names_struck_out(ballot, opened):
    partners = list(ballot.partners.select_related("bid"))

    assert {partner.bid for partner in partners} == set(opened.bids)
    assert [partner.letter for partner in partners] == ["Partner A", "Partner B"]
    texts = StaffText.objects.filter(criterion__reference="service").order_by("partner__bid")
    assert [text.marked for text in texts] == [
        "[[Harbour Care]] will keep all eleven centres open.",
        "[[Quayside Partners]] will keep all eleven centres open.",
    ]


def test_names_stay_where_it_is_published_that_bidders_are_named(opened):
    voting.ask_staff(opened.competition, partners_named=True)
    voting.prepared(opened.competition)

    text = StaffText.objects.filter(criterion__reference="service").order_by("partner__bid").first()
    assert text.marked == "Harbour Care will keep all eleven centres open."


def test_what_the_bidder_asked_to_keep_confidential_is_struck_out(competition, opened):
    submission = Submission.objects.get(bid=opened.bids[0])
    submission.content["offer"]["confidential"] = [
        {"part": "notes", "passage": "two directors", "reason": "A trade secret", "until": None}
    ]
    submission.save()
    voting.prepared(competition)

    text = StaffText.objects.filter(criterion__reference="employees").order_by("partner__bid").first()
    assert text.marked == "Employees elect [[two directors]]."


def test_texts_are_approved_by_a_second_person_and_anew_after_each_change(ballot, competition):
    officer, approver = voting.officer(competition), voting.approver(competition)
    with pytest.raises(Refusal, match="somebody else of the council approves"):
        staff_ballots.approve(ballot, by=officer, at=judging.AT)
    staff_ballots.approve(ballot, by=approver, at=judging.AT)

    partner = ballot.partners.get(bid__organisation__name="Harbour Care")
    marked = {"employees": "Employees elect [[two]] directors."}
    staff_ballots.write_texts(partner, marked, by=approver, at=judging.AT)

    ballot.refresh_from_db()
    assert ballot.approved_at is None
    with pytest.raises(Refusal, match="somebody else"):
        staff_ballots.approve(ballot, by=approver, at=judging.AT)


def test_an_officer_can_put_no_word_into_an_answer(ballot, competition):
    partner = ballot.partners.first()

    with pytest.raises(Refusal, match="can be added"):
        staff_ballots.write_texts(
            partner, {"employees": "Employees elect nobody."}, by=voting.officer(competition), at=judging.AT
        )


def test_nothing_changes_once_the_ballot_is_open(competition):
    ballot, _ = voting.ready(competition)
    officer = voting.officer(competition)

    for change in (
        lambda: staff_ballots.write_texts(ballot.partners.first(), {}, by=officer, at=voting.WHILE),
        lambda: staff_ballots.approve(ballot, by=officer, at=voting.WHILE),
        lambda: staff_ballots.prepare(
            competition,
            groups=voting.GROUPS,
            opens_at=voting.WHILE + timedelta(days=1),
            closes_at=voting.WHILE + timedelta(days=2),
            by=officer,
            at=voting.WHILE,
        ),
    ):
        with pytest.raises(Refusal, match="The ballot opened at"):
            change()


def test_groups_in_which_somebody_could_be_told_are_refused(competition):
    with pytest.raises(Refusal, match="put fewer than 5 together"):
        voting.prepared(competition, [Group("Northgate", 4), Group("Quayside", 50)])
    with pytest.raises(Refusal, match="at least 5 people"):
        voting.prepared(competition, [Group("", 4)])
    with pytest.raises(Refusal, match="a name of its own"):
        voting.prepared(competition, [Group("Northgate", 9), Group("northgate", 9)])


def test_there_is_no_ballot_where_none_was_published(opened):
    with pytest.raises(Refusal, match="without anything that staff rate"):
        voting.prepared(opened.competition)


def test_the_installation_keeps_no_code(competition):
    _, sheets = voting.ready(competition)

    assert [sheet.group for sheet in sheets] == ["Northgate"] * 9 + ["Quayside"] * 8
    kept = str(list(StaffCode.objects.values())) + str(list(TrailEvent.objects.values()))
    assert not any(sheet.code in kept or sheet.code.replace("-", "") in kept for sheet in sheets)


def test_codes_made_anew_hold_and_those_before_do_not(competition):
    ballot, first = voting.ready(competition)
    second = staff_codes.make(ballot, by=voting.officer(competition), at=judging.AT)

    voting.vote(ballot, second[:1], [(3, 4)])
    with pytest.raises(Refusal, match="opens no ballot"):
        voting.vote(ballot, first[:1], [(3, 4)])
    with pytest.raises(Refusal, match="Somebody has voted already"):
        staff_codes.make(ballot, by=voting.officer(competition), at=voting.WHILE)


def test_a_lost_sheet_is_replaced_by_its_number_unless_it_was_used(competition):
    ballot, sheets = voting.ready(competition)
    officer = voting.officer(competition)

    new = staff_codes.replace(ballot, sheets[10].number, by=officer, at=voting.WHILE)

    assert (new.number, new.group) == (18, "Quayside")
    voting.vote(ballot, [new], [(3, 4)])
    with pytest.raises(Refusal, match="opens no ballot"):
        voting.vote(ballot, [sheets[10]], [(3, 4)])
    for number, words in ((18, "was used to vote"), (11, "was replaced already"), (99, "There is no sheet 99")):
        with pytest.raises(Refusal, match=words):
            staff_codes.replace(ballot, number, by=officer, at=voting.WHILE)
    assert StaffCode.objects.standing().count() == 17


def test_who_may_vote_changes_only_once_the_codes_are_cancelled(competition):
    ballot, _ = voting.ready(competition)
    with pytest.raises(Refusal, match="Cancel the codes first"):
        voting.prepared(competition, [Group("", 30)])

    staff_codes.cancel_all(ballot, by=voting.officer(competition), at=judging.AT)

    assert voting.prepared(competition, [Group("", 30)]).eligible == 30
