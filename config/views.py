"""The pages of the product itself: its start page, each person's work, and what is said when something goes wrong."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from accounts.access import UserRequest, public, signed_in


@public
def home(request: HttpRequest) -> HttpResponse:
    """The start page; somebody who has signed in goes to their work."""
    if request.user.is_authenticated:
        return redirect("my_work")
    return render(request, "config/home.html")


@signed_in
def my_work(request: UserRequest) -> HttpResponse:
    return render(request, "config/my_work.html")


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
    return render(request, "errors/400.html", status=400)


@public
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


@public
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


@public
def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/500.html", status=500)
