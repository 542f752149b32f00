"""What the rules of competitions and offers say of a file, told where it stands, before anything of it is lived."""

import re
from collections.abc import Iterator

from partners.domain import offer_checks
from procurement.domain import methodology, soundness
from procurement.domain.ownership_terms import OwnershipTerms
from procurement.domain.staff_ratings import StaffRules
from scoring.files import appraisals
from scoring.files.bidders import offer_of
from scoring.files.consistency import criteria_of, sections_of
from scoring.files.rows import Path
from scoring.files.schema import CompetitionFile
from scoring.files.schema_bids import OfferPart
from scoring.files.schema_council import CompetitionPart, CriterionPart, ScalePart, SectionPart


def unsound(file: CompetitionFile) -> list[tuple[Path, str]]:
    """What keeps an appraisal, a published competition or a submitted offer from being sound.

    Drafts may lack what they like.
    """
    found: list[tuple[Path, str]] = list(appraisals.unsound(file))
    if file.competition.published:
        found += _of_competition(file)
    for index, bid in enumerate(file.bids):
        if bid.submitted and bid.offer:
            found += _of_offer(("bids", index, "offer"), bid.offer)
    return found


def _of_competition(file: CompetitionFile) -> Iterator[tuple[Path, str]]:
    titles = {part.title: path for path, part in sections_of(file.competition.sections, ("competition", "sections"))}
    titles |= {part.title: path for path, part in criteria_of(file)}
    stage = file.competition.stage
    for sentence in soundness.problems_in_stage(
        methodology_in(file.competition), asks_offer=stage is None or stage.asks_offer
    ):
        yield _path_of(sentence, titles), sentence
    terms = file.competition.ownership_terms
    for sentence in OwnershipTerms(
        least_employees_percent=terms.least_employees_percent,
        most_partner_percent=terms.most_partner_percent,
        least_council_percent=terms.least_council_percent,
        permitted_forms=frozenset(form.value for form in terms.permitted_forms),
    ).problems():
        yield ("competition", "ownership_terms"), sentence


def _path_of(sentence: str, titles: dict[str, Path]) -> Path:
    if sentence.startswith("The scale"):
        return ("competition", "scales")
    if sentence.startswith("The tie-break"):
        return ("competition", "tie_break")
    named = re.search("“(.+?)”", sentence)
    return titles.get(named[1], ("competition", "sections")) if named else ("competition", "sections")


def _of_offer(path: Path, offer: OfferPart) -> Iterator[tuple[Path, str]]:
    for sentence in offer_checks.problems(offer_of(offer)):
        yield (*path, "holdings") if "stake" in sentence else path, sentence


def methodology_in(part: CompetitionPart) -> methodology.Methodology:
    """The methodology that the file describes. A scale that it lacks is None; `consistency` tells of that."""
    scales = {scale.name: _scale(scale) for scale in part.scales}
    return methodology.Methodology(
        tuple(_section(section, scales) for section in part.sections), tuple(part.tie_break), part.places
    )


def _scale(part: ScalePart) -> methodology.Scale:
    steps = [methodology.Step(step.score, step.label, step.descriptor) for step in part.steps]
    return methodology.Scale(part.name, tuple(sorted(steps, key=lambda step: step.value)))


def _section(part: SectionPart, scales: dict[str, methodology.Scale]) -> methodology.Section:
    return methodology.Section(
        reference=part.reference,
        title=part.title,
        weight=part.weight,
        minimum_percent=part.minimum_percent,
        children=(
            *(_criterion(each, scales) for each in part.criteria),
            *(_section(each, scales) for each in part.sections),
        ),
    )


def _criterion(part: CriterionPart, scales: dict[str, methodology.Scale]) -> methodology.Criterion:
    formula = part.formula
    return methodology.Criterion(
        reference=part.reference,
        title=part.title,
        kind=part.kind,
        weight=part.weight,
        scale=scales.get(part.scale) if part.scale else None,
        minimum_score=part.minimum_score,
        result=part.result,
        formula=methodology.Formula(formula.measure, formula.method, formula.zero_at, formula.full_at)
        if formula
        else None,
        staff=StaffRules(part.staff.least_ballots, part.staff.partners_named) if part.staff else None,
        shown_to_staff=part.shown_to_staff,
    )
