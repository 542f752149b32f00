from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.domain.exclusion_grounds import GROUNDS
from scoring.domain.exclusions import Finding, Listed, Status, minister_told_by, status_of

SEVERITY = [Status.NEITHER, Status.EXCLUDABLE, Status.EXCLUDED]
findings = st.lists(
    st.builds(Finding, st.sampled_from([each.reference for each in GROUNDS]), st.booleans(), st.booleans())
)


@pytest.mark.parametrize(
    ("found", "listed", "status"),
    [
        ([], Listed.NOT, Status.NEITHER),
        ([Finding("6-4", True, True)], Listed.NOT, Status.EXCLUDED),
        ([Finding("6-4", True, False)], Listed.NOT, Status.NEITHER),
        ([Finding("6-4", False, True)], Listed.NOT, Status.NEITHER),
        ([Finding("7-11", True, True)], Listed.NOT, Status.EXCLUDABLE),
        ([Finding("7-11", True, True), Finding("6-2", True, True)], Listed.NOT, Status.EXCLUDED),
        ([], Listed.MANDATORY, Status.EXCLUDED),
        ([], Listed.DISCRETIONARY, Status.EXCLUDABLE),
        ([Finding("6-4", True, False)], Listed.MANDATORY, Status.EXCLUDED),
    ],
)
def test_section_57(found, listed, status):
    assert status_of(found, listed) is status


@given(findings, findings, st.sampled_from(Listed))
def test_finding_more_never_makes_a_supplier_less_excluded(some, more, listed):
    assert SEVERITY.index(status_of([*some, *more], listed)) >= SEVERITY.index(status_of(some, listed))


def test_of_the_thirty_days_to_tell_a_minister_the_day_of_the_decision_is_the_first():
    assert minister_told_by(date(2026, 11, 2)) == date(2026, 12, 1)
