"""Which letters a council may read: those on a competition's trail, and those to bidders since the opening."""

from django.db.models import Q, QuerySet

from accounts.models import Letter, User
from procurement.models import Competition
from scoring.models.late_bids import LateBid
from scoring.models.opened import OpenedBid


def letters_of(competition: Competition, user: User) -> QuerySet[Letter]:
    """The letters that this person may read, the newest first. What a bidder got before the opening stays its own."""
    letters = Letter.objects.filter(trail=competition.reference)
    if competition.opened_at is not None:
        opened = OpenedBid.objects.visible_to(user).filter(competition=competition).order_by()
        late = LateBid.objects.visible_to(user).filter(competition=competition).order_by()
        theirs = Q(trail__in=opened.values("reference")) | Q(trail__in=late.values("reference"))
        letters = Letter.objects.filter(
            Q(trail=competition.reference) | theirs & Q(queued_at__gte=competition.opened_at)
        )
    return letters.order_by("-queued_at", "-pk")
