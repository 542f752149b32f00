"""What a supplier says of itself in every competition: core supplier information (PR 2024, reg. 6).

It belongs to the organisation, is written once, and is confirmed as a whole: a confirmed version is what bids hold. Who
stands behind it, and what is declared of them, is sealed in the database.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Referenced, SealedCharField, SealedJSONField, SealedTextField, User
from partners.domain.connected_persons import Connection
from partners.domain.exclusion_grounds import GROUNDS
from partners.domain.identifiers import Scheme
from partners.models.organisations import Organisation

SCHEMES = [(scheme.value, scheme.label) for scheme in Scheme]
CONNECTIONS = [(each.value, each.label) for each in Connection]


class OrganisationIdentifier(models.Model):
    """A number under which a register knows the organisation, in the register's own form."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="identifiers")
    scheme = models.CharField(max_length=10, choices=SCHEMES)
    value = models.CharField(max_length=20)

    class Meta:
        ordering = ["organisation", "scheme", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "scheme", "value"], name="each_identifier_once_for_an_organisation"
            )
        ]

    def __str__(self) -> str:
        return f"{Scheme(self.scheme).label}: {self.value}"


class SupplierInformation(models.Model):
    """The information as it stands, being written: basic details (reg. 9) and economic standing (reg. 10).

    `answered_for` is the fingerprint of the people for whom somebody answered all grounds of exclusion; when the list
    of people changes, they are answered again.
    """

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="supplier_information")
    contact_email = models.EmailField("e-mail address for the council", max_length=254, blank=True)
    website = models.URLField("website", max_length=300, blank=True)
    vat_number = models.CharField("VAT number", max_length=20, blank=True)
    legal_form = models.CharField("legal form", max_length=200, blank=True)
    governing_law = models.CharField("law that governs it", max_length=200, blank=True)
    registered_on = models.DateField("day of registration, or on which it began", null=True, blank=True)
    is_sme = models.BooleanField("a small or medium-sized enterprise", default=False)
    is_vcse = models.BooleanField("a voluntary, community or social enterprise", default=False)
    is_supported_employment = models.BooleanField("a supported employment provider", default=False)
    is_mutual = models.BooleanField("a public service mutual", default=False)

    accounts_end_on = models.DateField("last day of the latest accounts", null=True, blank=True)
    accounts_where = models.TextField("where the accounts can be read", blank=True)
    accounts_audited = models.BooleanField("the accounts are audited", default=False)
    no_accounts_because = models.TextField("why there are no accounts, and what shows its standing", blank=True)

    answered_for = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"Supplier information of {self.organisation}"


class ConnectedPersonQuerySet(models.QuerySet["ConnectedPerson"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(organisation__in=Organisation.objects.visible_to(user)).select_related("organisation")


class ConnectedPerson(Referenced):
    """A connected person (Sch. 6, para. 45) or an associated one (s.26(4)); a person or an organisation."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="connected_persons")
    name = SealedCharField("name", max_length=300)
    connection = models.CharField("connection", max_length=30, choices=CONNECTIONS)
    since_on = models.DateField("since", null=True, blank=True)
    until_on = models.DateField("until", null=True, blank=True)
    born_in = SealedCharField("month and year of birth", max_length=20, blank=True)
    address = SealedTextField("address", blank=True)
    scheme = models.CharField("register", max_length=10, choices=SCHEMES, blank=True)
    number = models.CharField("number in the register", max_length=20, blank=True)

    objects = ConnectedPersonQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "pk"]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def is_associated(self) -> bool:
        return self.connection == Connection.ASSOCIATED


class DeclaredGroundQuerySet(models.QuerySet["DeclaredGround"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(organisation__in=Organisation.objects.visible_to(user)).select_related(
            "organisation", "person"
        )


class DeclaredGround(Referenced):
    """A ground of exclusion that applies, or may: to the organisation itself, or to a person behind it.

    The last three fields are the evidence that weighs under s.58(1), as reg. 12(13A) asks for it.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="declared_grounds")
    ground = models.CharField(max_length=10, choices=[(each.reference, each.words) for each in GROUNDS])
    person = models.ForeignKey(ConnectedPerson, models.PROTECT, null=True, blank=True, related_name="declared_grounds")
    happened_on = models.DateField("when it happened, or was decided", null=True, blank=True)
    goes_on = models.BooleanField("it still goes on", default=False)
    what_happened = SealedTextField("what happened", blank=True)
    taken_seriously = SealedTextField("how it was taken seriously", blank=True)
    steps_taken = SealedTextField("what was done so that it does not happen again", blank=True)
    commitments = SealedTextField("what more is promised", blank=True)

    objects = DeclaredGroundQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "pk"]

    def __str__(self) -> str:
        return f"{self.get_ground_display()}: {self.person or self.organisation}"


class SupplierInformationVersion(Referenced):
    """The whole of the information as an administrator confirmed it, for good. The last one is what a bid holds."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="information_versions")
    number = models.PositiveIntegerField()
    content = SealedJSONField()
    fingerprint = models.CharField("SHA-256 of the content", max_length=64)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["organisation", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"], name="versions_of_supplier_information_are_numbered"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="versions_are_numbered_from_one"),
        ]

    def __str__(self) -> str:
        return f"Supplier information of {self.organisation}, version {self.number}"
