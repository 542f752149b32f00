"""A stage ends: who goes on follows from its ranking by the published rule, and everybody is told their own result."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.actions import trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions import admissions
from partners.actions.bid_letters import tell
from partners.models import Bid
from procurement.domain.lifecycle import CompetitionState, check_move
from procurement.domain.stages import Outcome, lacks, shortlist
from procurement.models import Competition, next_stage
from scoring.actions import rankings
from scoring.domain import ranking_record
from scoring.domain.stage_results import in_words, read_result, result_of, standings_of
from scoring.models import ConsensusScore, OpenedBid, Ranking, Shortlist, ShortlistedBid

NOBODY = "Nobody goes on by the published rule, so there is no next stage: abandon the competition, and say why (s.55)."


def outcomes_of(ranking: Ranking) -> list[Outcome]:
    """Who would go on from this ranking by the rule of its stage."""
    return shortlist(ranking.competition.going_on, standings_of(ranking_record.from_content(ranking.content)))


def problems(competition: Competition, ranking: Ranking | None) -> list[str]:
    """What stands between the stage and its shortlist, in sentences."""
    if ranking is None or competition.state == CompetitionState.OPENED:
        return ["The bids of this stage have not been ranked yet: make the ranking first."]
    if not rankings.is_current(ranking):
        return ["A score was agreed anew after the last ranking: rank the bids again first."]
    return [] if any(each.goes_on for each in outcomes_of(ranking)) else [NOBODY]


def must_say_why(competition: Competition, outcomes: Sequence[Outcome]) -> str:
    """What the lead officer has to give reasons for, if anything."""
    if missing := lacks(competition.going_on, outcomes):
        return (
            f"{missing} fewer than the published least number of {competition.going_on.least} would go on. Say why the "
            "council goes on all the same, or abandon the competition."
        )
    return ""


@transaction.atomic
def decide(competition: Competition, *, reasons: str, by: User, at: datetime) -> Shortlist:
    """End the stage: freeze who goes on and why, admit them to the next one, and tell every bidder its own result.

    A second press of the button changes nothing.
    """
    competition = rankings.locked(competition)
    if standing := Shortlist.objects.filter(competition=competition).first():
        return standing
    to = next_stage(competition)
    if to is None:
        raise Refusal("No stage follows this one: its ranking leads to the award.")
    ranking = rankings.latest(competition)
    if found := problems(competition, ranking):
        raise Refusal(*found)
    check_move(competition.stage, CompetitionState.SHORTLISTED)
    if ranking is None:
        raise ValueError("Whoever is ranked has a ranking.")
    check_reads_all(competition, by, "decides who goes on")
    outcomes = outcomes_of(ranking)
    if (asked := must_say_why(competition, outcomes)) and not reasons.strip():
        raise Refusal(asked)
    made = Shortlist.objects.create(
        competition=competition,
        ranking=ranking,
        rule=competition.going_on.in_words,
        reasons=reasons.strip(),
        decided_by=by,
        decided_at=at,
    )
    competition.state = CompetitionState.SHORTLISTED.value
    competition.save(update_fields=["state"])
    rows = _freeze(made, outcomes)
    for row in rows:
        if row.goes_on:
            admissions.admit(row.bid, to, by=by, at=at)
        _tell(row, to, at)
    _record(made, rows)
    return made


def check_reads_all(competition: Competition, by: User, does: str) -> None:
    """Who may not read one of the bids, for an interest in its bidder, does nothing that tells of all of them."""
    opened = Bid.objects.opened(competition)
    if opened.exclude(pk__in=OpenedBid.objects.visible_to(by).order_by().values("pk")).exists():
        raise Refusal(
            f"There is a bid that you may not read, so somebody else {does}.",
            "You sit on the panel without having declared, or you have an interest in a bidder.",
        )


def _freeze(made: Shortlist, outcomes: Sequence[Outcome]) -> list[ShortlistedBid]:
    """A row for each bid of the ranking, with its own result."""
    ranking = ranking_record.from_content(made.ranking.content)
    reasons: dict[str, dict[str, str]] = defaultdict(dict)
    agreed = ConsensusScore.objects.current(made.competition).values_list(
        "bid__reference", "criterion__reference", "reasons"
    )
    for bid, criterion, words in agreed:
        reasons[bid][criterion] = words
    places = {each.bid: each.place for each in ranking.bids}
    rows = Bid.objects.opened(made.competition).select_related("competition__service__council")
    bids = {bid.reference: bid for bid in rows}
    return [
        ShortlistedBid.objects.create(
            shortlist=made,
            bid=bids[each.bid],
            place=places[each.bid],
            goes_on=each.goes_on,
            reason=each.reason,
            result=result_of(ranking, each.bid, reasons[each.bid]),
        )
        for each in outcomes
    ]


def _tell(row: ShortlistedBid, to: Competition, at: datetime) -> None:
    bid, competition = row.bid, row.bid.competition
    if row.goes_on:
        subject = f"You go on to the next stage: {competition}"
        said = (
            f"Your bid goes on to the next stage: “{to}”. {competition.council} will invite you to bid in it, and say "
            "until when. Nothing needs doing before that."
        )
    else:
        subject = f"Your bid does not go on: {competition}"
        said = f"Your bid does not go on to the next stage. {row.reason} Thank you for the work that you put into it."
    body = (
        f"The bids in “{competition}” have been assessed. {said}\n\n"
        f"The published rule: {row.shortlist.rule}\n\n"
        f"{in_words(read_result(row.result))}\n\n"
        "You can read this on the page of your bid too. What you submitted is kept as it is.\n"
    )
    tell(bid, subject, body, at)


def _record(made: Shortlist, rows: Sequence[ShortlistedBid]) -> None:
    competition = made.competition
    trail.record(
        "scoring.shortlist",
        competition,
        trail=competition.reference,
        by=made.decided_by,
        at=made.decided_at,
        ranking=made.ranking.number,
        rule=made.rule,
        go_on=[row.bid.reference for row in rows if row.goes_on],
        do_not_go_on=[row.bid.reference for row in rows if not row.goes_on],
        reasons=made.reasons,
    )
