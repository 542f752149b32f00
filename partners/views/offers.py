from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import UserRequest, requires, wants_json
from accounts.domain.refusals import Refusal
from partners.actions.completeness import terms_of
from partners.actions.offers import check_asked, offer_of, save_offer
from partners.actions.saving import Saved
from partners.domain.instruments import Instrument
from partners.domain.presence import OFFER
from partners.domain.typed_fields import blank, blank_row, empty_row, is_known, is_tick, rows_in
from partners.models import Bid
from partners.views import shut
from partners.views.offer_form import OfferForm, Problem, check_of, problems_of
from partners.views.offer_parts import ROWS_OF, Fields, Part, part_of
from partners.views.pages import as_errors, check_sender, page, saved_at, told_to_script, version_in
from partners.views.presences import company_at
from partners.views.standing import standing_of
from procurement.domain.methodology import CriterionKind
from spinouts.domain.parties import PartyKind

CHANGED_BY_OTHERS = ". Somebody else changed other parts of it meanwhile: load the page again to see them."


@requires("partners.write_bid", Bid)
def offer(request: UserRequest, bid: Bid) -> HttpResponse:
    """The first page of the offer: all that a simple one needs."""
    return _part(request, bid, Part.OWNERS)


@requires("partners.write_bid", Bid)
def further(request: UserRequest, bid: Bid, page: str) -> HttpResponse:
    """A further page, for what few offers need."""
    if page not in set(Part) or page == Part.OWNERS:
        raise Http404
    return _part(request, bid, Part(page))


@requires("partners.view_bid", Bid)
def check(request: UserRequest, bid: Bid) -> HttpResponse:
    """What the saved offer amounts to: for the script, which shows it anew after each save."""
    check_asked(bid)
    named = request.GET.get("part", "")
    context = {
        "bid": bid,
        "check": check_of(bid.competition, _standing(bid)),
        "part": Part(named) if named in set(Part) else Part.OWNERS,
        "terms": terms_of(bid.competition),
    }
    return render(request, "partners/_offer_check.html", context)


def _part(request: UserRequest, bid: Bid, part: Part) -> HttpResponse:
    """A page of the form, saved by the page's script as it is typed, or by its button."""
    check_asked(bid)
    if request.method == "POST":
        return _save(request, bid, part)
    if bid.is_sealed_shut:
        return shut.part(request, bid, "The offer")
    standing = offer_of(bid)
    is_checked = "check" in request.GET
    return _page(request, bid, part, _standing(bid), standing.version if standing else 0, is_checked=is_checked)


def _standing(bid: Bid) -> dict[str, str]:
    standing = offer_of(bid)
    return {**blank(), **(standing.typed if standing else {})}


def _save(request: UserRequest, bid: Bid, part: Part) -> HttpResponse:
    typed, at = {name: str(text) for name, text in request.POST.items() if is_known(name)}, timezone.now()
    typed |= _added(request.POST.get("add", ""), part, typed)

    def save() -> Saved:
        check_sender(request)
        has_ticks = part is Part.AGREEMENTS
        return save_offer(bid, typed, version=version_in(request), has_ticks=has_ticks, by=request.user, at=at)

    if wants_json(request):
        return told_to_script(save, lambda saved: _said(saved, at))
    try:
        saved = save()
    except Refusal as refusal:
        if (told := shut.refused_late(request, bid, refusal)) is not None:
            return told
        errors = as_errors(refusal)
        return _page(request, bid, part, _shown(bid, part, typed), version_in(request), errors=errors)
    if saved.is_conflict:
        errors = [
            (f"id_{name}", "Somebody else changed this field while you were writing: theirs stands, yours is kept.")
            for name in saved.clashes
        ]
        shown, theirs = _shown(bid, part, typed), dict(saved.clashes)
        return _page(request, bid, part, shown, saved.version, errors=errors, theirs=theirs)
    messages.success(request, _said(saved, at))
    return _after_saving(request, bid, part, typed)


def _added(wanted: str, part: Part, typed: dict[str, str]) -> dict[str, str]:
    """The fields of a row, or of a column of money, that the pressed button adds."""
    if wanted in set(Instrument):
        return {f"money-{wanted}-1": typed.get(f"money-{wanted}-1", "")}
    if wanted in ROWS_OF[part] and wanted != "holding":
        return empty_row(wanted, rows_in(typed, wanted) + 1)
    if wanted and part is Part.OWNERS:
        return blank_row(rows_in(typed) + 1, PartyKind(wanted) if wanted in set(PartyKind) else PartyKind.PARTNER)
    return {}


def _shown(bid: Bid, part: Part, typed: dict[str, str]) -> dict[str, str]:
    """What the page sent, with the rest as it stands; boxes that the page did not send are not ticked."""
    standing = _standing(bid)
    kept = {name: text for name, text in standing.items() if not (part_of(name) is part and is_tick(name))}
    return {**kept, **typed}


def _said(saved: Saved, at: datetime) -> str:
    return saved_at(saved.at or at) + (CHANGED_BY_OTHERS if saved.others_changed else "")


def _after_saving(request: UserRequest, bid: Bid, part: Part, typed: dict[str, str]) -> HttpResponse:
    wanted = request.POST.get("add", "")
    if wanted:
        kind = wanted if wanted in ROWS_OF[part] else "holding"
        anchor = "money" if wanted in set(Instrument) else f"{kind}-{rows_in(typed, kind)}"
        return redirect(f"{request.path}#{anchor}")
    wrong = [problem.part for problem in problems_of(bid.competition, _standing(bid))]
    if wrong:
        return redirect(f"{address_of(bid, part if part in wrong else wrong[0])}?check=1")
    return redirect("partners:bid", reference=bid.reference)


def address_of(bid: Bid, part: Part) -> str:
    if part is Part.OWNERS:
        return reverse("partners:bid_offer", kwargs={"reference": bid.reference})
    return reverse("partners:bid_offer_page", kwargs={"reference": bid.reference, "page": part.value})


def _page(
    request: UserRequest,
    bid: Bid,
    part: Part,
    typed: dict[str, str],
    version: int,
    *,
    is_checked: bool = False,
    errors: list[tuple[str, str]] | None = None,
    theirs: dict[str, str] | None = None,
) -> HttpResponse:
    made = check_of(bid.competition, typed)
    here = [problem for problem in made.problems if problem.part is part]
    inline = {each.name: each.sentence for each in reversed(here) if is_checked or typed.get(each.name, "").strip()}
    inline |= {name.removeprefix("id_"): sentence for name, sentence in errors or []}
    listed = errors or [(problem.anchor, problem.sentence) for problem in here if is_checked]
    fields = Fields(typed, inline, theirs or {})
    context = {
        "bid": bid,
        "part": part,
        "parts": [_tab(bid, each, made.problems) for each in Part],
        "fields": fields,
        "form": OfferForm(fields, bid.competition) if part is Part.OWNERS else None,
        "groups": {kind: fields.rows(kind) for kind in ROWS_OF[part] if kind != "holding"},
        "check": made,
        "version": version,
        "terms": terms_of(bid.competition),
        "formulas": bid.competition.criteria.filter(kind=CriterionKind.FORMULA).in_order(),
        "standing": standing_of(bid, timezone.now()),
        "is_saved": errors is None,
        **company_at(request, bid, OFFER),
    }
    return page(request, f"partners/offer_{'form' if part is Part.OWNERS else part.value}.html", context, listed)


def _tab(bid: Bid, part: Part, problems: Sequence[Problem]) -> tuple[Part, str, int]:
    return (part, address_of(bid, part), sum(problem.part is part for problem in problems))
