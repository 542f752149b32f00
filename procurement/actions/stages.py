"""A competition in several stages (s.20): planned in its draft, published with it, each begun after the one before."""

from collections.abc import Collection, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.actions import trail
from accounts.domain.references import new_reference
from accounts.domain.refusals import Refusal
from accounts.models import User
from procurement.actions import keys
from procurement.actions.criteria_copies import copy_criteria
from procurement.actions.drafts import lock_draft
from procurement.domain.clocks import ShorterPeriod, earliest_deadline, shortest_tendering_period
from procurement.domain.dates import day_in_words, in_words
from procurement.domain.lifecycle import CompetitionState, check_move
from procurement.domain.stages import kinds
from procurement.models import Competition, Criterion, Document, KeyDivision, later_stages, record_of, stages_of

OF_THE_WHOLE = (
    "summary",
    "contract_years",
    "extension_years",
    "estimated_value_amount",
    "is_light_touch",
    "asks_supplier_information",
    "least_employees_percent",
    "most_partner_percent",
    "least_council_percent",
    "permitted_forms",
    "award_expected_on",
    "contract_starts_on",
)
"""What is the same in every stage: it is written in the first one."""
ASSESSING = ("offers_wait", "low_below_others_percent", "low_below_estimate_percent")
"""How offers are read: a later stage begins with what the draft says, to be changed there."""
MOST_LETTERS_OF_A_TITLE = 200
LONDON = ZoneInfo("Europe/London")


@transaction.atomic
def plan(
    competition: Competition,
    *,
    participation: bool,
    rounds: int,
    by: User,
    at: datetime,
    references: Sequence[str] = (),
) -> None:
    """Plan the stages of a draft, which becomes the first of them; each later one begins with its criteria.

    `references` are what the later ones are called in addresses; they get new ones where none are given.
    """
    competition = lock_draft(competition)
    planned = kinds(participation=participation, rounds=rounds)
    if competition.stage_kind:
        if [stage.kind for stage in stages_of(competition)] == planned:
            return
        raise Refusal("The stages are planned already. Go back to one stage first, then plan them anew.")
    competition.stage_kind = planned[0].value
    assessing = {name: getattr(competition, name) for name in ASSESSING}
    competition.offers_wait = competition.offers_wait and competition.asks_offer
    competition.save(update_fields=["stage_kind", "offers_wait"])
    before = competition
    for number, kind in enumerate(planned[1:]):
        stage = Competition(service=competition.service, follows=before, stage_kind=kind.value, **assessing)
        stage.reference = references[number] if references else new_reference()
        stage.title = competition.title
        stage.save(force_insert=True)
        copy_criteria(competition, stage)
        before = stage
    share(competition)
    _record("procurement.plan_stages", competition, by, at, stages=[kind.value for kind in planned])


@transaction.atomic
def unplan(competition: Competition, *, by: User, at: datetime) -> None:
    """Go back to one stage: the later ones are taken away with their criteria. Twice does no harm."""
    competition = lock_draft(competition)
    if competition.follows_id is not None:
        raise Refusal("Go to the first stage to change how many there are.")
    if not competition.stage_kind:
        return
    later = later_stages(competition)
    if Document.objects.filter(competition__in=later).exists():
        raise Refusal("A later stage has documents. Remove them first, so that none is lost by mistake.")
    if KeyDivision.objects.filter(competition__in=later).exists():
        raise Refusal("The key of a later stage is divided. Keep it whole first, then go back to one stage.")
    if not competition.asks_offer:
        # It asked for no offer meanwhile, so how offers are read stood in the stage after it.
        for name in ASSESSING:
            setattr(competition, name, getattr(later[0], name))
    for stage in reversed(later):
        Criterion.objects.filter(competition=stage).delete()
        stage.delete()
    competition.stage_kind = ""
    competition.most_going_on = competition.least_going_on = competition.least_marks_going_on = None
    competition.save()
    _record("procurement.unplan_stages", competition, by, at)


def is_of_the_stage(names: Collection[str]) -> bool:
    """Whether all these fields are a stage's own, so that they may be changed in a later one."""
    return not {"title", *OF_THE_WHOLE} & set(names)


def share(first: Competition) -> None:
    """Write what is of the whole competition into its later stages, which are drafts like it."""
    for each in stages_of(first)[1:]:
        stage = each.competition
        for name in OF_THE_WHOLE:
            setattr(stage, name, getattr(first, name))
        ending = f" (stage {each.number}: {each.kind.noun})"
        stage.title = f"{first.title[: MOST_LETTERS_OF_A_TITLE - len(ending)]}{ending}"
        stage.save()


def announce(first: Competition, *, at: datetime) -> None:
    """Publish the later stages with the first, whose row is locked: all can read them, and none takes bids yet."""
    for stage in later_stages(first):
        check_move(stage.stage, CompetitionState.ANNOUNCED)
        stage.state, stage.published_at = CompetitionState.ANNOUNCED.value, at
        stage.published_service = record_of(stage.service)
        stage.save()


@transaction.atomic
def begin(
    stage: Competition, *, bid_deadline: datetime, questions_deadline: datetime, by: User, at: datetime
) -> tuple[Competition, bool]:
    """Begin a later stage: make its key, and take bids until the deadline. Returns it, and whether it is new.

    Deadlines are never earlier than those that were published. The key is made and tried as at a publication.
    """
    rows = Competition.objects.select_for_update(of=("self",), no_key=True).select_related("service__council")
    stage = rows.get(pk=stage.pk)
    before = stage.follows
    if stage.state == CompetitionState.PUBLISHED and (stage.bid_deadline, stage.questions_deadline) == (
        bid_deadline,
        questions_deadline,
    ):
        return stage, False
    if before is None or stage.state != CompetitionState.ANNOUNCED:
        raise Refusal("Only a later stage that has not begun can be begun.")
    if before.state != CompetitionState.SHORTLISTED:
        raise Refusal(f"Decide first who goes on from “{before}”.")
    if found := wrong_deadlines(stage, bid_deadline, questions_deadline, at):
        raise Refusal(*found)
    published = {"published_bid_deadline": stage.bid_deadline, "published_questions_deadline": stage.questions_deadline}
    keys.make(stage)
    stage.state = CompetitionState.PUBLISHED.value
    stage.bid_deadline = max(bid_deadline, stage.bid_deadline or bid_deadline)
    stage.questions_deadline = questions_deadline
    stage.save()
    deadlines = {"bid_deadline": bid_deadline.isoformat(), "questions_deadline": questions_deadline.isoformat()}
    deadlines |= {name: instant.isoformat() for name, instant in published.items() if instant}
    trail.record("procurement.begin_stage", stage, trail=stage.reference, by=by, at=at, **deadlines)
    return stage, True


def wrong_deadlines(stage: Competition, bids: datetime, questions: datetime, at: datetime) -> list[str]:
    """What is wrong with the deadlines of a stage that is to begin now, in sentences (s.54)."""
    found = []
    # People type no seconds.
    if stage.bid_deadline and bids < stage.bid_deadline.replace(second=0, microsecond=0):
        found.append(f"The deadline for bids can’t be before the published one, {in_words(stage.bid_deadline)}.")
    if not at < questions < bids:
        found.append("The deadline for questions must lie ahead, and before the deadline for bids.")
    days = shortest_tendering_period(stage.is_light_touch, grounds=[ShorterPeriod.PRE_SELECTED])
    earliest = earliest_deadline(at.astimezone(LONDON).date(), days)
    if bids.astimezone(LONDON).date() < earliest:
        found.append(
            f"The deadline for bids must be {day_in_words(earliest)} or later: those who went on must have at least "
            f"{days} days, unless the contract is a light touch one (Procurement Act 2023, s.54)."
        )
    return found


def abandon_later(competition: Competition, *, reasons: str, at: datetime) -> None:
    """What is not begun ends with the stage before it."""
    for stage in later_stages(competition):
        check_move(stage.stage, CompetitionState.ABANDONED)
        stage.state, stage.abandoned_at, stage.abandoned_because = CompetitionState.ABANDONED.value, at, reasons
        stage.save(update_fields=["state", "abandoned_at", "abandoned_because"])


def check_may_be_abandoned(competition: Competition) -> None:
    """A stage that waits for the one before it isn't abandoned alone."""
    before = competition.follows
    if before is not None and before.state != CompetitionState.SHORTLISTED:
        raise Refusal(f"This stage waits for “{before}”. Abandon that one: the later stages end with it.")


def _record(verb: str, competition: Competition, by: User, at: datetime, **details: list[str]) -> None:
    trail.record(verb, competition, trail=competition.reference, by=by, at=at, **details)
