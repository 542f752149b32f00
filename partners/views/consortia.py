import re
from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.access import UserRequest, requires, wants_json
from accounts.domain.refusals import Refusal
from partners.actions import consents, consortia
from partners.domain.consortia import ConsortiumRole, read_share, share_of_the_lead
from partners.domain.deadlines import TooLate
from partners.domain.presence import CONSORTIUM
from partners.models import Bid
from partners.models.organisations import KINDS
from partners.views import shut
from partners.views.pages import as_errors, check_sender, page, saved_at
from partners.views.presences import company_at
from partners.views.standing import standing_of

FEWEST_ROWS = 2
MOST_ROWS = 50
# What makes a row count: a kind or a role alone names nobody.
TYPED = ("name", "registered_number", "share", "part", "email")
_ROW = re.compile(rf"member-([1-9]\d?)-({'|'.join(consortia.FIELDS)})")


@requires("partners.write_bid", Bid)
def name_members(request: UserRequest, bid: Bid) -> HttpResponse:
    """Who bids together with the lead: rows for the members, of which empty ones do not count."""
    if request.method != "POST" and bid.is_sealed_shut:
        return shut.part(request, bid, "Consortium")
    if request.method != "POST":
        return _page(request, bid, consortia.members_of(bid), seen=consortia.seen(bid))
    rows, at = _rows(request), timezone.now()
    named = [row for row in rows if any(row[name].strip() for name in TYPED)]
    seen_before = request.POST.get("version") or None
    try:
        check_sender(request)
        consortia.name_consortium(
            bid, named, by=request.user, at=at, seen_before=seen_before, is_unfinished=wants_json(request)
        )
    except Refusal as refusal:
        now = refusal.now if isinstance(refusal, consortia.ConsortiumChanged) else seen_before
        if wants_json(request):
            return _told(refusal)
        if (told := shut.refused_late(request, bid, refusal)) is not None:
            return told
        theirs = consortia.members_of(bid) if now != seen_before else None
        return _page(request, bid, named, seen=now or "", errors=_errors(refusal), theirs=theirs)
    if wants_json(request):
        return JsonResponse({"state": "saved", "message": saved_at(at), "version": consortia.seen(bid)})
    messages.success(request, saved_at(at) + _not_asked(bid))
    if "add" in request.POST:
        return redirect(f"{request.path}?rows={len(named) + 1}#member-{len(named) + 1}")
    return redirect("partners:bid", reference=bid.reference)


def _not_asked(bid: Bid) -> str:
    """Naming somebody writes to nobody: how many are still to be asked. Without names: a message is not sealed."""
    count = sum(not each.is_asked for each in consents.standings(bid))
    if not count:
        return ""
    return f". {count} of them {'is' if count == 1 else 'are'} not asked yet to agree: you ask under “Consortium”."


def _errors(refusal: Refusal) -> list[tuple[str, str]]:
    """Each sentence with the field of the form that it is about."""
    if isinstance(refusal, consortia.MembersRefused):
        return [(f"member-{place}", sentence) for place, sentence in refusal.placed]
    return as_errors(refusal, "member-1-name")


def _told(refusal: Refusal) -> JsonResponse:
    state = "late" if isinstance(refusal, TooLate) else "refused"
    return JsonResponse({"state": state, "message": " ".join(refusal.sentences)}, status=409)


def _rows(request: UserRequest) -> list[dict[str, str]]:
    """The rows of the form as typed, in order."""
    numbers = sorted({int(match[1]) for name in request.POST if (match := _ROW.fullmatch(name))})[:MOST_ROWS]
    return [{name: request.POST.get(f"member-{number}-{name}", "") for name in consortia.FIELDS} for number in numbers]


def _errors_of(number: int, errors: list[tuple[str, str]]) -> dict[str, str]:
    """What is wrong with the row, by the name of its field."""
    start = f"member-{number}-"
    return {place.removeprefix(start): sentence for place, sentence in reversed(errors) if place.startswith(start)}


def _page(
    request: UserRequest,
    bid: Bid,
    rows: list[dict[str, str]],
    *,
    seen: str,
    errors: list[tuple[str, str]] | None = None,
    theirs: list[dict[str, str]] | None = None,
) -> HttpResponse:
    asked = request.GET.get("rows", "")
    wanted = min(int(asked), MOST_ROWS) if asked.isdecimal() and len(asked) < 4 else 0
    empty = dict.fromkeys(consortia.FIELDS, "")
    rows = rows + [empty] * (max(wanted, FEWEST_ROWS, len(rows)) - len(rows))
    standings = consents.standings(bid)
    context = {
        "bid": bid,
        "rows": [row | {"errors": _errors_of(number, errors or [])} for number, row in enumerate(rows, start=1)],
        # Nothing is chosen beforehand: who agrees to a part agrees to its kind too.
        "kinds": [("", "Choose"), *KINDS],
        "roles": [(each.value, each.label) for each in ConsortiumRole],
        "standings": standings,
        "lead_share": _lead_share(standings),
        "seen": seen,
        "theirs": theirs,
        "standing": standing_of(bid, timezone.now()),
        **company_at(request, bid, CONSORTIUM),
    }
    return page(request, "partners/consortium_form.html", context, errors)


def _lead_share(standings: list[consents.Standing]) -> Decimal | None:
    """What the named shares leave for the lead; None where none is named."""
    shares = [read_share(each.member.share) for each in standings]
    return share_of_the_lead(shares).normalize() if any(shares) else None
