import rules

from accounts.models import User
from accounts.rules import is_at_council, is_lead_officer, is_officer, is_signed_in, role_at
from partners.domain.organisations import OrganisationRole
from partners.models import (
    Admission,
    Bid,
    BidDocument,
    ConnectedPerson,
    Consent,
    DeclaredGround,
    Enquiry,
    FilledKit,
    LateAttempt,
    MemberDeclaration,
    Organisation,
    OrganisationMember,
    Submission,
    Upload,
)
from procurement.models import Competition, KeyShare


def role_in(user: User, organisation_id: int) -> OrganisationRole | None:
    """The person's role in the organisation, read once for each request's user object."""
    roles: dict[int, OrganisationRole] | None = getattr(user, "_roles_by_organisation", None)
    if roles is None:
        rows = OrganisationMember.objects.filter(user=user).values_list("organisation_id", "role")
        roles = {pk: OrganisationRole(role) for pk, role in rows}
        user._roles_by_organisation = roles  # type: ignore[attr-defined]
    return roles.get(organisation_id)


@rules.predicate
def is_member(user: User, organisation: Organisation) -> bool:
    return role_in(user, organisation.pk) is not None


@rules.predicate
def is_administrator(user: User, organisation: Organisation) -> bool:
    return role_in(user, organisation.pk) == OrganisationRole.ADMINISTRATOR


@rules.predicate
def is_member_of_its_organisation(user: User, part: ConnectedPerson | DeclaredGround) -> bool:
    return role_in(user, part.organisation_id) is not None


@rules.predicate
def writes_bid(user: User, bid: Bid) -> bool:
    """Somebody of its organisation, unless they work for the council that runs the competition."""
    return role_in(user, bid.organisation_id) is not None and role_at(user, bid.competition.council) is None


@rules.predicate
def writes_its_bid(user: User, part: BidDocument | Enquiry | FilledKit | LateAttempt | Submission | Upload) -> bool:
    return bool(writes_bid(user, part.bid))


@rules.predicate
def takes_part(user: User, consent: Consent) -> bool:
    """Whom the lead asked, until it is answered; then the people of the organisation for which it was answered."""
    if consent.answered_at is None:
        return consent.is_asked_of(user)
    return consent.organisation_id is not None and role_in(user, consent.organisation_id) is not None


@rules.predicate
def speaks_for_the_part(user: User, consent: Consent) -> bool:
    """An administrator of the organisation for which it was answered."""
    answered_for = consent.organisation_id
    return answered_for is not None and role_in(user, answered_for) == OrganisationRole.ADMINISTRATOR


@rules.predicate
def may_read_declaration(user: User, declared: MemberDeclaration) -> bool:
    """Its own organisation; whoever writes the bid, if it is shown to them."""
    if role_in(user, declared.organisation_id) is not None:
        return True
    return declared.is_shown and bool(writes_bid(user, declared.bid))


@rules.predicate
def may_consider(user: User, competition: Competition) -> bool:
    """Anybody who has signed in, but for the council that runs it; in a later stage only those who went on to it."""
    if competition.published_at is None or role_at(user, competition.council) is not None:
        return False
    admitted = Admission.objects.filter(competition=competition, organisation__members__user=user)
    return competition.follows_id is None or admitted.exists()


@rules.predicate
def is_of_an_organisation(user: User, subject: object = None) -> bool:
    return OrganisationMember.objects.filter(user=user).exists()


@rules.predicate
def enters_share(user: User, share: KeyShare) -> bool:
    """Who holds it; the code out of the envelope a lead officer enters."""
    return share.holder_id == user.pk if share.holder_id else bool(is_lead_officer(user, share))


rules.add_perm("partners.add_organisation", is_signed_in)
rules.add_perm("partners.view_organisation", is_member)
rules.add_perm("partners.manage_organisation", is_administrator)
rules.add_perm("partners.write_supplier_information", is_member)
rules.add_perm("partners.write_connected_person", is_member_of_its_organisation)
rules.add_perm("partners.write_declared_ground", is_member_of_its_organisation)
rules.add_perm("partners.consider_bid", may_consider)
rules.add_perm("partners.start_bid", may_consider & is_of_an_organisation)
rules.add_perm("partners.view_bid", writes_bid)
rules.add_perm("partners.write_bid", writes_bid)
rules.add_perm("partners.submit_bid", writes_bid)
rules.add_perm("partners.read_document", writes_its_bid)
rules.add_perm("partners.write_document", writes_its_bid)
rules.add_perm("partners.take_kit", writes_its_bid)
rules.add_perm("partners.answer_enquiry", writes_its_bid)
rules.add_perm("partners.send_upload", writes_its_bid)
rules.add_perm("partners.read_late_attempt", writes_its_bid)
rules.add_perm("partners.read_receipt", writes_its_bid)
rules.add_perm("partners.view_part", takes_part)
rules.add_perm("partners.declare_part", speaks_for_the_part)
rules.add_perm("partners.read_member_declaration", may_read_declaration)
rules.add_perm("partners.view_opening", is_at_council)
rules.add_perm("partners.open_bids", is_officer)
rules.add_perm("partners.enter_key_code", is_at_council & enters_share)
