"""The pages of the product itself: its start page, each person's work, and what is said when something goes wrong."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from accounts.access import UserRequest, public, signed_in, wants_json
from accounts.postgres.base import DoorIsShut
from accounts.typed import typed_in
from config.my_work import work_of


@public
def home(request: HttpRequest) -> HttpResponse:
    """The start page; somebody who has signed in goes to their work."""
    if request.user.is_authenticated:
        return redirect("my_work")
    return render(request, "config/home.html")


@signed_in
def my_work(request: UserRequest) -> HttpResponse:
    works = work_of(request.user, timezone.now())
    return render(request, "config/my_work.html", {"works": works, "bids": any(work.is_of_bidder for work in works)})


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "config/accessibility.html")


@public
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "config/privacy.html")


@public
def health(request: HttpRequest) -> HttpResponse:
    """For the proxy and the containers: answers when the database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "well"})


@public
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    is_too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return render(request, "errors/400.html", {"is_too_much": is_too_much}, status=400)


@public
def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token against forged requests did not fit, mostly since the person signed in or out in another tab."""
    if wants_json(request):
        message = "You signed in or out in another tab. Your text is kept on this computer: load this page again."
        return JsonResponse({"state": "signed-out", "message": message}, status=403)
    response = render(request, "errors/403_csrf.html", {"typed": typed_in(request)}, status=403)
    add_never_cache_headers(response)
    return response


@public
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if wants_json(request):
        message = "You may no longer change this. Your text is kept on this computer: copy it, and reload the page."
        return JsonResponse({"state": "refused", "message": message}, status=403)
    return render(request, "errors/403.html", {"typed": typed_in(request)}, status=403)


@public
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if wants_json(request):
        message = "This is not there any more, or not for you. Your text is kept on this computer: copy it."
        return JsonResponse({"state": "refused", "message": message}, status=404)
    return render(request, "errors/404.html", {"typed": typed_in(request)}, status=404)


@public
def too_many_requests(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/429.html", status=429)


@public
def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request: the session or the database may be what failed, or keeps itself shut."""
    if isinstance(sys.exc_info()[1], DoorIsShut):
        return HttpResponse(render_to_string("errors/503.html"), status=503)
    return HttpResponse(render_to_string("errors/500.html"), status=500)
