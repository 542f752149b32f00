"""How bids will be sealed: whether the key is divided, and the codes of those who hold a share."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.access import UserRequest, requires
from accounts.models import key_ring
from accounts.refusals import refused_into
from procurement.actions import divisions
from procurement.forms.sealing import CodeForm, SealingForm
from procurement.models import Competition, KeyDivision, KeyShare


@requires("procurement.design_competition", Competition)
def sealing(request: UserRequest, competition: Competition) -> HttpResponse:
    """Says what hangs on the key; while the competition is a draft it is divided here, or kept whole."""
    division = KeyDivision.objects.filter(competition=competition).first()
    form = SealingForm(request.POST or None, competition=competition, division=division)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            if form.divides:
                divisions.divide(competition, **form.typed(), by=request.user, at=timezone.now())
                messages.success(request, "Saved. Each of them now makes their code, and types it back.")
                return redirect("procurement:sealing", reference=competition.reference)
            divisions.keep_whole(competition, by=request.user, at=timezone.now())
            messages.success(request, "How bids are sealed: saved.")
            return redirect("procurement:design", reference=competition.reference)
    shares = list(division.shares.select_related("holder")) if division else []
    context = {
        "competition": competition,
        "form": form,
        "division": division,
        "shares": shares,
        "holds_a_share": any(share.holder_id == request.user.pk for share in shares),
        "key_number": key_ring().number,
    }
    return render(request, "procurement/sealing.html", context)


@requires("procurement.take_key_share", KeyShare)
def share(request: UserRequest, share: KeyShare) -> HttpResponse:
    """How far the share is, and the form to type its code back."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            divisions.accept(share, form.cleaned_data["code"], by=request.user, at=timezone.now())
            kept = "Keep the paper until the bids are opened."
            messages.success(request, f"The share is taken. {kept if share.holder else _to_seal(share)}")
            return redirect("procurement:key_share", reference=share.reference)
    context = {"form": form, "share": share, "competition": share.competition, "division": share.division}
    return render(request, "procurement/key_share.html", context)


def _to_seal(envelope: KeyShare) -> str:
    return f"Seal the paper in the envelope and give it to {envelope.keeper}. Keep no copy."


@require_POST
@never_cache
@requires("procurement.take_key_share", KeyShare)
def share_code(request: UserRequest, share: KeyShare) -> HttpResponse:
    """Makes the code, and shows it this once: it is stored nowhere, so there is no page to come back to."""
    code = divisions.make_code(share, by=request.user, at=timezone.now())
    context = {"share": share, "competition": share.competition, "division": share.division, "code": code}
    return render(request, "procurement/key_share_code.html", context)
