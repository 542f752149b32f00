from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import UserRequest, requires
from accounts.refusals import refused_into
from scoring.actions import score_changes
from scoring.forms.scores import ScoreChangeForm
from scoring.models import Assignment, Score
from scoring.models.reading import read_for


@require_http_methods(["GET", "POST"])
@requires("scoring.score", Assignment)
def change(request: UserRequest, assignment: Assignment) -> HttpResponse:
    """Change a score that was locked; where that can't be, the page says why."""
    score = Score.objects.filter(assignment=assignment).first()
    refused = score_changes.why_not(assignment, assignment.bid.competition)
    form = None
    if score and not refused:
        form = _form(request, assignment, score)
        if request.method == "POST" and form.is_valid():
            with refused_into(form):
                score_changes.change(assignment, **form.cleaned_data, by=request.user, at=timezone.now())
                messages.success(request, "Your score is changed. What it was is kept, with your reason.")
                return redirect("scoring:score", reference=assignment.reference)
    context = {
        "assignment": assignment,
        "criterion": assignment.criterion,
        "read": read_for(assignment.criterion, assignment.bid),
        "score": score,
        "changes": score.changes.all() if score else [],
        "form": form,
        "refused": refused,
    }
    return render(request, "scoring/score_change.html", context)


def _form(request: UserRequest, assignment: Assignment, score: Score) -> ScoreChangeForm:
    initial = {"seen": score.version, "reasons": score.reasons}
    data = request.POST if request.method == "POST" else None
    return ScoreChangeForm(data, steps=assignment.criterion.steps, initial=initial)
