"""The ballot of staff goes into a competition file and comes out of it again, and a stranger ranks from the file."""

import json

import pytest

from accounts.domain.refusals import Refusal
from accounts.models import TrailEvent
from scoring.domain.award_report import award_report
from scoring.files.playing import play
from scoring.files.ranking import ranking_in
from scoring.files.reading import read
from scoring.files.writing import file_of, to_yaml
from scoring.models import Award, StaffBallot, StaffPaper
from tests.scoring.files import small


def rated(organisation, total, ballots=12, **more):
    return {"organisation": organisation, "criterion": "voice", "ballots": ballots, "total": total, **more}


def content():
    """The small history, in which staff rated the bids: 60% evenings, 20% what staff say, 20% stake."""
    found = small.content()
    (section,) = found["competition"]["sections"]
    evenings, stake = section["criteria"]
    evenings["shown_to_staff"], stake["weight"] = True, 20
    section["criteria"].append(
        {
            "reference": "voice",
            "title": "What staff say",
            "kind": "staff",
            "weight": 20,
            "scale": "0 to 2",
            "staff": {"least_ballots": 10},
        }
    )
    names = list(small.BIDDERS)
    found["staff_ballot"] = {
        "groups": [{"name": "North", "eligible": 9}, {"name": "South", "eligible": 8}],
        "opens_at": "2026-03-08 09:00",
        "closes_at": "2026-03-18 17:00",
        "prepared": small.deed(small.OFFICER, "03-07 09:00"),
        "partners": names[::-1],
        "texts": [
            {"organisation": name, "criterion": "evenings", "text": _answer(found, name)} for name in names[::-1]
        ],
        "approved": small.deed(small.APPROVER, "03-07 10:00"),
        "counted": {
            **small.deed(small.OFFICER, "03-20 09:30"),
            "ballots": 12,
            "groups": [{"name": "North", "eligible": 9, "ballots": 7}, {"name": "South", "eligible": 8, "ballots": 5}],
            "rated": [rated(names[1], 6), rated(names[0], 18)],
        },
    }
    return found


def _answer(found, name):
    (bid,) = [each for each in found["bids"] if each["organisation"] == name]
    return "[[" + bid["answers"]["evenings"][:4] + "]]" + bid["answers"]["evenings"][4:]


def read_from(found):
    return read(json.dumps(found), "file.yaml")


@pytest.mark.django_db
def test_the_ballot_is_lived_and_written_without_a_single_ballot():
    file = read_from(content())

    competition = play(file)

    assert file_of(competition).staff_ballot == file.staff_ballot
    assert StaffBallot.objects.get().count["ballots"] == 12
    assert not StaffPaper.objects.exists()


ANNULLED = {
    "reason": "The codes of one place of work were copied.",
    "asked": small.deed(small.OFFICER, "03-06 14:00"),
    "decided": small.deed(small.APPROVER, "03-06 15:00"),
}


@pytest.mark.django_db
def test_a_ballot_that_was_annulled_is_told_in_the_file_and_in_the_record_and_report_of_the_award():
    file = read_from(content() | {"annulled_ballots": [ANNULLED]})

    competition = play(file)

    dumped = file_of(competition)
    record = Award.objects.get().content
    assert dumped.annulled_ballots == file.annulled_ballots
    assert read(to_yaml(dumped), "dump") == dumped
    assert record["annulled_ballots"] == [
        {
            "reason": ANNULLED["reason"],
            "asked_by": "Olive",
            "asked_at": "2026-03-06T14:00:00+00:00",
            "decided_by": "Una",
            "decided_at": "2026-03-06T15:00:00+00:00",
        }
    ]
    (told,) = [words for label, words in award_report(record).facts if label == "Annulled ballot of staff"]
    assert told == f"Annulled at 3pm on Friday 6 March 2026 (GMT) by Olive and Una: {ANNULLED['reason']}"
    verbs = TrailEvent.objects.of(competition.reference).filter(verb__contains="annul")
    assert [event.verb for event in verbs] == ["scoring.ask_to_annul_staff_ballot", "scoring.annul_staff_ballot"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ({"decided": small.deed(small.OFFICER, "03-06 15:00")}, r"annulled_ballots\.1\.decided\.by: .* by two people"),
        ({"decided": small.deed(small.APPROVER, "03-06 13:30")}, "the annulment of the ballot.* comes before the wish"),
        ({"decided": small.deed(small.APPROVER, "03-07 09:30")}, "preparation of the ballot.* before the annulment"),
        ({"asked": small.deed(small.OFFICER, "03-05 14:00")}, "the wish to annul.* comes before the opening"),
    ],
)
def test_a_ballot_is_annulled_by_two_after_the_opening_and_before_the_next(spoil, said):
    with pytest.raises(Refusal, match=said):
        read_from(content() | {"annulled_ballots": [ANNULLED | spoil]})


def test_a_stranger_counts_what_staff_gave_from_the_file_alone():
    ranking = ranking_in(read_from(content()))

    marks = {bid.name: bid.marks["voice"] for bid in ranking.bids}
    assert (marks["Harbour Care"].earned, marks["Quayside"].earned) == (15, 5)
    assert marks["Harbour Care"].explained == (
        "12 ballots of staff gave 18 together, 1.5 of 2 on average: 18 ÷ (12 × 2) of 20 marks = 15.00."
    )


def test_a_file_without_the_count_ranks_nobody():
    found = content()
    del found["staff_ballot"]["counted"]

    with pytest.raises(Refusal, match="has no count of the ballot of staff"):
        ranking_in(read_from(found))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda part: part["partners"].append("Nobody"), "“Nobody” has no bid in this file"),
        (lambda part: part["texts"][0].update(criterion="voice"), "nobody answers “voice”"),
        (lambda part: part["counted"]["rated"][0].update(criterion="evenings"), "“evenings” is not rated by staff"),
        (lambda part: part["counted"]["rated"][0].update(ballots=11), "all have as many"),
        (lambda part: part["counted"].update(at="2026-03-17 09:00"), "comes before the close of the ballot"),
        (lambda part: part["groups"][0].update(eligible=4), "eligible"),
    ],
)
def test_what_can_not_be_is_told_where_it_stands(spoil, said):
    found = content()
    spoil(found["staff_ballot"])

    with pytest.raises(Refusal, match=said):
        read_from(found)
