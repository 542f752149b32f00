"""Handing over a share of the key: its holder says to whom, who takes it makes a code, and the holder's seals it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.access import UserRequest, requires
from accounts.refusals import refused_into
from procurement.actions import handovers
from procurement.forms.sealing import CodeForm, SuccessorForm
from procurement.models import KeyHandover, KeyShare


@requires("procurement.hand_over_key_share", KeyShare)
def handover(request: UserRequest, share: KeyShare) -> HttpResponse:
    """How far it has come, and the form for the next step of whoever looks at it."""
    standing = KeyHandover.objects.of(share)
    takes = standing is not None and standing.to_id == request.user.pk
    form = _form(request, share, standing, takes=takes)
    if request.method == "POST" and form is not None and form.is_valid():
        with refused_into(form):
            return _act(request, share, form, takes=takes)
    context = {"form": form, "share": share, "competition": share.competition, "handover": standing, "takes": takes}
    return render(request, "procurement/key_handover.html", context)


def _form(
    request: UserRequest, share: KeyShare, standing: KeyHandover | None, *, takes: bool
) -> SuccessorForm | CodeForm | None:
    """To say who takes it, to type a new code back, or to enter the old one; None while the other has to act."""
    if not share.can_be_handed_over:
        return None
    if standing is None:
        return SuccessorForm(request.POST or None, people=handovers.successors(share))
    waits = standing.accepted_at is None
    if waits is not takes or not standing.public_hex:
        return None
    form = CodeForm(request.POST or None)
    form.submit = "I have kept it" if takes else "Hand the share over"
    return form


def _act(request: UserRequest, share: KeyShare, form: SuccessorForm | CodeForm, *, takes: bool) -> HttpResponse:
    by, at = request.user, timezone.now()
    if isinstance(form, SuccessorForm):
        handovers.begin(share, form.successor, by=by, at=at)
        messages.success(request, f"{form.successor} now makes a code, under “My work”. Then you enter yours here.")
    elif takes:
        handovers.accept(share, form.cleaned_data["code"], by=by, at=at)
        messages.success(request, f"Your code is kept. Once {share.holder} has entered theirs, the share is yours.")
    else:
        handovers.complete(share, form.cleaned_data["code"], by=by, at=at)
        messages.success(request, "The share is handed over. Your code opens nothing here any more: destroy the paper.")
        return redirect("my_work")
    return redirect("procurement:key_handover", reference=share.reference)


@require_POST
@never_cache
@requires("procurement.hand_over_key_share", KeyShare)
def handover_code(request: UserRequest, share: KeyShare) -> HttpResponse:
    """Makes the successor's code, and shows it this once."""
    code = handovers.make_code(share, by=request.user, at=timezone.now())
    context = {"share": share, "competition": share.competition, "division": share.division, "code": code}
    return render(request, "procurement/key_share_code.html", context | {"successor": request.user})


@require_POST
@requires("procurement.hand_over_key_share", KeyShare)
def handover_take_back(request: UserRequest, share: KeyShare) -> HttpResponse:
    handovers.take_back(share, by=request.user, at=timezone.now())
    messages.success(request, "The share stays where it is.")
    return redirect("my_work")
