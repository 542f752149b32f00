"""What the page's own script is told after a save, as `static/src/autosave.js` has it."""

from collections.abc import Mapping
from http import HTTPStatus

from django.http import JsonResponse

from accounts.access import UserRequest
from partners.domain.words import normalise


def somebody_else(request: UserRequest) -> JsonResponse | None:
    """A refusal, if the page was made for somebody who has since given way to another person in this browser."""
    if request.POST.get("as_user", "") in {"", str(request.user.pk)}:
        return None
    message = (
        f"{request.user} has signed in in this browser since this page was loaded. "
        "Your text is kept on this computer: sign in as yourself again to save it."
    )
    return JsonResponse({"state": "refused", "message": message}, status=HTTPStatus.CONFLICT)


def theirs_in(request: UserRequest, stands: Mapping[str, str], *, version: int) -> JsonResponse:
    """A conflict: what stands was saved elsewhere meanwhile. The script lets the author choose, field by field."""
    differing = {name: text for name, text in stands.items() if normalise(request.POST.get(name, "")) != text}
    message = "You changed this in another window meanwhile. Choose which text to keep."
    return JsonResponse(
        {"state": "conflict", "message": message, "version": version, "theirs": differing}, status=HTTPStatus.CONFLICT
    )
