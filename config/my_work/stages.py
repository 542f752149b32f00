"""The next tasks where a competition goes from stage to stage: of its council, and of those who go on."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef

from accounts.domain.roles import CouncilRole
from accounts.models import User
from config.my_work.tasks import Task, link
from partners.models import Admission, Bid, Intention
from procurement.domain.dates import in_words
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition

# A later stage takes over the panel when it begins.
WITHOUT_PANEL = {CompetitionState.ANNOUNCED, CompetitionState.SHORTLISTED}


def stage_to_begin(competition: Competition, role: CouncilRole, user: User) -> Iterator[Task]:
    """A later stage whose turn it is; it comes with the one that it follows, and with proposed refinements."""
    before = competition.follows
    if before is None or before.state != CompetitionState.SHORTLISTED:
        return
    for each in competition.proposed_refinements:  # type: ignore[attr-defined]
        publishes = role in {CouncilRole.LEAD_OFFICER, CouncilRole.APPROVER} and each.proposed_by_id != user.pk
        words = "Read and publish" if publishes else "A second person publishes"
        refining = link("scoring:refinement", competition.reference)
        detail = "The stage begins once they are published or set aside."
        yield Task(f"{words} the refined criteria of “{competition}”", refining, detail, is_done=not publishes)
        return
    is_lead = role == CouncilRole.LEAD_OFFICER
    words = f"Begin “{competition}”" if is_lead else f"A lead officer begins “{competition}”"
    shortlist = link("scoring:shortlist", before.reference)
    yield Task(words, shortlist, "It is decided who goes on.", tag="Next stage", is_done=not is_lead)


def stage_to_end(competition: Competition, role: CouncilRole) -> Task:
    """A stage that is ranked and has another after it."""
    is_lead = role == CouncilRole.LEAD_OFFICER
    words = "Decide who goes on from" if is_lead else "The lead officer decides who goes on from"
    shortlist = link("scoring:shortlist", competition.reference)
    return Task(f"{words} “{competition}”", shortlist, tag="Ranked", is_done=not is_lead)


def stages_to_bid_in(user: User, bids: Sequence[Bid], at: datetime) -> Iterator[tuple[int, Task]]:
    """Later stages that an organisation of the person went on to, and has neither begun a bid in nor declined.

    With the key of the organisation, in one query.
    """
    declined = Intention.objects.filter(
        competition=OuterRef("competition"), organisation=OuterRef("organisation"), declined_at__isnull=False
    )
    begun = {(bid.competition_id, bid.organisation_id) for bid in bids}
    rows = (
        Admission.objects.filter(organisation__members__user=user, competition__bid_deadline__gte=at)
        .filter(competition__state=CompetitionState.PUBLISHED.value)
        .exclude(competition__service__council__in=user.council_roles.values("council"))
        .filter(~Exists(declined))
        .select_related("competition")
    )
    for each in rows:
        if (each.competition_id, each.organisation_id) not in begun and each.competition.bid_deadline:
            detail = f"You went on to this stage. The deadline is {in_words(each.competition.bid_deadline)}."
            start = link("partners:bid_start", each.competition.reference)
            yield each.organisation_id, Task(f"Start your bid for “{each.competition}”", start, detail, tag="Invited")
