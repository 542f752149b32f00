from collections import defaultdict
from dataclasses import dataclass, field

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import UserRequest, requires
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.domain.last_day import Deed, Run, runs
from partners.models import Bid, LastDayEntry
from partners.views.downloads import download_of
from procurement.models import Competition, offered_in
from scoring.actions.envelopes import CLOSED
from scoring.actions.late_bids import decisions_of
from scoring.models import LateDecision, OpenedLateAttempt


@dataclass
class Late:
    """All that is shown of one bid of which something came late. `press` is the submission to be decided on."""

    bid: Bid
    attempts: list[OpenedLateAttempt] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)
    """The keys of those that may tell of its offer, while offers are closed: nothing of them is shown."""
    press: OpenedLateAttempt | None = None
    decision: LateDecision | None = None
    log: list[Run[LastDayEntry]] = field(default_factory=list)


@require_GET
@requires("scoring.view_late_attempts", Competition)
def late_attempts(request: UserRequest, competition: Competition) -> HttpResponse:
    """What came too late, whole, bid by bid, with what was decided on each; for those who do not judge."""
    found = late_bids_of(request.user, competition)
    _add_logs(found)
    context = {"competition": competition, "late": found, "beside": decisions_beside(found)}
    return render(request, "scoring/late_attempt_list.html", context)


@require_GET
@requires("scoring.read_late_attempt", OpenedLateAttempt)
def file(request: UserRequest, attempt: OpenedLateAttempt) -> FileResponse:
    if not attempt.file:
        raise Http404
    if attempt.is_closed(offered_in(attempt.bid.competition_id)):
        raise Refusal(CLOSED)
    return download_of(attempt.file, attempt.file_name)


def late_bids_of(user: User, competition: Competition) -> list[Late]:
    """What the person may read of what came late, in the order of the bidders' names. Three queries at most."""
    found: dict[int, Late] = {}
    decisions = decisions_of(competition)
    offered = frozenset[str]() if competition.shows_offers else offered_in(competition.pk)
    readable = OpenedLateAttempt.objects.visible_to(user).filter(bid__competition=competition)
    for attempt in readable.order_by("bid__organisation__name", "bid", "at", "pk"):
        late = found.setdefault(attempt.bid_id, Late(attempt.bid, decision=decisions.get(attempt.bid_id)))
        late.attempts.append(attempt)
        if attempt.is_closed(offered):
            late.closed.add(attempt.pk)
        opened_at = competition.opened_at
        if attempt.kind == Deed.SUBMISSION and opened_at is not None and attempt.at <= opened_at:
            late.press = attempt
    return list(found.values())


def decisions_beside(found: list[Late], but: Bid | None = None) -> list[Late]:
    """Those that are or will be decided on, to be read side by side."""
    return [late for late in found if late.press and (but is None or late.bid.pk != but.pk)]


def _add_logs(found: list[Late]) -> None:
    entries: dict[int, list[LastDayEntry]] = defaultdict(list)
    rows = LastDayEntry.objects.filter(bid__in=[late.bid.pk for late in found if late.press])
    for entry in rows.select_related("by").order_by("bid", "-at", "-pk"):
        entries[entry.bid_id].append(entry)
    for late in found:
        log = entries[late.bid.pk]
        if not late.bid.competition.shows_offers:
            # What a bidder was told may quote a figure of its offer.
            for entry in log:
                entry.said = ""
        late.log = runs(log)
