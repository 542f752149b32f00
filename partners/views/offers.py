from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import UserRequest, requires, wants_json
from accounts.domain.refusals import Refusal
from partners.actions.completeness import problems_in, terms_of
from partners.actions.offers import offer_of, save_offer
from partners.actions.saving import Saved
from partners.domain import typed_offers
from partners.models import Bid
from partners.views.offer_form import OfferForm, check_of
from partners.views.pages import as_errors, check_sender, page, saved_at, told_to_script, version_in
from partners.views.standing import standing_of
from procurement.domain.methodology import CriterionKind
from spinouts.domain.parties import PartyKind

CHANGED_BY_OTHERS = ". Somebody else changed other parts of it meanwhile: load the page again to see them."


@requires("partners.write_bid", Bid)
def offer(request: UserRequest, bid: Bid) -> HttpResponse:
    """The whole offer as one form, saved by the page's script as it is typed, or by its button."""
    if request.method == "POST":
        return _save(request, bid)
    standing = offer_of(bid)
    typed = {**typed_offers.blank(), **(standing.typed if standing else {})}
    is_checked = "check" in request.GET
    return _page(request, bid, typed, version=standing.version if standing else 0, is_checked=is_checked)


@requires("partners.view_bid", Bid)
def check(request: UserRequest, bid: Bid) -> HttpResponse:
    """What the saved offer amounts to: for the script, which shows it anew after each save."""
    standing = offer_of(bid)
    typed = {**typed_offers.blank(), **(standing.typed if standing else {})}
    return render(request, "partners/_offer_check.html", {"bid": bid, "check": check_of(bid.competition, typed)})


def _save(request: UserRequest, bid: Bid) -> HttpResponse:
    typed, at = {name: str(text) for name, text in request.POST.items() if typed_offers.is_known(name)}, timezone.now()
    if "add" in request.POST:
        kind = request.POST["add"]
        row = typed_offers.rows_in(typed) + 1
        typed |= typed_offers.blank_row(row, PartyKind(kind) if kind in set(PartyKind) else PartyKind.PARTNER)

    def save() -> Saved:
        check_sender(request)
        return save_offer(bid, typed, version=version_in(request), by=request.user, at=at)

    if wants_json(request):
        return told_to_script(save, lambda saved: saved_at(at) + (CHANGED_BY_OTHERS if saved.others_changed else ""))
    try:
        saved = save()
    except Refusal as refusal:
        return _page(request, bid, typed, version=version_in(request), errors=as_errors(refusal))
    if saved.is_conflict:
        errors = [
            (f"id_{name}", "Somebody else changed this field while you were writing: theirs stands, yours is kept.")
            for name in saved.clashes
        ]
        return _page(request, bid, typed, version=saved.version, errors=errors, theirs=dict(saved.clashes))
    messages.success(request, saved_at(at) + (CHANGED_BY_OTHERS if saved.others_changed else ""))
    return _after_saving(request, bid, typed)


def _after_saving(request: UserRequest, bid: Bid, typed: dict[str, str]) -> HttpResponse:
    if "add" in request.POST:
        return redirect(f"{request.path}#holding-{typed_offers.rows_in(typed)}")
    if problems_in(typed_offers.read(typed), terms_of(bid.competition)):
        return redirect(f"{request.path}?check=1")
    return redirect("partners:bid", reference=bid.reference)


def _page(
    request: UserRequest,
    bid: Bid,
    typed: dict[str, str],
    *,
    version: int,
    is_checked: bool = False,
    errors: list[tuple[str, str]] | None = None,
    theirs: dict[str, str] | None = None,
) -> HttpResponse:
    found = problems_in(typed_offers.read(typed), terms_of(bid.competition))
    inline = {name: sentence for name, sentence in reversed(found) if is_checked or typed.get(name, "").strip()}
    inline |= {name.removeprefix("id_"): sentence for name, sentence in errors or []}
    listed = errors or [(f"id_{name}" if name else "offer", sentence) for name, sentence in found if is_checked]
    context = {
        "bid": bid,
        "form": OfferForm(typed, inline, theirs or {}, bid.competition),
        "check": check_of(bid.competition, typed),
        "version": version,
        "terms": terms_of(bid.competition),
        "formulas": bid.competition.criteria.filter(kind=CriterionKind.FORMULA).in_order(),
        "standing": standing_of(bid, timezone.now()),
        "is_saved": errors is None,
    }
    return page(request, "partners/offer_form.html", context, listed)
