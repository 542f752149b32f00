"""What is wrong with a file is told with file, line and field, and nothing of it is loaded."""

import pytest

from accounts.domain.refusals import Refusal
from accounts.models import Council, User
from procurement.models import Competition
from scoring.files.loading import load, text_of
from scoring.files.reading import read
from tests.scoring.files.examples import DAY_CENTRES, MYCSP


def refused(text: str) -> list[str]:
    with pytest.raises(Refusal) as caught:
        read(text, "file.yaml")
    return list(caught.value.sentences)


def line_of(text: str, words: str) -> int:
    """The line on which the words first stand."""
    return text[: text.index(words)].count("\n") + 1


def changed(path, old: str, new: str) -> str:
    text = text_of(path)
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ("    weight: 60\n", "    weight: 59.99\n", "competition.sections", "add up to 99.99%, not 100%"),
        ("headcount: 132", "headcount: many", "service.headcount", "should be a valid integer"),
        ("headcount: 132", "headcount: yes", "service.headcount", "yes or no is none"),
        ("headcount: 132", "headcount: 0132", "", "put it in quotes"),
        ("headcount: 132", "headcount: -1", "service.headcount", "greater than or equal to 0"),
        ("annual_cost: 3900000", "annual_cost: -5", "service.annual_cost", "greater than or equal to 0"),
        ("annual_cost: 3900000", "annual_cost: .nan", "", "is not a number"),
        ("annual_cost: 3900000", "annual_cost: 1e99999999", "service.annual_cost", ""),
        ("full_time_equivalents: 88.4", "full_time_equivalents: 88.444", "service.full_time_equivalents", "2 decimal"),
        ("contract_years: 5", "contract_length: 5", "competition.contract_length", "no such field"),
        ("light_touch: true", "light_touch: perhaps", "competition.light_touch", "should be a valid boolean"),
        ("kind: condition", "kind: wish", "competition.sections.1.criteria.1.kind", "'scored', 'formula'"),
        ("bid_deadline: 2026-05-29 12:00+01:00", "bid_deadline: 2026-02-30 12:00:00", "", "no such day or time"),
        ("bid_deadline: 2026-05-29 12:00+01:00", "bid_deadline: 12:30", "", "more than one way"),
        ("bid_deadline: 2026-05-29 12:00+01:00", "bid_deadline: 2026-05-29", "competition.bid_deadline", "its time"),
        ("bid_deadline: 2026-05-29 12:00+01:00", "bid_deadline: soon", "competition.bid_deadline", "its time"),
        (
            "bid_deadline: 2026-05-29 12:00+01:00",
            "bid_deadline: 0001-01-01 00:00:00",
            "competition.bid_deadline",
            "1900",
        ),
        ("award_expected_on: 2026-09-10", "award_expected_on: 17", "competition.award_expected_on", "should be a day"),
        ("scale: 0 to 5", "scale: 0 to 9", "competition.sections.2.criteria.1.scale", "not one of the scales"),
        ("reference: days", "reference: the days", "competition.sections.2.criteria.1.reference", "letters, digits"),
        (
            "reference: safeguarding",
            "reference: care",
            "competition.sections.1.criteria.1.reference",
            "stands here twice",
        ),
        ("minimum_score: 2", "minimum_score: 6", "competition.sections.2.criteria.1", "above the highest of its scale"),
        ("    - care\n", "    - cure\n", "competition.tie_break.1", "neither a section nor a criterion"),
        ("person: tom.adeyemi@demo.example", "person: nobody@demo.example", "panel.4.person", "not one of the people"),
        ("title: The seven centres", "titel: The seven centres", "competition.documents.1", "missing"),
        ("format: partner-competition/1", "format: partner-competition/2", "format", "partner-competition/1"),
    ],
)
def test_a_wrong_field_is_named_with_its_line(old, new, field, words):
    text = changed(DAY_CENTRES, old, new)

    found = refused(text)

    told = [sentence for sentence in found if words in sentence and (f", {field}" in sentence or not field)]
    assert told, found
    if field.split(".")[-1] in new:
        assert f"file.yaml, line {line_of(text, new.strip())}" in told[0]


def test_the_line_is_where_the_field_stands_and_lists_are_counted_from_one():
    text = changed(DAY_CENTRES, "kind: condition", "kind: wish")

    (sentence,) = refused(text)
    assert sentence == (
        f"file.yaml, line {line_of(text, 'kind: wish')}, competition.sections.1.criteria.1.kind: "
        "this should be 'scored', 'formula', 'condition' or 'staff'."
    )


def test_an_offer_of_101_percent_is_told_where_it_stands():
    old = "percent: 40\n          share_class: B ordinary"
    text = changed(MYCSP, old, old.replace("40", "41"))

    (sentence,) = refused(text)

    assert sentence == (
        f"file.yaml, line {line_of(text, 'holdings:')}, bids.1.offer.holdings: "
        "The stakes add up to 101%, and must add up to exactly 100%: take 1% off."
    )


def test_numbers_stay_as_exact_as_they_are_written():
    file = read(changed(DAY_CENTRES, "least_employees_percent: 25", "least_employees_percent: 33.3333"), "file")

    assert str(file.competition.ownership_terms.least_employees_percent) == "33.3333"


def test_times_without_a_zone_are_those_of_london():
    said = read(changed(DAY_CENTRES, "2026-05-29 12:00+01:00", "2026-05-29 12:00"), "file")

    assert said == read(text_of(DAY_CENTRES), "file")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "line 1: a competition file starts with “format: partner-competition/1”"),
        ("just words", "line 1: a competition file starts with"),
        ("- a\n- b\n", "line 1: a competition file starts with"),
        ("a: 1\nb: [1, 2\nc: 3\n", "line 3: "),
        ("a: 1\n\tb: 2\n", "line 2: "),
        ("a: 1\nb: 2\na: 3\n", "line 3: “a” stands here twice"),
        ("a: &x [1]\nb: *x\n", "write it out there"),
        ("a: &x {b: 1}\nc:\n  <<: {d: 1}\n", "the name of a field should stand here"),
        ("? [a, b]\n: 1\n", "line 1: the name of a field should stand here"),
        ("a: !!python/object:os.system ls\n", "line 1: a word that begins with ! is not read here"),
        ("a: b\n---\nc: d\n", "line 2: a second file begins here"),
        ("a: b\nc: \x07\n", "line 2: a character that text files don’t hold"),
        ("[" * 5000, "nested too deeply"),
        ("1: a\n", "line 1, 1: the format has no such field"),
    ],
)
def test_what_is_no_competition_file_is_refused_with_its_line(text, words):
    assert any(words in sentence for sentence in refused(text)), refused(text)


def test_a_file_with_very_many_faults_tells_the_first_twenty():
    text = text_of(DAY_CENTRES) + "".join(f"field{number}: 1\n" for number in range(500))

    found = refused(text)

    assert len(found) == 21
    assert found[-1] == "And 480 more."


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: None, "can’t be read: No such file"),
        (lambda path: path.mkdir(), "can’t be read: Is a directory"),
        (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00"), "is not text, or not saved as Unicode"),
        (lambda path: path.write_bytes("format: x".encode("utf-16")), "is not text, or not saved as Unicode"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path, make, words):
    path = tmp_path / "file.yaml"
    make(path)

    with pytest.raises(Refusal, match=words):
        text_of(path)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "file.yaml"
    path.write_text("x" * 101)
    monkeypatch.setattr("spinouts.files.opening.MOST_BYTES", 100)

    with pytest.raises(Refusal, match="larger than"):
        text_of(path)


@pytest.mark.django_db
def test_what_an_action_refuses_is_told_with_the_line_of_the_deed_and_nothing_is_loaded(tmp_path, settings):
    text = changed(DAY_CENTRES, "bid_deadline: 2026-05-29", "bid_deadline: 2026-04-19")
    path = tmp_path / "file.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(Refusal) as caught:
        load(path)

    said = f"{path}, line {line_of(text, 'published:')}, competition.published: The deadline for bids, "
    assert caught.value.sentences[0].startswith(said)
    assert not Competition.objects.exists()
    assert not Council.objects.exists()
    assert not User.objects.exists()
    assert [each for each in settings.MEDIA_ROOT.rglob("*") if each.is_file()] == []


@pytest.mark.django_db
def test_the_same_file_twice_is_refused_with_what_to_do():
    load(DAY_CENTRES)

    with pytest.raises(Refusal) as caught:
        load(DAY_CENTRES)

    (sentence,) = caught.value.sentences
    assert sentence == (
        f"{DAY_CENTRES}, line {line_of(text_of(DAY_CENTRES), 'reference: day-centres-partner')}, "
        "competition.reference: there is a competition “day-centres-partner” here already, and loading a file never "
        "changes one. To load the file as another competition, give it another reference."
    )
    assert Competition.objects.count() == 1
