"""Which letters an organisation's people may read: those on its own trail and on those of its bids and intentions."""

from django.db.models import Q, QuerySet

from accounts.models import Letter, User
from partners.models.bids import Bid
from partners.models.intentions import Intention
from partners.models.organisations import Organisation


def letters_of(organisation: Organisation, user: User) -> QuerySet[Letter]:
    """The letters about the organisation's doings that this person may know of, the newest first."""
    bids = Bid.objects.visible_to(user).filter(organisation=organisation).order_by()
    intentions = Intention.objects.visible_to(user).filter(organisation=organisation).order_by()
    theirs = Q(trail__in=bids.values("reference")) | Q(trail__in=intentions.values("reference"))
    return Letter.objects.filter(theirs | Q(trail=organisation.reference)).order_by("-queued_at", "-pk")


def addresses_of(organisation: Organisation) -> set[str]:
    """The e-mail addresses of its people. The text of a letter to anybody else may hold a link that is only theirs."""
    return {email.casefold() for email in organisation.members.values_list("user__email", flat=True)}
