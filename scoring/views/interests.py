from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import UserRequest, requires
from accounts.domain.counts import agreeing, counted
from accounts.domain.refusals import Refusal
from scoring.actions import panels
from scoring.domain.roles import Interest
from scoring.forms.interests import InterestsForm
from scoring.models import InterestReopening, PanelMember
from scoring.models.reading import bidders_of


@require_http_methods(["GET", "POST"])
@requires("scoring.declare_interests", PanelMember)
def declare(request: UserRequest, member: PanelMember) -> HttpResponse:
    """All bidders on one page, before anything of their bids is seen."""
    declared = {each.bid_id: each for each in member.declarations.filter(superseded_at=None)}
    bidders = bidders_of(member.competition)
    asked_again = InterestReopening.objects.waiting_for(member)
    form = InterestsForm(bidders, declared, asked_again, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            panels.declare_all(member, form.answered, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _what_follows(form))
            return redirect("scoring:seat", reference=member.reference)
    context = {
        "member": member,
        "competition": member.competition,
        "form": form,
        "problems": form.problems,
        "answers": [(each.value, each.label) for each in Interest],
    }
    return render(request, "scoring/interests_form.html", context)


def _what_follows(form: InterestsForm) -> str:
    left = len(form.questions) - len(form.answered)
    if left:
        all_of_them = counted(len(form.questions), "bidder")
        return (
            f"Your declarations are kept. {left} of {all_of_them} {agreeing(left, 'is', 'are')} still to be declared."
        )
    return "Your declarations are kept. You can read the bids of those in whom you have no interest."
