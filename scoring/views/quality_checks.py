from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import UserRequest, requires
from accounts.refusals import refused_into
from procurement.models import Competition
from scoring.actions import quality_checks
from scoring.forms.scores import CheckForm
from scoring.models import ConsensusScore
from scoring.views.moderation import criterion_page, judged_of


@require_POST
@requires("scoring.check_quality", Competition)
def check(request: UserRequest, competition: Competition, criterion: str) -> HttpResponse:
    """Sign one agreed score off, or send it back: the button says which, and the page which of them was read."""
    judged = judged_of(competition, criterion)
    recorded = ConsensusScore.objects.visible_to(request.user, competition).filter(criterion=judged)
    read = request.POST.get("agreed", "")
    agreed = get_object_or_404(recorded.select_related("bid__organisation"), pk=int(read) if read.isdecimal() else 0)
    form = CheckForm(request.POST)
    if form.is_valid():
        with refused_into(form):
            signs_off = "sign_off" in request.POST
            remark = form.cleaned_data["remark"]
            quality_checks.check(agreed, signs_off=signs_off, remark=remark, by=request.user, at=timezone.now())
            done = "signed off" if signs_off else "sent back"
            messages.success(request, f"The agreed score of {agreed.bid.organisation} is {done}.")
            address = reverse("scoring:moderate", args=[competition.reference, judged.reference])
            return redirect(f"{address}#bid-{agreed.bid.reference}")
    return criterion_page(request, judged, checked=(agreed.bid, form))
