from datetime import date
from fractions import Fraction

import pytest

from accounts.actions import trail
from accounts.models import Letter, TrailEvent
from scoring.actions import rankings
from scoring.domain import ranking_record
from scoring.files.loading import load, text_of
from scoring.files.reading import read
from scoring.files.schema import CompetitionFile
from scoring.files.writing import file_of, to_yaml
from scoring.models import Award, Ranking, Report
from spinouts.domain.registers import EVERYBODY, Register
from tests.scoring.files.examples import DAY_CENTRES, MYCSP, THREE_BM, forgotten

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", [MYCSP, THREE_BM, DAY_CENTRES], ids=lambda path: path.stem)
def test_an_example_is_written_back_to_the_same_content_and_so_is_what_was_written(path, tmp_path):
    file, dump = read(text_of(path), path.name), tmp_path / "dump.yaml"

    with forgotten():
        dump.write_text(to_yaml(file_of(load(path))), encoding="utf-8")
    again = to_yaml(file_of(load(dump)))

    assert read(text_of(dump), "dump") == _without_secrets(file)
    assert again == text_of(dump)


def test_the_partner_of_mycsp_wins_by_the_arithmetic_with_the_stakes_of_history():
    competition = load(MYCSP)

    award = Award.objects.get(competition=competition)
    ranking = rankings.latest(competition)

    assert _totals(ranking) == {
        "Fernhill Pensions Services Limited": (1, Fraction("78.5")),
        "Commonstake Social Investment": (2, Fraction(45 * 72 + 25 * 84, 100) + Fraction(15 * 1386, 1470) + 9),
    }
    assert _disregarded(ranking) == ["The Holloway Mutual Trust"]
    assert award.bid.organisation.name == "Fernhill Pensions Services Limited"
    assert _stakes(award) == {"partner": 4000, "council": 3500, "employees": 2500}
    assert _board(award) == {"partner": 2, "council": 2, "employees": 2}
    assert _register(award).locks == {EVERYBODY: date(2017, 4, 30)}
    assert Report.objects.filter(award=award).count() == 2
    assert rankings.is_same_again(ranking)


def test_the_partner_of_3bm_wins_by_the_arithmetic_with_751_and_249_shares():
    competition = load(THREE_BM)

    award = Award.objects.get(competition=competition)

    assert [name for name, _ in _totals(rankings.latest(competition)).items()] == [
        "Springboard Learning Partners Limited",
        "The Calder Schools Trust",
        "Commonstake Social Investment",
    ]
    assert award.bid.organisation.name == "Springboard Learning Partners Limited"
    assert _stakes(award) == {"employees": 751, "partner": 249}
    [right] = award.venture.as_value().agreed.rights
    assert (right.shares, right.giver, _register(award).rights[right.reference].shares) == (166, "party-2", 166)
    assert [each for each in _trails() if trail.broken_links(each)] == []
    assert Letter.objects.exists()
    assert not Letter.objects.filter(kept_back_because="").exists()


def _without_secrets(file: CompetitionFile) -> CompetitionFile:
    """Before the opening nobody learns who asked."""
    if file.opened:
        return file
    content = file.model_dump()
    for clarification in content["competition"]["clarifications"]:
        clarification["asked"]["by"] = None
    named = to_yaml(CompetitionFile.model_validate(content)).split("council:", 1)[1]
    content["people"] = [person for person in content["people"] if person["email"] in named]
    return CompetitionFile.model_validate(content)


def _trails() -> list[str]:
    return sorted(set(TrailEvent.objects.values_list("trail", flat=True)))


def _totals(ranking: Ranking) -> dict[str, tuple[int, Fraction]]:
    ranked = ranking_record.from_content(ranking.content).bids
    return {each.name: (each.place, each.total) for each in ranked if each.place}


def _disregarded(ranking: Ranking) -> list[str]:
    return [each.name for each in ranking_record.from_content(ranking.content).bids if not each.place]


def _register(award: Award) -> Register:
    company = award.venture.as_value()
    return company.register(company.formed_on)


def _stakes(award: Award) -> dict[str, int]:
    held = _register(award)
    return {party.kind.side.value: held.capital[party.reference] for party in held.parties}


def _board(award: Award) -> dict[str, int]:
    held = _register(award)
    return {party.kind.side.value: held.board[party.reference] for party in held.parties}
