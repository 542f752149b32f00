import pytest
from django.db import connection

from accounts.domain.refusals import Refusal
from accounts.models import TrailEvent
from scoring.actions import rankings, staff_voting
from scoring.domain.staff_ballots import Group
from scoring.models import StaffCode, StaffPaper
from tests.scoring import deciding, judging, voting

MIXED = [(5, 3), (4, 3), (5, 2), (4, 4), (3, 3), (5, 1), (0, 5), (4, 2), (5, 3), (5, 3), (4, 3), (2, 2)]
"""What the first and the second bid are given on twelve ballots: 46 and 34 together."""


@pytest.fixture
def competition(opened):
    voting.ask_staff(opened.competition)
    return opened.competition


@pytest.fixture
def held(competition):
    """A ballot on which twelve of seventeen have voted, and its sheets."""
    ballot, sheets = voting.ready(competition)
    voting.vote(ballot, sheets, MIXED)
    return ballot, sheets


def test_a_code_votes_once(held):
    ballot, sheets = held

    with pytest.raises(staff_voting.Used, match="This code has been used"):
        voting.vote(ballot, sheets[:1], [(0, 0)])

    assert staff_voting.turnout(ballot) == StaffPaper.objects.count() == 12


def test_a_code_is_read_however_it_is_typed(competition):
    _, sheets = voting.ready(competition)

    assert staff_voting.admit(sheets[0].code.lower().replace("-", " "), at=voting.WHILE).number == 1
    with pytest.raises(Refusal, match="group"):
        staff_voting.admit("00000" + sheets[0].code[5:], at=voting.WHILE)


def test_it_votes_from_the_opening_to_the_close_and_only_once_texts_are_approved(competition):
    ballot, sheets = voting.ready(competition)

    with pytest.raises(Refusal, match="not open yet"):
        staff_voting.admit(sheets[0].code, at=judging.AT)
    with pytest.raises(Refusal, match="closed at"):
        staff_voting.admit(sheets[0].code, at=voting.CLOSES)
    ballot.approved_at = None
    ballot.save()
    with pytest.raises(Refusal, match="not open yet"):
        staff_voting.admit(sheets[0].code, at=voting.WHILE)


def test_a_ballot_rates_every_bid_and_stays_on_the_scale(competition):
    ballot, sheets = voting.ready(competition)
    whole = voting.paper(ballot, 3, 4)
    (some, *_) = whole["voice"].items()

    for broken in ({}, {"voice": dict([some])}, {"voice": dict.fromkeys(whole["voice"], 6)}):
        with pytest.raises(Refusal, match=r"Rate each partner|Choose one of the ratings"):
            staff_voting.cast(sheets[0].code, broken, at=voting.WHILE)
    assert not StaffCode.objects.used().exists()


def test_it_is_counted_after_the_close_and_only_once_all_have_locked(held, opened):
    ballot, _ = held
    officer = voting.officer(ballot.competition)
    judging.assign_all(opened)

    with pytest.raises(Refusal, match="once it has closed"):
        staff_voting.count(ballot, by=officer, at=voting.WHILE)
    with pytest.raises(Refusal, match="once everybody who scores has locked"):
        voting.count(ballot)
    for member in opened.panel.evaluators:
        judging.score_and_lock(member)

    content = voting.count(ballot).count

    assert content["ballots"] == 12
    (voice,) = content["criteria"]
    by_bid = {each["bid"]: each for each in voice["bids"]}
    assert [(by_bid[bid.reference]["ballots"], by_bid[bid.reference]["total"]) for bid in opened.bids] == [
        (12, "46"),
        (12, "34"),
    ]


def test_it_counts_with_its_published_weight(held, opened):
    ballot, _ = held
    deciding.agree_all(opened)
    with pytest.raises(Refusal, match="The ballot of staff is not counted yet"):
        deciding.rank(opened)
    voting.count(ballot)

    ranking = deciding.rank(opened)

    marks = {mark["reference"]: mark for mark in ranking.content["bids"][0]["marks"]}
    assert marks["voice"]["earned"] == "46/5"
    assert marks["voice"]["explained"] == (
        "12 ballots of staff gave 46 together, about 3.83 of 5 on average: 46 ÷ (12 × 5) of 12 marks = 9.20."
    )
    assert rankings.is_same_again(ranking)


def test_too_few_ballots_tell_nothing_and_earn_nothing(competition, opened):
    ballot, sheets = voting.ready(competition)
    voting.vote(ballot, sheets, MIXED[:4])
    deciding.agree_all(opened)

    content = voting.count(ballot).count

    assert (content["ballots"], content["groups"]) == (None, [])
    assert {(each["ballots"], each["total"]) for each in content["criteria"][0]["bids"]} == {(0, "0")}
    ranking = deciding.rank(opened)
    assert {
        mark["earned"] for bid in ranking.content["bids"] for mark in bid["marks"] if mark["reference"] == "voice"
    } == {"0/1"}


def test_what_is_advisory_is_counted_and_ranks_nobody(opened):
    voting.ask_staff(opened.competition, weight=0)
    ballot, sheets = voting.ready(opened.competition)
    voting.vote(ballot, sheets, MIXED)
    deciding.agree_all(opened)
    before = deciding.rank(opened).content["bids"]

    voting.count(ballot)

    assert [each["total"] for each in deciding.rank(opened).content["bids"]] == [each["total"] for each in before]


def test_no_row_links_a_code_to_a_ballot(held):
    """Neither a column, nor the order of the rows, nor the database's own number of the transaction that wrote them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM scoring_staffpaper")
        columns = {column.name for column in cursor.description}
        cursor.execute("SELECT xmin::text FROM scoring_staffpaper")
        written = {row[0] for row in cursor.fetchall()}
    assert columns == {"id", "ballot_id", "group", "ratings"}
    assert len(written) == 1
    assert {field.name for field in StaffCode._meta.concrete_fields} == {
        "id", "ballot", "number", "group", "digest", "is_used", "is_cancelled",
    }  # fmt: skip


def test_the_order_of_ballots_is_not_the_order_in_which_they_were_cast(competition):
    ballot, sheets = voting.ready(competition, [Group("", 60)])
    cast = [(step % 6, step // 6 % 6) for step in range(36)]
    voting.vote(ballot, sheets, cast)

    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM scoring_staffpaper ORDER BY ctid")
        stored = [StaffPaper.objects.get(pk=row[0]).ratings["voice"] for row in cursor.fetchall()]
    bids = [partner.bid.reference for partner in ballot.partners.order_by("bid").select_related("bid")]
    in_order = [tuple(int(ratings[bid]) for bid in bids) for ratings in stored]
    assert sorted(in_order) == sorted(cast)
    # One in 36! is that the lot keeps the order, or turns it round.
    assert in_order not in (cast, cast[::-1])


def test_no_table_holds_a_code_a_rating_or_what_staff_read(held):
    """Every row of every table, as a dump would have it."""
    _, sheets = held
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")  # noqa: S608 (names of ours)
            rows += [(table, row[0]) for row in cursor.fetchall()]

    of_staff = "\n".join(row for table, row in rows if table.startswith("scoring_staff"))
    whole = "\n".join(row for _, row in rows)
    assert len(of_staff) > 1000
    assert not any(sheet.code in whole or sheet.code.replace("-", "") in whole for sheet in sheets)
    assert "voice" not in of_staff
    assert "eleven centres" not in of_staff


def test_the_trail_tells_nothing_of_a_vote(held):
    verbs = set(TrailEvent.objects.values_list("verb", flat=True))

    assert {verb for verb in verbs if "staff" in verb} == {
        "scoring.prepare_staff_ballot",
        "scoring.approve_staff_texts",
        "scoring.make_staff_codes",
    }
