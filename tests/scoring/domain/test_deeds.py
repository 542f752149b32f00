import re
from pathlib import Path

from scoring.domain.deeds import DEEDS, deed_in_words, deeds_like

ROOT = Path(__file__).parents[3]
APPS = ("accounts", "spinouts", "procurement", "partners", "scoring", "config")


def recorded():
    """The short names of all deeds that the actions put on a trail."""
    for app in APPS:
        for path in (ROOT / app).rglob("actions/*.py"):
            yield from re.findall(rf'"((?:{"|".join(APPS)})\.\w+)"', path.read_text())


def test_every_deed_that_is_recorded_has_words_and_no_other():
    assert set(recorded()) == set(DEEDS)


def test_no_two_deeds_of_one_trail_read_alike():
    # A document of a bid and one of the competition are on different trails.
    alike = [words for words in DEEDS.values() if list(DEEDS.values()).count(words) > 1]
    assert set(alike) <= {"Removed a document"}


def test_words_are_found_in_whichever_case():
    assert deeds_like("PUBLISHED the COMP") == ["procurement.publish"]
    assert deed_in_words("scoring.rank") == "Made the ranking"
    assert deed_in_words("some.other") == "some.other"
