"""Who bids together with the lead member, what they said when they were asked, and what they declared of themselves."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Referenced, SealedEmailField, SealedJSONField, Tagged, User
from partners.domain.reminders import Step
from partners.models.bids import Bid
from partners.models.organisations import Organisation, tags_of

PURPOSE = "partners.consent"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def visible_to(self, user: User) -> Self:
        """To whom it was sent, and once it is answered to the people of the organisation for which it was.

        A question that a newer one replaced is nobody's any more. Whoever works for the council that runs the
        competition sees none.
        """
        asked = Q(email_tag__in=tags_of(user.email, PURPOSE), answered_at=None)
        answered = Q(organisation__in=user.organisation_roles.values("organisation"))
        return (
            self.filter(asked | answered, withdrawn_at=None)
            .exclude(bid__competition__service__council__in=user.council_roles.values("council"))
            .select_related("bid__organisation", "bid__competition__service__council", "organisation", "asked_by")
        )


class Consent(Tagged, Referenced):
    """That somebody named in a consortium was asked to confirm its part, and what it answered.

    `terms` is what it was asked to confirm: name, kind, registered number, role, share and part. A consent holds for
    these terms alone. Only the hash of the link's token is kept. `organisation` is the one for which it was answered.
    """

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="consents")
    terms = SealedJSONField()
    email = SealedEmailField(max_length=254)
    email_tag = models.CharField("stands for the address, to be found by", max_length=64)
    token_hash = models.CharField(max_length=64, unique=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = SealedJSONField("whether it agrees, who said so, for which organisation, why not", null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="consents")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["bid", "asked_at", "pk"]

    def tags_now(self) -> dict[str, str]:
        return {"email_tag": tags_of(self.email, PURPOSE)[0]}

    def __str__(self) -> str:
        return f"{self.terms['name']}, asked {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.withdrawn_at is None

    @property
    def has_agreed(self) -> bool:
        return self.answer is not None and bool(self.answer["agrees"])

    @property
    def was_taken_back(self) -> bool:
        """Whether it had agreed, and took that back."""
        return self.answer is not None and "agreed_at" in self.answer

    def is_asked_of(self, user: User) -> bool:
        """Whether it was sent to the person's address."""
        return bool(user.email.casefold() == self.email.casefold())


class PartReminder(models.Model):
    """That a member's turn to be reminded of its part came, once for each step before a deadline."""

    consent = models.ForeignKey(Consent, models.PROTECT, related_name="reminders")
    step = models.CharField(max_length=20, choices=[(step.value, step.value) for step in Step])
    deadline = models.DateTimeField("the deadline as it stood")
    at = models.DateTimeField()
    letters = models.PositiveIntegerField("letters that went out; none if nothing was missing", default=0)

    class Meta:
        ordering = ["consent", "at"]
        constraints = [
            models.UniqueConstraint(fields=["consent", "deadline", "step"], name="each_reminder_of_a_part_comes_once")
        ]

    def __str__(self) -> str:
        return f"{self.step} before {self.deadline}"


class MemberDeclarationQuerySet(models.QuerySet["MemberDeclaration"]):
    def visible_to(self, user: User) -> Self:
        """To the people of the organisation that declared; to those who write the bid only if it is shown to them."""
        mine = Q(organisation__in=user.organisation_roles.values("organisation"))
        shown = Q(is_shown=True, bid__in=Bid.objects.visible_to(user))
        return (
            self.filter(mine | shown)
            .exclude(bid__competition__service__council__in=user.council_roles.values("council"))
            .select_related("bid__competition__service__council", "organisation", "by")
        )

    def standing(self) -> Self:
        return self.filter(ended_at=None)


class MemberDeclaration(Referenced):
    """What somebody named in a bid declared of itself for it, by its own people: its supplier information, frozen.

    The bid holds its reference and fingerprint; only the council reads the rest, after the opening, and the lead if
    `is_shown`. A newer one, or taking it back, ends it; it is kept, since a submission may hold it.
    """

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="member_declarations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="member_declarations")
    content = SealedJSONField("the supplier information, as it was confirmed")
    fingerprint = models.CharField("SHA-256 of the content", max_length=64)
    is_shown = models.BooleanField("the lead member may read it", default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MemberDeclarationQuerySet.as_manager()

    class Meta:
        ordering = ["bid", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bid", "organisation"],
                condition=Q(ended_at=None),
                name="one_declaration_of_a_member_stands_in_a_bid",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, declared {self.at:%Y-%m-%d %H:%M}"
