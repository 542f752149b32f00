"""What is wrong with a criterion that staff of the service rate, and what an officer should know first."""

from collections.abc import Iterator

from procurement.domain.figures import exactly
from procurement.domain.methodology import Criterion, Methodology, Section, criteria, walk
from procurement.domain.staff_ratings import FEWEST

_HEAVY = 20


def staff_criterion(criterion: Criterion) -> Iterator[str]:
    """What is wrong with the criterion by itself."""
    title = criterion.title
    if criterion.formula or criterion.minimum_score is not None:
        yield f"“{title}” is rated by staff, so it takes neither a formula nor a least score."
    if criterion.scale is None:
        yield f"“{title}” needs a scale of ratings."
    if criterion.staff is None or criterion.staff.least_ballots < FEWEST:
        yield f"“{title}” may count only from {FEWEST} ballots, so that nobody’s rating can be told."


def staff_problems(methodology: Methodology) -> Iterator[str]:
    """What is wrong with the ballot as a whole."""
    all_criteria = criteria(methodology)
    rated = [each for each in all_criteria if each.staff]
    if not rated:
        return
    if len({each.staff for each in rated}) > 1:
        titles = " and ".join(f"“{each.title}”" for each in rated)
        yield f"{titles} stand on one ballot, so the fewest ballots, and whether bidders are named, must be the same."
    if not any(each.shown_to_staff for each in all_criteria):
        yield f"“{rated[0].title}” is rated by staff, who would read nothing: choose the answers that they read."
    for _, part in walk(methodology):
        if isinstance(part, Section) and part.minimum_percent is not None:
            yield from _in_least_share(part)


def staff_warnings(criterion: Criterion) -> Iterator[str]:
    """What is allowed, but should be thought through first."""
    title = criterion.title
    if criterion.is_advisory:
        yield (
            f"“{title}” is advisory: it earns no marks, and no score may change because of it. The page of the "
            "competition says so."
        )
        return
    yield (
        f"Staff who rate “{title}” may own part of the company and work for the partner. A criterion must concern what "
        "is bought, be clear, and be no vote on who is liked (Procurement Act 2023, s.23(2)): ask about something that "
        "staff can judge from what they read, the same of each bid (s.12(2))."
    )
    if criterion.weight > _HEAVY:
        yield (
            f"“{title}” weighs {exactly(criterion.weight)}% of its section. The more a ballot weighs, the more bidders "
            "may have to complain of: staff give no reasons, so its assessment summary can tell only the mean (s.50)."
        )


def _in_least_share(section: Section) -> Iterator[str]:
    for each in criteria(Methodology((section,))):
        if each.staff and not each.is_advisory:
            yield (
                f"“{section.title}” cannot have a least share of its marks while “{each.title}” is rated by staff: "
                "with too few ballots every bid would lose those marks, and might fail for it."
            )
