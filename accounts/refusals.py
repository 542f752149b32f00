"""How an expected "no" reaches the person who asked."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.access import wants_json
from accounts.domain.refusals import Refusal
from accounts.domain.stale import Stale
from accounts.typed import typed_in


@contextmanager
def refused_into(form: BaseForm) -> Iterator[None]:
    """Put a refusal above the form that asked, which keeps what was typed.

    `with refused_into(form): act(); return redirect(…)`, and below it the page with the form again.
    """
    try:
        yield
    except Refusal as refusal:
        for sentence in refusal.sentences:
            form.add_error(None, sentence)
        if isinstance(refusal, Stale):
            # The page now tells what stands, so that its author may replace it knowingly.
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["seen"] = refusal.now  # type: ignore[index]


class RefusalMiddleware:
    """Shows a refusal that no form has taken up on a page of its own, or as JSON to the page's script. Status 409.

    Whoever opens the address of a button, say from the address bar after an error, gets a page that says so, not an
    empty one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET" or wants_json(request):
            return response
        page = render(request, "errors/405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        if wants_json(request):
            return JsonResponse({"state": "refused", "message": " ".join(exception.sentences)}, status=409)
        context = {"sentences": exception.sentences, "typed": typed_in(request), "back": _page_before(request)}
        return render(request, "errors/409.html", context, status=409)


def _page_before(request: HttpRequest) -> str:
    """The page of this service from which it was asked; "" if it is not known, or the same."""
    before = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure()):
        return ""
    return "" if before == request.build_absolute_uri() else before
