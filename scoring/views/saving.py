"""What the page's own script is told after a save, as `static/src/autosave.js` has it."""

from collections.abc import Mapping

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
    return JsonResponse({"state": "refused", "message": message}, status=409)


def theirs_in(request: UserRequest, stands: Mapping[str, str], *, version: int) -> JsonResponse:
    """A conflict: what stands was saved elsewhere meanwhile.

    The script lets the author choose between two texts of one field. Where other fields differ too it would overwrite
    those unseen, so then the page has to be loaded again, which offers what was typed here beside what stands.
    """
    field = request.POST.get("field", "")
    differing = {name for name, text in stands.items() if normalise(request.POST.get(name, "")) != text}
    if differing == {field}:
        message = "You changed this in another window meanwhile. Choose which text to keep."
        return JsonResponse(
            {"state": "conflict", "message": message, "version": version, "theirs": stands[field]}, status=409
        )
    message = (
        "You changed this in another window meanwhile. What you typed here is kept: load this page again to see both."
    )
    return JsonResponse({"state": "conflict", "message": message, "version": version}, status=409)
