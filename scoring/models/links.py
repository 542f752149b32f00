"""Links that were found between bids, or between the panel and a bid, and what somebody made of them."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KeyTransform

from accounts.models import User
from partners.domain.connected_persons import Connection
from partners.domain.consortia import ConsortiumRole
from partners.models import OrganisationMember, Submission
from procurement.models import Competition
from scoring.domain.behind_bids import BIDDER
from scoring.domain.hidden_links import BidPeople, Judge, Link, Match, Named, Writer, links
from scoring.models.members_own import with_their_own
from scoring.models.opened import OpenedBid
from scoring.models.panels import PanelMember

_ORGANISATIONS = frozenset({Connection.PARENT, Connection.SUBSIDIARY, Connection.PREDECESSOR})


class LinkFinding(models.Model):
    """That somebody confirmed a link, or dismissed it, with a reason. Finding otherwise supersedes it."""

    competition = models.ForeignKey(Competition, models.PROTECT, related_name="link_findings")
    key = models.CharField("the same for the same match between the same", max_length=40)
    match = models.CharField(max_length=20, choices=[(each.value, each.label) for each in Match])
    words = models.TextField("what matched")
    is_confirmed = models.BooleanField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["competition", "key"], condition=Q(superseded_at=None), name="one_finding_counts_for_a_link"
            )
        ]

    def __str__(self) -> str:
        return f"{self.words} ({'confirmed' if self.is_confirmed else 'dismissed'})"


def links_for(user: User, competition: Competition) -> list[Link]:
    """The links among the bids that the person may read, and with the panel. Four queries at most."""
    judges = [
        Judge(each.reference, each.user.name, each.user.email, each.employer)
        for each in PanelMember.objects.sitting(competition)
    ]
    return links(_people_of(user, competition), judges)


def _people_of(user: User, competition: Competition) -> list[BidPeople]:
    readable = OpenedBid.objects.visible_to(user).filter(competition=competition).order_by()
    rows = (
        Submission.objects.filter(bid__in=readable.values("pk"), superseded_at=None)
        .annotate(
            named_organisation=KeyTransform("organisation", "content"),
            named_consortium=KeyTransform("consortium", "content"),
            named_information=KeyTransform("supplier_information", "content"),
        )
        .select_related("bid")
        .defer("content", "sealed")
    )
    members = OrganisationMember.objects.filter(organisation__bids__in=readable.values("pk")).order_by("pk")
    writers: dict[int, list[Writer]] = defaultdict(list)
    for organisation, name, email in members.values_list("organisation", "user__name", "user__email"):
        writers[organisation].append(Writer(name, email))
    found, submissions = [], list(rows)
    # The annotations are not known to the type checker.
    consortia = with_their_own(vars(each)["named_consortium"] for each in submissions)
    for each, consortium in zip(submissions, consortia, strict=True):
        fields = vars(each)
        organisation = fields["named_organisation"]
        named = _named(organisation, consortium, fields["named_information"] or {})
        found.append(
            BidPeople(each.bid.reference, organisation["name"], tuple(named), tuple(writers[each.bid.organisation_id]))
        )
    return found


def _named(organisation: dict[str, Any], consortium: list[dict[str, Any]], information: dict[str, Any]) -> list[Named]:
    found = [_organisation(organisation["name"], BIDDER, information, organisation.get("address") or "")]
    for member in consortium:
        role = ConsortiumRole(member.get("role") or ConsortiumRole.MEMBER).short
        own = member["information"] or {}
        found.append(_organisation(member["name"], role, own))
        if signed := (member.get("agreed") or {}).get("by"):
            found.append(Named(signed, f"who agreed for {member['name']}", is_person=True))
        if declared := (member.get("declared") or {}).get("by"):
            found.append(Named(declared, f"who declared for {member['name']}", is_person=True))
        found += [_person(person, f", of {member['name']}") for person in own.get("persons") or ()]
    found += [_person(person) for person in information.get("persons") or ()]
    if information.get("confirmed_by"):
        found.append(Named(information["confirmed_by"], "who confirmed its supplier information", is_person=True))
    return found


def _organisation(name: str, part: str, information: dict[str, Any], address: str = "") -> Named:
    basic = information.get("basic") or {}
    numbers = tuple(f"{each['scheme']} {each['value']}" for each in basic.get("identifiers") or ())
    return Named(name, part, address=basic.get("address") or address, numbers=numbers)


def _person(person: dict[str, Any], of_whom: str = "") -> Named:
    connection = Connection(person["connection"])
    number = (f"{person['scheme']} {person['number']}",) if person.get("number") else ()
    return Named(
        person["name"],
        connection.label.lower() + of_whom,
        is_person=connection not in _ORGANISATIONS and not number,
        address=person.get("address") or "",
        numbers=number,
        born_in=person.get("born_in") or "",
    )
