"""What a bidder answers to a question of the panel, and who is told that there is an answer to read."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.db.models import Q

from accounts.actions import letters
from accounts.models import User
from partners.actions import enquiries
from partners.models import Enquiry
from scoring.domain.roles import PanelRole
from scoring.models import Assignment, EnquiryDraft, PanelMember


@transaction.atomic
def answer(enquiry: Enquiry, text: str, *, files: Sequence[File[bytes]] = (), by: User, at: datetime) -> Enquiry:
    """Answer a question of the panel, once. Those who judge by it are told, unless an officer has to decide first."""
    given = enquiries.answer(enquiry, text, files=files, by=by, at=at)
    # The same answer sent again came in before, and was told of then.
    if given.answered_at == at and given.counts:
        tell_the_panel(given, at)
    return given


def tell_the_panel(enquiry: Enquiry, at: datetime) -> None:
    """By letter, to all who score this and to a chair who asked. Not who answered, nor what: letters lie about."""
    competition = enquiry.bid.competition
    judging = Assignment.objects.counting().filter(bid=enquiry.bid_id, criterion=enquiry.criterion_id).order_by()
    asked = EnquiryDraft.objects.filter(enquiry=enquiry, member__role=PanelRole.CHAIR.value).order_by()
    seats = PanelMember.objects.sitting(competition).filter(
        Q(pk__in=judging.values("member")) | Q(pk__in=asked.values("member"))
    )
    for seat in seats.order_by("pk"):
        letters.queue(
            seat.user.email,
            f"A bidder has answered: {competition.title}",
            f"A bidder has answered what the panel for “{competition}” asked about its bid. Sign in to read it: open "
            "“My work”, then your seat on the panel, and there “Questions to bidders”. It also stands beside the "
            "answer that you score.\n",
            at=at,
        )
