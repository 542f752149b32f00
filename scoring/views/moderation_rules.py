from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import UserRequest, requires
from accounts.refusals import refused_into
from procurement.models import Competition
from scoring.actions import moderation_rules
from scoring.forms.moderation_rules import ModerationRulesForm
from scoring.models import ModerationRules
from scoring.models.reading import criteria_in_order


@require_http_methods(["GET", "POST"])
@requires("scoring.appoint_panel", Competition)
def change(request: UserRequest, competition: Competition) -> HttpResponse:
    """How many evaluators of each criterion must be present when its scores are revealed and agreed."""
    rules = ModerationRules.objects.filter(competition=competition).select_related("set_by").first()
    criteria = [each for each in criteria_in_order(competition) if each.is_judged]
    data = request.POST if request.method == "POST" else None
    form = ModerationRulesForm(data, criteria=criteria, rules=rules)
    if data is not None and form.is_valid():
        with refused_into(form):
            moderation_rules.set_rules(competition, **form.typed(), by=request.user, at=timezone.now())
            messages.success(request, "How the panel moderates is saved.")
            return redirect("scoring:panel", reference=competition.reference)
    return render(request, "scoring/moderation_rules.html", {"competition": competition, "form": form, "rules": rules})
