from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db import transaction

from accounts.actions import trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.domain import offers
from partners.models import Bid, Submission
from procurement.domain.lifecycle import CompetitionState, check_move
from procurement.domain.methodology import Measure
from procurement.models import Competition, methodology_of
from scoring.actions import exclusions, interests, late_bids, low_offers, quality_checks, staff_voting
from scoring.domain import ranking as domain
from scoring.domain import ranking_record
from scoring.domain.decisions import AwardState
from scoring.domain.sheet import BidFigures
from scoring.models import Assignment, Award, ConsensusScore, Ranking


@transaction.atomic
def rank(competition: Competition, *, by: User, at: datetime) -> Ranking:
    """Rank the opened bids from what the panel agreed and what the offers hold, and freeze it with all it follows from.

    Refused with everything that is missing. Ranking again, before an award, makes a new one with the next number,
    unless nothing has changed since the last.
    """
    competition = locked(competition)
    _check_stage(competition)
    content = content_now(competition)
    mark = fingerprint(content)
    last = latest(competition)
    if last and last.fingerprint == mark and competition.state == CompetitionState.RANKED:
        return last
    ranking = Ranking.objects.create(
        competition=competition,
        number=last.number + 1 if last else 1,
        made_by=by,
        made_at=at,
        content=content,
        fingerprint=mark,
    )
    competition.state = CompetitionState.RANKED.value
    competition.save(update_fields=["state"])
    trail.record(
        "scoring.rank",
        f"Ranking {ranking.number}",
        trail=competition.reference,
        by=by,
        at=at,
        number=ranking.number,
        fingerprint=mark,
        bids=len(content["bids"]),
    )
    return ranking


def locked(competition: Competition) -> Competition:
    """The competition's row, held until the transaction ends: what is decided about it is decided one after another."""
    rows = Competition.objects.select_for_update(of=("self",)).select_related("service__council")
    return rows.get(pk=competition.pk)


def latest(competition: Competition) -> Ranking | None:
    return Ranking.objects.filter(competition=competition).order_by("-number").first()


def problems(competition: Competition) -> list[str]:
    """Everything that stands between the competition and a ranking, in sentences; none if it can be ranked now."""
    try:
        _check_stage(competition)
        content_now(competition)
    except Refusal as refusal:
        return list(refusal.sentences)
    return []


def is_current(ranking: Ranking) -> bool:
    """Whether the bids would be ranked the same now: no score was agreed anew since."""
    try:
        return fingerprint(content_now(ranking.competition)) == ranking.fingerprint
    except Refusal:
        return False


def is_same_again(ranking: Ranking) -> bool:
    """Whether the frozen record is untouched, and the arithmetic gives the same from its inputs alone."""
    try:
        again = ranking_record.recompute(ranking.content)
    except (Refusal, KeyError, ValueError, ArithmeticError):
        return False
    return again == ranking.content and fingerprint(ranking.content) == ranking.fingerprint


def content_now(competition: Competition) -> ranking_record.Content:
    """The ranking's record as the rows stand now. Refused with everything that is missing."""
    if competition.opened_at and not competition.shows_offers:
        raise Refusal("The offers are closed until every quality score is agreed and two officers have opened them.")
    waiting = [
        *late_bids.undecided(competition),
        *exclusions.undecided(competition),
        *interests.unanswered(competition),
        *not_locked(competition),
        *quality_checks.missing(competition),
        *staff_voting.missing(competition),
        *low_offers.undecided(competition),
    ]
    try:
        figures, disregarded = figures_of(competition), low_offers.disregarded(competition)
        ranked = domain.rank(methodology_of(competition), figures, disregarded)
    except Refusal as refusal:
        raise Refusal(*waiting, *refusal.sentences) from None
    if waiting:
        raise Refusal(*waiting)
    return ranking_record.to_content(ranked)


def figures_of(competition: Competition) -> list[BidFigures]:
    """What each opened bid is ranked by: its agreed scores, the numbers of its offer, and what staff gave it."""
    submissions = counted_submissions(competition)
    if not submissions:
        raise Refusal("No bid was in when the bids were opened, so there is nothing to rank.")
    scores, given = _agreed_in(competition)
    rated = staff_voting.ratings_of(competition)
    return [
        BidFigures(
            bid=submission.bid.reference,
            name=submission.whole()["organisation"]["name"],
            scores=scores[submission.bid_id],
            measures=_measures(submission) if competition.asks_offer else {},
            ratings=rated.get(submission.bid.reference, {}),
            given=given[submission.bid_id],
        )
        for submission in submissions
    ]


def _measures(submission: Submission) -> dict[Measure, Decimal | Fraction]:
    measured = offers.measures(offers.from_content(submission.whole()["offer"]))
    return {Measure(name): value for name, value in measured.items()}


def judged_figures(competition: Competition, disregarded: Collection[str]) -> list[BidFigures]:
    """The agreed scores of each opened bid that still stands, without its offer, which may be closed. Two queries."""
    scores, given = _agreed_in(competition)
    bids = Bid.objects.opened(competition).exclude(reference__in=disregarded).order_by("organisation__name", "pk")
    return [BidFigures(bid.reference, str(bid.organisation), scores[bid.pk], given=given[bid.pk]) for bid in bids]


Given = Mapping[int, Mapping[str, tuple[Decimal, ...]]]


def _agreed_in(competition: Competition) -> tuple[Mapping[int, Mapping[str, Decimal]], Given]:
    """What the panel agreed and, where a mean or median is published, the locked scores that it is of; by bid."""
    scores: dict[int, dict[str, Decimal]] = defaultdict(dict)
    given: dict[int, dict[str, tuple[Decimal, ...]]] = defaultdict(dict)
    agreed = ConsensusScore.objects.current(competition)
    for bid, criterion, value, locked_scores in agreed.values_list("bid_id", "criterion__reference", "value", "given"):
        if locked_scores:
            given[bid][criterion] = tuple(Decimal(each) for each in locked_scores)
        else:
            scores[bid][criterion] = value
    return scores, given


def counted_submissions(competition: Competition) -> Sequence[Submission]:
    """The submission that counts of each opened bid, in one query."""
    opened = competition.bids.model.objects.opened(competition)
    return list(Submission.objects.filter(bid__in=opened, superseded_at=None).select_related("bid").order_by("bid"))


def _check_stage(competition: Competition) -> None:
    if competition.state != CompetitionState.RANKED:
        check_move(CompetitionState(competition.state), CompetitionState.RANKED)
    if Award.objects.filter(competition=competition).exclude(state=AwardState.RETURNED.value).exists():
        raise Refusal(
            "An award has been proposed from the last ranking, so the bids can't be ranked again.",
            "Ask the approver to send the proposal back first.",
        )


def not_locked(competition: Competition) -> list[str]:
    """Who has not locked their scores, in sentences."""
    waiting = Assignment.objects.of(competition).waiting().order_by("member__user__name")
    names = list(dict.fromkeys(waiting.values_list("member__user__name", flat=True)))
    return [f"{name} has not locked their scores yet." for name in names]
