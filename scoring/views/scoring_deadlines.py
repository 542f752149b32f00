from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import UserRequest, requires
from accounts.refusals import refused_into
from procurement.domain.dates import day_in_words
from procurement.models import Competition
from scoring.actions import scoring_deadlines
from scoring.forms.assignments import ScoringDeadlineForm
from scoring.models import ScoringDeadline


@require_http_methods(["GET", "POST"])
@requires("scoring.assign", Competition)
def set_day(request: UserRequest, competition: Competition) -> HttpResponse:
    """The chair sets the day by which scores are to be locked."""
    known = ScoringDeadline.objects.filter(competition=competition).first()
    initial = {"due_on": known.due_on} if known else {}
    form = ScoringDeadlineForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        with refused_into(form):
            made = scoring_deadlines.set_day(
                competition, form.cleaned_data["due_on"], by=request.user, at=timezone.now()
            )
            messages.success(request, f"Scores are to be locked by the end of {day_in_words(made.due_on)}.")
            return redirect("scoring:assign", reference=competition.reference)
    return render(request, "scoring/scoring_deadline_form.html", {"competition": competition, "form": form})
