from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import UserRequest, requires
from accounts.domain.refusals import Refusal
from accounts.refusals import refused_into
from partners.actions import key_codes
from partners.actions.openings import OFFICERS, confirm_opening
from partners.models import Bid, Intention, LateAttempt, OpeningConfirmation
from procurement.forms.sealing import CodeForm
from procurement.models import Competition, KeyDivision, KeyShare


@requires("partners.view_opening", Competition)
def opening(request: UserRequest, competition: Competition) -> HttpResponse:
    """Before the opening: the deadline and who has confirmed, and nothing of any bid. Then: who bid, who was late."""
    confirmed = OpeningConfirmation.objects.filter(competition=competition).select_related("officer")
    # Two may confirm at the same instant.
    confirmations = confirmed.order_by("at", "pk")
    context = {
        "competition": competition,
        "now": timezone.now(),
        "is_time": competition.bid_deadline is not None and timezone.now() > competition.bid_deadline,
        "confirmations": confirmations,
        "has_confirmed": any(each.officer_id == request.user.pk for each in confirmations),
    }
    division = KeyDivision.objects.filter(competition=competition).first()
    if division is not None:
        shares = list(division.shares.select_related("holder", "entered_by"))
        context |= {"division": division, "shares": shares, "entered": [each for each in shares if each.entered_at]}
    if competition.opened_at is not None:
        context |= _opened(competition)
    return render(request, "partners/opening_detail.html", context)


@require_POST
@requires("partners.open_bids", Competition)
def confirm(request: UserRequest, competition: Competition) -> HttpResponse:
    try:
        is_open = confirm_opening(competition, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The bids are opened." if is_open else f"You have confirmed. {_still(competition)}")
    return redirect("partners:opening", reference=competition.reference)


@requires("partners.enter_key_code", KeyShare)
def key_code(request: UserRequest, share: KeyShare) -> HttpResponse:
    """Where the code of a share is entered, after the deadline."""
    form = CodeForm(request.POST or None)
    form.submit = "Enter the code"
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            is_open = key_codes.enter(share, form.cleaned_data["code"], by=request.user, at=timezone.now())
            messages.success(request, "The bids are opened." if is_open else "The code is entered.")
            return redirect("partners:opening", reference=share.competition.reference)
    context = {"form": form, "share": share, "competition": share.competition}
    return render(request, "partners/key_code.html", context)


def _still(competition: Competition) -> str:
    """What is missing to the opening."""
    codes = " Those who hold a share of the key enter their codes." if hasattr(competition, "division") else ""
    has_two = competition.opening_confirmations.count() >= OFFICERS
    return codes.strip() if has_two else f"Now a second officer has to.{codes}"


def _opened(competition: Competition) -> dict[str, object]:
    bids = Bid.objects.opened(competition).prefetch_related("consortium_members", "submissions")
    return {
        "bids": [
            (bid, next(each for each in bid.submissions.all() if each.superseded_at is None))
            for bid in bids.order_by("organisation__name", "pk")
        ],
        "declined": Intention.objects.declined_in(competition).order_by("organisation__name", "pk"),
        "late_attempts": LateAttempt.objects.filter(bid__competition=competition)
        .select_related("bid__organisation", "bid__competition", "by")
        .order_by("at", "pk"),
    }
