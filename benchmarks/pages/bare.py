"""Views that do as little as a Django page of the same size can: what ours are measured against."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path

from accounts.access import UserRequest, signed_in
from accounts.models import User
from benchmarks.pages.seeding import ANSWER, CRITERIA, DESCRIPTOR, REASONS
from config.urls import urlpatterns as ours
from scoring.forms.scores import ScoreForm

ADVICE = (
    "These reasons are the same, word for word, as for Organisation 001, Organisation 002, Organisation 003 and "
    "others: say what sets this bid apart, or why they are alike. These reasons quote no evidence: mark a passage of "
    "the answer or a page of a document, or quote it here."
)


@signed_in
def table(request: HttpRequest, rows: int) -> HttpResponse:
    """The site's page with a plain table of as many cells as the board has, of figures that are there already."""
    figures = [(f"Organisation {row:03}", [f"{row % 6}.00"] * CRITERIA) for row in range(rows)]
    return render(request, "benchmarks/bare_table.html", {"rows": figures, "columns": range(CRITERIA)})


@signed_in
def form(request: HttpRequest) -> HttpResponse:
    """The site's page with an answer beside the fields that the scoring page has, all of it in memory."""
    context = {
        "text": ANSWER,
        "steps": "012345",
        "hint": DESCRIPTOR,
        "chosen": "2",
        "reasons": REASONS,
        "advice": ADVICE,
        "bearings": ("strength", "weakness", "neither"),
    }
    return render(request, "benchmarks/bare_form.html", context)


@signed_in
@transaction.atomic
def save(request: UserRequest) -> JsonResponse:
    """The same fields checked, and one row read and written in one transaction."""
    typed = ScoreForm(request.POST)
    if not typed.is_valid():
        return JsonResponse({"state": "refused"}, status=400)
    user = User.objects.select_for_update().get(pk=request.user.pk)
    user.name = typed.cleaned_data["reasons"][:100]
    user.save(update_fields=["name"])
    return JsonResponse({"state": "saved", "version": typed.cleaned_data["version"] + 1, "message": "Saved."})


urlpatterns = [
    *ours,
    path("bare/table/<int:rows>/", table),
    path("bare/form/", form),
    path("bare/save/", save),
]
