"""The one door: every view says who may come in, or it is shut.

`@requires("app.permission", Model)` hands the view its object out of `Model.objects.visible_to(user)`: what is not
visible is not found (404), what is visible but not theirs to do is forbidden (403). `@public` is for everybody.
`@signed_in` is for everybody with an account. Permissions are asked of the rules directly, so that a superuser, who
passes every `user.has_perm`, takes part in no competition.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, Protocol, cast

import rules
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers

from accounts.models import User
from accounts.models.questions import Question, stand_in
from accounts.typed import typed_in

View = Callable[..., HttpResponseBase]


class UserRequest(HttpRequest):
    """The request of a person who has signed in: what every view that is not public gets."""

    user: User


@dataclass(frozen=True, slots=True)
class Access:
    """What a view says about who may come in; kept on the view as `view.access`."""

    permission: str | None
    model: type[models.Model] | None = None

    @property
    def is_public(self) -> bool:
        return self.permission is None


class HasAccess(Protocol):
    access: Access


def may(user: User | AnonymousUser, permission: str, subject: object = None) -> bool:
    """Whether the person has the permission, by the rules alone."""
    return user.is_authenticated and bool(rules.has_perm(permission, user, subject))


def public(view: View) -> View:
    """Everybody may come in, signed in or not."""

    @wraps(view)
    def open_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return _with_access(open_view, Access(permission=None))


def signed_in(view: View) -> View:
    """Everybody who has signed in may come in; the view shows them nothing but their own."""
    return requires("accounts.view_own")(view)


def requires(
    permission: str, model: type[models.Model] | None = None, *, by: str = "reference"
) -> Callable[[View], View]:
    """Only people with the permission may come in; with a model, the view gets the object that the address names."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _ask_to_sign_in(request)
            if model is None:
                _check(request.user, permission, None)
                return view(request, *args, **kwargs)
            subject = _visible(model, request.user, by, kwargs.pop(by))
            _check(request.user, permission, subject)
            return view(request, subject, *args, **kwargs)

        return _with_access(guarded, Access(permission, model))

    return decorate


def wants_json(request: HttpRequest) -> bool:
    """Whether the page's own script is asking, which can do nothing with a page."""
    return request.headers.get("x-requested-with") == "XMLHttpRequest"


def _visible(model: type[models.Model], user: User, by: str, value: object) -> models.Model:
    """The one that the address names, out of those that the person may see; the rule alone decides whether."""
    question, manager = _question(model, by), cast(Any, model._default_manager)
    if question is None or not isinstance(value, str):
        return cast(models.Model, get_object_or_404(manager.visible_to(user), **{by: value}))
    found = question.ask(user=user.pk, value=value)
    if not found:
        raise Http404(f"No {model._meta.object_name} matches the given query.")
    return found[0]


@cache
def _question(model: type[models.Model], by: str) -> Question[models.Model] | None:
    """The rule as SQL that is put once, where it follows from the person's key alone."""
    manager: Any = model._default_manager
    if by != "reference" or not hasattr(manager.get_queryset().visible_to, "is_of_one_shape"):
        return None
    return Question(
        lambda user, value: manager.visible_to(stand_in(User, user)).filter(**{by: value}), user=int, value=str
    )


def _check(user: User, permission: str, subject: object) -> None:
    if not may(user, permission, subject):
        raise PermissionDenied


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        message = "You are signed out. Your text is kept on this computer: sign in again in a new tab to save it."
        return JsonResponse({"state": "signed-out", "message": message}, status=401)
    if request.headers.get("hx-request"):
        # A piece of a page that asks for itself: the sign-in page has no place inside it, so it stays as it is.
        return HttpResponse(status=401)
    typed = typed_in(request)
    if typed:
        response = render(request, "errors/401.html", {"typed": typed}, status=401)
        add_never_cache_headers(response)
        return response
    # An address that only takes posts can't be returned to by a link.
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")


def _with_access(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


class AccessMiddleware:
    """Shuts every view that does not say who may come in. The administration site keeps its own door."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> None:
        match = request.resolver_match
        in_administration = match is not None and match.app_name == "admin"
        if not in_administration and not hasattr(view, "access"):
            raise PermissionDenied
