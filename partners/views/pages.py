"""What the pages of a bid share: who sent a form, how a save is told, and what was wrong."""

from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from accounts.access import UserRequest
from accounts.domain.refusals import Refusal
from partners.actions.saving import Saved
from partners.domain.deadlines import TooLate
from partners.models import Bid
from procurement.domain.dates import in_words

UNKNOWN = -1
"""The version of a page that does not say which it shows."""


def version_in(request: UserRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else UNKNOWN


def check_sender(request: UserRequest) -> None:
    """Raise Refusal if the page was made for somebody else, who has signed out since on the same computer."""
    made_for = request.POST.get("as_user")
    if made_for and made_for != str(request.user.pk):
        raise Refusal(
            f"You are signed in as {request.user} now, but this page was opened by somebody else. "
            "Sign in as that person to save what is written here."
        )


def is_sent_knowingly_late(request: UserRequest, bid: Bid, refusal: Refusal) -> bool:
    """Whether it came from a page that said it is too late, before the bids were opened: then that is no error."""
    is_late = isinstance(refusal, TooLate) and request.POST.get("late") == "yes"
    return is_late and bid.competition.opened_at is None


def told_to_script(save: Callable[[], Saved], say: Callable[[Saved], str]) -> JsonResponse:
    """Save, and answer the page's script: saved, conflict, refused or late, each in words."""
    try:
        saved = save()
    except TooLate as late:
        return _no("late", late)
    except Refusal as refusal:
        return _no("refused", refusal)
    answer: dict[str, Any] = {"state": saved.state.value, "version": saved.version, "words": saved.words}
    if saved.is_conflict:
        answer["message"] = "Not saved: somebody else changed this while you were writing. Both texts are kept."
        answer["theirs"] = dict(saved.clashes) or saved.theirs
    else:
        answer["message"] = say(saved)
    return JsonResponse(answer)


def saved_at(at: datetime) -> str:
    """ "Saved at 2:03pm": the day is today's, and the zone is on every page of a bid."""
    return f"Saved at {in_words(at).split(' on ')[0].removesuffix(' at the start of')}"


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], errors: list[tuple[str, str]] | None = None
) -> HttpResponse:
    """The page; errors, pairs of a field's id and a sentence, stand at its top, and a refused post has status 422."""
    is_refused = bool(errors) and request.method == "POST"
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return render(request, template, {**context, "errors": errors or []}, status=status)


def as_errors(refusal: Refusal, field: str = "main-content") -> list[tuple[str, str]]:
    return [(field, sentence) for sentence in refusal.sentences]


def _no(state: str, refusal: Refusal) -> JsonResponse:
    return JsonResponse({"state": state, "message": " ".join(refusal.sentences)}, status=HTTPStatus.CONFLICT)
