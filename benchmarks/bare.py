"""Views that do as little as a Django page can: what ours are measured against."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path

from accounts.access import UserRequest, signed_in
from accounts.models import User
from benchmarks.seeding import CRITERIA
from config.urls import urlpatterns as ours


@signed_in
def table(request: HttpRequest, rows: int) -> HttpResponse:
    """The site's page with a plain table of as many cells as the board has, of figures that are there already."""
    figures = [(f"Organisation {row:03}", [f"{row % 6}.00"] * CRITERIA) for row in range(rows)]
    return render(request, "benchmarks/bare_table.html", {"rows": figures, "columns": range(CRITERIA)})


@signed_in
def form(request: HttpRequest, words: int) -> HttpResponse:
    """The site's page with one text, a form of six radios and a text box, and a list of forty links."""
    return render(
        request, "benchmarks/bare_form.html", {"text": "word " * words, "steps": range(6), "links": range(CRITERIA)}
    )


@signed_in
def save(request: UserRequest) -> JsonResponse:
    """One row read and written."""
    user = User.objects.get(pk=request.user.pk)
    user.name = request.POST["reasons"][:100]
    user.save(update_fields=["name"])
    return JsonResponse({"state": "saved"})


urlpatterns = [
    *ours,
    path("bare/table/<int:rows>/", table),
    path("bare/form/<int:words>/", form),
    path("bare/save/", save),
]
