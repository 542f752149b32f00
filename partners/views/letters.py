from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import UserRequest, requires
from accounts.views.letters import LETTERS_ON_A_PAGE, try_again
from partners.models import Organisation
from partners.models.letters import addresses_of, letters_of


@require_GET
@requires("partners.view_organisation", Organisation)
def letters(request: UserRequest, organisation: Organisation) -> HttpResponse:
    """The letters to the organisation's people, each with its text; to others only that it was sent."""
    page = Paginator(letters_of(organisation, request.user), LETTERS_ON_A_PAGE).get_page(request.GET.get("page"))
    addresses = addresses_of(organisation)
    context = {
        "organisation": organisation,
        "page": page,
        "letters": [(letter, letter.to.casefold() in addresses) for letter in page],
    }
    return render(request, "partners/letter_list.html", context)


@require_POST
@requires("partners.view_organisation", Organisation)
def retry(request: UserRequest, organisation: Organisation) -> HttpResponse:
    try_again(request, letters_of(organisation, request.user), at=timezone.now())
    return redirect("partners:letters", reference=organisation.reference)
