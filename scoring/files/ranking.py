"""The ranking that a competition file leads to, computed from the file alone: no database, and no deed is lived."""

from collections import defaultdict
from decimal import Decimal

from accounts.domain.refusals import Refusal
from partners.domain import offers
from procurement.domain.figures import Number
from procurement.domain.methodology import Measure, criteria
from procurement.domain.staff_ratings import StaffRatings
from scoring.domain import staff_ballots
from scoring.domain.ranking import Ranking, rank
from scoring.domain.sensitivity.leaving_out import PanelScore
from scoring.domain.sheet import BidFigures
from scoring.files.bidders import offer_of
from scoring.files.low_offers import disregarded_in
from scoring.files.moderation import on_a_scale
from scoring.files.schema import CompetitionFile
from scoring.files.schema_bids import BidPart
from scoring.files.soundness import methodology_in
from scoring.files.voting import count_in


def ranking_in(file: CompetitionFile) -> Ranking:
    """The file's submitted bids ranked by what the panel agreed and what they offer. A bid's reference is its name.

    Of a file in several stages those of the first: `file.stages()` gives each of them.
    Raises Refusal with everything that is missing, and if no bid was submitted.
    """
    methodology = methodology_in(file.competition)
    computed = {each.reference for each in criteria(methodology) if each.result.is_computed}
    agreed: dict[str, dict[str, Decimal]] = defaultdict(dict)
    given: dict[str, dict[str, tuple[Decimal, ...]]] = defaultdict(dict)
    for part in sorted(file.moderation, key=lambda each: each.at):
        if part.criterion in computed:
            told = tuple(sorted(part.given)) or _given(file, part.organisation, part.criterion)
            given[part.organisation][part.criterion] = told
        else:
            agreed[part.organisation][part.criterion] = on_a_scale(part.score)
    asks_offer = file.competition.stage is None or file.competition.stage.asks_offer
    submitted = [bid for bid in file.bids if bid.submitted and (bid.offer or not asks_offer)]
    if not submitted:
        what = "submitted bid with an offer" if asks_offer else "request to participate"
        raise Refusal(f"The file has no {what}, so there is nothing to rank.")
    rated = _rated_in(file)
    figures = [
        BidFigures(
            bid=bid.organisation,
            name=bid.organisation,
            scores=agreed[bid.organisation],
            measures=_measures(bid) if asks_offer else {},
            ratings=rated.get(bid.organisation, {}),
            given=given[bid.organisation],
        )
        for bid in submitted
    ]
    ranked = {bid.organisation for bid in submitted}
    aside = {name: why for name, why in disregarded_in(file).items() if name in ranked}
    return rank(methodology, figures, aside)


def _measures(bid: BidPart) -> dict[Measure, Number]:
    measured = offers.measures(offer_of(bid.offer)) if bid.offer else {}
    return {Measure(measure): value for measure, value in measured.items()}


def _given(file: CompetitionFile, organisation: str, criterion: str) -> tuple[Decimal, ...]:
    """What those who locked gave in the end, the lowest first: changes after the lock too."""
    found = []
    for seat in file.panel:
        for score in seat.scores if seat.locked_at else ():
            value = score.changes[-1].score if score.changes else score.score
            if (score.organisation, score.criterion) == (organisation, criterion) and value is not None:
                found.append(value)
    return tuple(sorted(found))


def _rated_in(file: CompetitionFile) -> dict[str, dict[str, StaffRatings]]:
    """What the count of the ballot of staff gives each bid, by name and then by criterion."""
    part = file.staff_ballot
    if part is None or part.counted is None:
        return {}
    asked = [each for each in criteria(methodology_in(file.competition)) if each.staff]
    return staff_ballots.ratings_in(count_in(part, part.counted, asked, str))


def panel_scores_in(file: CompetitionFile) -> list[PanelScore]:
    """What those who locked had given, by the e-mail address of each."""
    return [
        PanelScore(seat.person, score.organisation, score.criterion, score.score)
        for seat in file.panel
        if seat.locked_at
        for score in seat.scores
        if score.score is not None
    ]
