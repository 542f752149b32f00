"""Declaring interests in bidders, and deciding what follows from one (Procurement Act 2023, ss.81-83)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from accounts.actions import letters, trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.domain.lifecycle import BidState
from partners.domain.words import normalise
from partners.models import Bid
from procurement.models import Competition
from scoring.actions.interests import OPEN
from scoring.domain.interests import Declared
from scoring.domain.roles import Interest, PanelRole
from scoring.models import Assignment, InterestDecision, InterestDeclaration, InterestEntry, PanelMember


@transaction.atomic
def declare(member: PanelMember, bid: Bid, declared: Declared, *, by: User, at: datetime) -> InterestDeclaration:
    """Declare about a bidder and all who are named in its bid (s.81), before anything of the bid is seen.

    An interest shuts the bid for the member, unless somebody decides that they may take part; scores that they gave to
    it are kept, but count no longer. A later declaration supersedes this one, which is kept.
    """
    rows = PanelMember.objects.select_for_update(of=("self",), no_key=True)
    member = rows.select_related("user", "competition").get(pk=member.pk)
    declared = _tidied(declared)
    _check(member, bid, declared)
    last = InterestDeclaration.objects.filter(member=member, bid=bid).order_by("at", "pk").last()
    if last and last.superseded_at is None and declared_in(last) == declared:
        return last
    InterestDeclaration.objects.filter(member=member, bid=bid, superseded_at=None).update(superseded_at=at)
    declaration = _keep(member, bid, declared, at)
    trail.record(
        "scoring.declare",
        f"{member.user} about {bid.organisation}",
        trail=member.competition.reference,
        by=by,
        at=at,
        interest=declared.interest.value,
        before=last.interest if last else None,
        **_said_of_the_company(declared),
    )
    if declared.entries or (last and last.interest != Interest.NONE):
        _tell_of_declaration(member, bid, declared.interest, at)
    return declaration


@transaction.atomic
def declare_all(member: PanelMember, declarations: Sequence[tuple[Bid, Declared]], *, by: User, at: datetime) -> None:
    """Declare about several bidders at once: all of it or nothing."""
    for bid, declared in declarations:
        declare(member, bid, declared, by=by, at=at)


@transaction.atomic
def decide(
    declaration: InterestDeclaration, *, may_take_part: bool, mitigation: str, reasons: str, by: User, at: datetime
) -> InterestDecision:
    """Decide whether a member may read and score a bid in spite of an interest, on which terms, and why (s.82).

    Nobody decides about themselves. A new decision supersedes the last; a new declaration is decided on anew.
    """
    competition = Competition.objects.select_for_update(no_key=True).get(pk=declaration.member.competition_id)
    member = PanelMember.objects.select_for_update(of=("self",), no_key=True).get(pk=declaration.member_id)
    declaration = InterestDeclaration.objects.select_related("bid__organisation", "member__user").get(pk=declaration.pk)
    mitigation, reasons = normalise(mitigation).strip(), normalise(reasons).strip()
    if competition.stage not in OPEN:
        raise Refusal(f"The competition stands at “{competition.stage.label}”, so nothing is decided on interests.")
    if declaration.superseded_at or declaration.interest == Interest.NONE:
        raise Refusal("This declaration counts no longer or tells of no interest, so there is nothing to decide.")
    _check_decision(declaration, may_take_part, mitigation, reasons, by)
    if may_take_part:
        _check_may_still_score(declaration, member)
    last = declaration.decisions.filter(superseded_at=None).first()
    if last and (last.may_take_part, last.mitigation, last.reasons) == (may_take_part, mitigation, reasons):
        return last
    declaration.decisions.filter(superseded_at=None).update(superseded_at=at)
    decision = InterestDecision.objects.create(
        declaration=declaration, may_take_part=may_take_part, mitigation=mitigation, reasons=reasons, by=by, at=at
    )
    trail.record(
        "scoring.decide_interest",
        f"{declaration.member.user} about {declaration.bid.organisation}",
        trail=competition.reference,
        by=by,
        at=at,
        interest=declaration.interest,
        may_take_part=may_take_part,
        fingerprint=fingerprint([mitigation, reasons]),
    )
    _tell_of_decision(competition, member, decision)
    return decision


def declared_in(declaration: InterestDeclaration) -> Declared:
    """The declaration as a value."""
    entries = tuple(each.value() for each in declaration.entries.all())
    return Declared(entries, declaration.will_own, declaration.will_sit)


def _keep(member: PanelMember, bid: Bid, declared: Declared, at: datetime) -> InterestDeclaration:
    declaration = InterestDeclaration.objects.create(
        member=member,
        bid=bid,
        interest=declared.interest.value,
        details="\n\n".join(dict.fromkeys(each.details for each in declared.entries)),
        will_own=declared.will_own,
        will_sit=declared.will_sit,
        at=at,
    )
    InterestEntry.objects.bulk_create(
        InterestEntry(
            declaration=declaration,
            about=each.about,
            part=each.part,
            interest=each.interest.value,
            kind=each.kind.value,
            details=each.details,
            mitigation=each.mitigation,
        )
        for each in declared.entries
    )
    return declaration


def _tidied(declared: Declared) -> Declared:
    entries = tuple(
        replace(each, details=normalise(each.details).strip(), mitigation=normalise(each.mitigation).strip())
        for each in declared.entries
    )
    return replace(declared, entries=entries)


def _said_of_the_company(declared: Declared) -> dict[str, bool]:
    if declared.will_own is None or declared.will_sit is None:
        return {}
    return {"will_own_part_of_the_company": declared.will_own, "will_sit_on_its_board": declared.will_sit}


def _check(member: PanelMember, bid: Bid, declared: Declared) -> None:
    competition = member.competition
    if member.left_at is not None:
        raise Refusal("You have left this panel, so there is nothing to declare.")
    if competition.opened_at is None or bid.competition_id != competition.pk or bid.state != BidState.SUBMITTED:
        raise Refusal("The bids are not opened yet: declare your interests once they are.")
    if competition.stage not in OPEN:
        raise Refusal(f"The competition stands at “{competition.stage.label}”, so declarations stay as they are.")
    if not declared.entries and bid.organisation.members.filter(user=member.user_id).exists():
        raise Refusal(
            f"You belong to {bid.organisation}, so you have an actual conflict of interest: declare that.",
            "While you belong to a bidder you can read no bid. Ask the council to take you off the panel.",
        )
    declared.check()


def _check_decision(
    declaration: InterestDeclaration, may_take_part: bool, mitigation: str, reasons: str, by: User
) -> None:
    if declaration.member.user_id == by.pk:
        raise Refusal("This is your own declaration: somebody else decides on it.")
    if not reasons:
        raise Refusal("Give the reasons for the decision.")
    if may_take_part and not mitigation:
        raise Refusal("Say what is done about the interest, so that it gives nobody an advantage (section 82).")
    if may_take_part and declaration.bid.organisation.members.filter(user=declaration.member.user_id).exists():
        raise Refusal(f"{declaration.member.user} belongs to {declaration.bid.organisation}, so they cannot take part.")


def _check_may_still_score(declaration: InterestDeclaration, member: PanelMember) -> None:
    """Who has locked gives no score any more: let in now, they would be told of as one who scored this bid."""
    left = Assignment.objects.filter(member=member, bid=declaration.bid, is_scored=False)
    if member.locked_at and left.exists():
        raise Refusal(
            f"{declaration.member.user} has locked their scores and gave this bid none, so they can’t score it any "
            "more. Decide that they stay out of it. If too few are left to score it, appoint somebody to the panel."
        )


def _tell_of_declaration(member: PanelMember, bid: Bid, interest: Interest, at: datetime) -> None:
    competition = member.competition
    told = {member.appointed_by}
    told |= {seat.user for seat in PanelMember.objects.sitting(competition).filter(role=PanelRole.CHAIR.value)}
    declared = f"{member.user} declared about {bid.organisation}: {interest.label}."
    follows = (
        "They may read its bid now. The chair assigns what they are to score of it."
        if interest == Interest.NONE
        else "They can no longer read or score its bid, and scores that they gave to it do not count. A lead officer "
        "may decide otherwise, in the register of interests."
    )
    if member.role == PanelRole.CHAIR and interest != Interest.NONE:
        follows += " Its scores can only be moderated by another chair: please appoint one."
    for user in sorted(told - {member.user}, key=lambda each: each.pk):
        letters.queue(
            user.email,
            f"A declaration of interest for {competition.title}"[:300],
            f"{declared}\n\n{follows}",
            at=at,
            trail=competition.reference,
        )


def _tell_of_decision(competition: Competition, member: PanelMember, decision: InterestDecision) -> None:
    about = f"{decision.declaration.member.user} declared an interest in {decision.declaration.bid.organisation}"
    if decision.may_take_part:
        follows = f"They may read and score its bid all the same, on these terms:\n\n{decision.mitigation}"
    else:
        follows = "They neither read nor score its bid."
    body = f"{about}, which bids for “{competition}”. {decision.by} has decided: {follows}\n\n{decision.reasons}\n"
    chairs = PanelMember.objects.sitting(competition).filter(role=PanelRole.CHAIR.value)
    told = {decision.declaration.member.user, *(chair.user for chair in chairs)} - {decision.by}
    for user in sorted(told, key=lambda each: each.pk):
        letters.queue(
            user.email, f"Decided on an interest: {competition}", body, at=decision.at, trail=competition.reference
        )
