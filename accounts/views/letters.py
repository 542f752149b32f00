"""What the pages of letters share. Which letters there are is the business of whoever shows them."""

from datetime import datetime

from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.access import UserRequest
from accounts.actions import letters
from accounts.domain.refusals import Refusal
from accounts.models import Letter

LETTERS_ON_A_PAGE = 50


def try_again(request: UserRequest, readable: QuerySet[Letter], *, at: datetime) -> None:
    """Have the letter that the form names tried again, if it is one of those; and say how that went."""
    letter = get_object_or_404(readable, reference=request.POST.get("letter", ""))
    try:
        letters.try_again(letter, at=at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The letter to {letter.to} is tried again in a moment.")
