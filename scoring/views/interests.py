from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import UserRequest, requires
from accounts.domain.counts import agreeing, counted
from accounts.domain.refusals import Refusal
from scoring.actions import declarations
from scoring.forms.interests import CONFLICTS, KINDS, InterestsForm
from scoring.models import InterestReopening, PanelMember
from scoring.models.interests import declared_before
from scoring.models.reading import bidders_of


@require_http_methods(["GET", "POST"])
@requires("scoring.declare_interests", PanelMember)
def declare(request: UserRequest, member: PanelMember) -> HttpResponse:
    """All bidders on one page, before anything of their bids is seen."""
    counting = member.declarations.filter(superseded_at=None).prefetch_related("entries")
    declared = {each.bid_id: each for each in counting}
    asked_again = InterestReopening.objects.waiting_for(member)
    data = request.POST if request.method == "POST" else None
    bidders, before = bidders_of(member.competition), declared_before(member)
    form = InterestsForm(bidders, declared, asked_again, data, before=before)
    if form.is_valid():
        try:
            declarations.declare_all(member, form.answered, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _what_follows(member, form))
            return redirect("scoring:seat", reference=member.reference)
    context = {
        "member": member,
        "competition": member.competition,
        "form": form,
        "problems": form.problems,
        "conflicts": CONFLICTS,
        "kinds": KINDS,
    }
    return render(request, "scoring/interests_form.html", context)


def _what_follows(member: PanelMember, form: InterestsForm) -> str:
    said = "Your declarations are kept."
    counting = list(member.declarations.filter(superseded_at=None))
    if left := len(form.questions) - len(counting):
        of_all = counted(len(form.questions), "bidder")
        return f"{said} {left} of {of_all} {agreeing(left, 'is', 'are')} still to be declared."
    if all(each.clears for each in counting):
        return f"{said} You can read the bids."
    if any(each.clears for each in counting):
        return f"{said} You can read the bids of those in whom you have no interest."
    return f"{said} You can read no bid unless a lead officer decides that you may."
