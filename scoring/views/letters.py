from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import UserRequest, requires
from accounts.views.letters import LETTERS_ON_A_PAGE, try_again
from procurement.models import Competition
from scoring.models.letters import letters_of


@require_GET
@requires("scoring.view_letters", Competition)
def letters(request: UserRequest, competition: Competition) -> HttpResponse:
    """The letters of the competition that are no secret of a bidder."""
    page = Paginator(letters_of(competition, request.user), LETTERS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"competition": competition, "page": page, "letters": [(letter, True) for letter in page]}
    return render(request, "scoring/letter_list.html", context)


@require_POST
@requires("scoring.view_letters", Competition)
def retry(request: UserRequest, competition: Competition) -> HttpResponse:
    try_again(request, letters_of(competition, request.user), at=timezone.now())
    return redirect("scoring:letters", reference=competition.reference)
