"""Whatever a file holds, writing and reading it gives the same."""

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from procurement.domain.methodology import CriterionKind, Measure, Method
from scoring.files.reading import read
from scoring.files.schema import CompetitionFile
from scoring.files.writing import to_yaml
from spinouts.domain.forms import LegalForm
from spinouts.domain.options import AppraisalOption

WHO = "olive@council.example"
# Everything that a database can hold.
letters = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
awkward = st.sampled_from(
    ["no", "1e3", "12:30", "2026-01-01", "- a", "a: b", "#", "*x", "&y", "'", '"', "\\", "🌻", "~"]
)
texts = st.one_of(
    st.text(letters, max_size=200),
    st.lists(st.one_of(awkward, st.text("ab \n\t:-#'\"", max_size=80)), max_size=12).map("\n".join),
    st.text("word ", min_size=100, max_size=400),
)
names = st.one_of(awkward, st.text(letters, min_size=1, max_size=60)).filter(lambda name: name.strip())
instants = st.datetimes(datetime(1901, 1, 1), datetime(2199, 1, 1)).map(lambda each: each.replace(tzinfo=UTC))  # noqa: DTZ001
percents = st.decimals(0, 100, places=4)
amounts = st.decimals(0, Decimal(10) ** 11, places=2)


@st.composite
def appraisals(draw, deed):
    """An appraisal in which much may be missing."""
    options = st.lists(st.sampled_from(AppraisalOption), unique=True)
    return {
        "years": draw(st.integers(1, 30)),
        "discount_percent": draw(st.decimals(0, 100, places=2)),
        "discount_source": draw(texts.filter(str.strip)),
        "criteria": [
            {
                "reference": f"c-{number}",
                "name": draw(names),
                "weight": draw(st.decimals(0, 100, places=2)),
                "five_means": draw(texts),
                "scores": [
                    {"option": option, "score": draw(st.none() | st.integers(0, 5)), "reasons": f"Why: {draw(texts)}"}
                    for option in draw(options)
                ],
            }
            for number in range(draw(st.integers(0, 2)))
        ],
        "ownership": [
            {"option": option, "employees": stake, "partner": 100 - stake, "notes": draw(texts)}
            for option in draw(options)
            for stake in [draw(st.integers(0, 100))]
        ],
        "money": [
            {"option": option, "yearly_costs": draw(st.lists(amounts, max_size=3)), "loans": draw(st.none() | amounts)}
            for option in draw(options)
        ],
        "appraised": deed,
    }


@st.composite
def drafts(draw):
    """A draft with a service, a scale, and criteria of each kind: nothing in it needs to be sound."""
    at = draw(instants)
    deed = {"by": WHO, "at": at}
    count = draw(st.integers(0, 4))
    criteria = [
        {
            "reference": f"c-{number}",
            "title": draw(names),
            "question": draw(texts),
            "kind": draw(st.sampled_from(CriterionKind)),
            "weight": draw(percents),
            "formula": {
                "measure": draw(st.sampled_from(Measure)),
                "method": draw(st.sampled_from(Method)),
                "zero_at": draw(st.none() | amounts),
                "full_at": draw(st.none() | amounts),
            },
        }
        for number in range(count)
    ]
    return CompetitionFile.model_validate(
        {
            "format": "partner-competition/1",
            "people": [{"email": WHO, "name": draw(names)}],
            "council": {"name": draw(names), "address": draw(texts), "members": [{"person": WHO, "role": "officer"}]},
            "service": {
                "name": draw(names),
                "description": draw(texts),
                "annual_cost": draw(amounts),
                "headcount": draw(st.integers(0, 10**9)),
                "full_time_equivalents": draw(st.decimals(0, 1000, places=2)),
                "options": [
                    {"option": option, "for_it": draw(texts), "preferred": draw(st.booleans())}
                    for option in draw(st.lists(st.sampled_from(AppraisalOption), unique=True))
                ],
                "described": deed,
                "appraisal": draw(st.none() | appraisals(deed)),
            },
            "competition": {
                "reference": "a-competition",
                "title": draw(names),
                "summary": draw(texts),
                "ownership_terms": {
                    "least_employees_percent": draw(st.none() | percents),
                    "permitted_forms": draw(st.lists(st.sampled_from(LegalForm), unique=True)),
                },
                "sections": [{"reference": "s", "title": draw(names), "weight": draw(percents), "criteria": criteria}],
                "bid_deadline": draw(st.none() | instants),
                "award_expected_on": draw(st.none() | st.dates(date(1901, 1, 1), date(2199, 1, 1))),
                "documents": [
                    {
                        "title": f"Document {number}",
                        "name": draw(names),
                        "text": draw(st.text(letters)),
                        "uploaded": deed,
                    }
                    for number in range(draw(st.integers(0, 2)))
                ],
                "drafted": deed,
            },
        }
    )


@given(drafts())
def test_a_file_that_is_written_reads_as_the_same_file(file):
    assert read(to_yaml(file), "file.yaml") == file


@given(drafts())
def test_writing_twice_writes_the_same(file):
    assert to_yaml(read(to_yaml(file), "file.yaml")) == to_yaml(file)
