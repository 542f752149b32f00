"""The ways in of the demonstration: sign-in as anybody of it, and the letters that nobody receives."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.access import public
from accounts.models import Letter, User
from config.demonstration import DOMAIN

MOST_LETTERS = 200


def only_in_demo(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A second lock behind the first, which is that the addresses do not exist where the demonstration is off."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request)

    return guarded


@public
@only_in_demo
def people(request: HttpRequest) -> HttpResponse:
    """Sign in as somebody else, without signing out first."""
    return render(request, "config/demo_people.html")


@public
@only_in_demo
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    people = User.objects.filter(email__endswith=DOMAIN, is_active=True, is_staff=False, is_superuser=False)
    user = get_object_or_404(people, email=request.POST.get("email", ""))
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if is_ours else "my_work")


@public
@only_in_demo
def letters(request: HttpRequest) -> HttpResponse:
    """The outbox with the text of each letter, so that the links in them can be followed."""
    newest = Letter.objects.order_by("-queued_at", "-pk")[:MOST_LETTERS]
    return render(request, "config/demo_letters.html", {"letters": newest})
