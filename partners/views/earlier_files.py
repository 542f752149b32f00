"""Files of the stage before, on the page of a bid's documents: the chosen ones, or all of them, are taken over."""

from django.utils import timezone

from accounts.access import UserRequest
from accounts.domain.refusals import Refusal
from partners.actions.earlier_files import files_to_take_over, take_over_file
from partners.domain.deadlines import TooLate
from partners.models import Bid, BidDocument

FIELD = "earlier"


def take_over(request: UserRequest, bid: Bid) -> tuple[list[BidDocument], list[tuple[str, str]]]:
    """The files that were taken over, and what is wrong. Each is taken or refused by itself."""
    chosen, takes_all = set(request.POST.getlist("earlier")), request.POST.get("take") == "all"
    if not (chosen or takes_all):
        return [], [(FIELD, "Choose at least one file of the stage before.")]
    added: list[BidDocument] = []
    errors: list[tuple[str, str]] = []
    for each in files_to_take_over(bid):
        if not (takes_all or each.document.reference in chosen):
            continue
        try:
            added.append(take_over_file(bid, each, by=request.user, at=timezone.now()))
        except Refusal as refusal:
            # Once it is too late the page does not offer them any more.
            place = "main-content" if isinstance(refusal, TooLate) else FIELD
            errors += [(place, sentence) for sentence in refusal.sentences if (place, sentence) not in errors]
    return added, errors
