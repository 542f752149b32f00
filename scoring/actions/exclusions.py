"""Exclusion, decided by officers once the bids are open: checks, grounds, what the bidder says, and the decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.actions import trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions.bid_letters import tell
from partners.actions.supplier_information import day_of
from partners.domain.exclusion_grounds import ground_of, is_too_old
from partners.models import Bid, MemberDeclaration
from procurement.domain.dates import day_in_words
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition
from scoring.domain.decisions import AwardState
from scoring.domain.exclusions import Finding, Listed, Status, status_of
from scoring.models import Award, DebarmentCheck, ExclusionDecision, GroundFinding, Representation
from scoring.models.reading import content_of


@dataclass(frozen=True, slots=True)
class Case:
    """All that is recorded of one bid, and what follows from it; `open_questions` are still to be answered."""

    declared: list[Mapping[str, Any]]
    check: DebarmentCheck | None
    findings: list[GroundFinding]
    representations: list[Representation]
    decision: ExclusionDecision | None
    status: Status
    open_questions: list[str]


@dataclass(frozen=True, slots=True)
class ByMember:
    """What one that stands behind the bid declared of itself, by its own people; `information` None if nothing."""

    name: str
    declared: MemberDeclaration | None

    @property
    def information(self) -> Mapping[str, Any] | None:
        return self.declared.content if self.declared else None

    @property
    def grounds(self) -> list[Mapping[str, Any]]:
        """As the lead declares them, but that whose they are is said with each person."""
        if self.declared is None:
            return []
        own = self.declared.content["basic"]["name"]
        return [
            {**each, "who": f"{each['who']}, of {own}" if each["person"] else each["who"]}
            for each in self.declared.content["grounds"]["declared"]
        ]


def declared_by_members(content: Mapping[str, Any]) -> list[ByMember]:
    """What each named in a submission declared of itself, as the submission holds it. One query, if any has.

    Raises Refusal if one is not what the submission holds.
    """
    named = content.get("consortium", [])
    marks = {each["declared"]["reference"]: each["declared"]["fingerprint"] for each in named if "declared" in each}
    rows = MemberDeclaration.objects.filter(reference__in=marks).select_related("by", "organisation") if marks else []
    found = {each.reference: each for each in rows}
    if any(
        reference not in found or fingerprint(found[reference].content) != mark for reference, mark in marks.items()
    ):
        raise Refusal("What a member declared is not what the bid holds of it: put back a copy of the backup.")
    return [ByMember(each["name"], found.get(each.get("declared", {}).get("reference", ""))) for each in named]


def case_of(bid: Bid) -> Case:
    """What is declared in the submission that counts, by the lead and by its members, and what officers recorded.

    Six queries.
    """
    content = content_of(bid)
    information = content.get("supplier_information") or {}
    declared = list(information.get("grounds", {}).get("declared", []))
    for each in declared_by_members(content):
        declared += each.grounds
    check = DebarmentCheck.objects.filter(bid=bid).select_related("by").last()
    findings = list(GroundFinding.objects.filter(bid=bid, superseded_at=None).select_related("by"))
    representations = list(Representation.objects.filter(bid=bid).select_related("invited_by", "received_by"))
    decision = ExclusionDecision.objects.filter(bid=bid, superseded_at=None).select_related("by").first()
    listed = Listed(check.listed) if check else Listed.NOT
    status = status_of([Finding(each.ground, each.applies, each.continues) for each in findings], listed)
    assessed = {(each.ground, each.who) for each in findings}
    questions = [] if check else ["Read the debarment list, and record what you found (section 28)."]
    questions += [
        f"Say whether this declared ground applies: “{ground_of(each['ground']).words}” ({each['who']})."
        for each in declared
        if (each["ground"], _one_line(each["who"])) not in assessed
    ]
    return Case(declared, check, findings, representations, decision, status, questions)


@transaction.atomic
def record_check(bid: Bid, *, checked_on: date, listed: Listed | str, note: str, by: User, at: datetime) -> None:
    """Record that the debarment list was read on that day, and what was found. The same sent twice is kept once."""
    bid = _locked(bid)
    if checked_on > day_of(at):
        raise Refusal("The list was read already: the day can’t be in the future.")
    if Listed(listed) is not Listed.NOT and not note.strip():
        raise Refusal("Say who is on the list, and for which ground.")
    last = DebarmentCheck.objects.filter(bid=bid).last()
    found = (checked_on, Listed(listed).value, note.strip())
    if last and (last.checked_on, last.listed, last.note) == found:
        return
    DebarmentCheck.objects.create(bid=bid, checked_on=found[0], listed=found[1], note=found[2], by=by, at=at)
    _record(bid, "scoring.check_debarment", by=by, at=at, kept=[checked_on.isoformat(), *found[1:]])


@transaction.atomic
def assess_ground(
    bid: Bid, ground: str, who: str, *, applies: bool, continues: bool, reasons: str, by: User, at: datetime
) -> None:
    """Say whether a ground applies to somebody, and goes on or is likely to happen again (ss.57 and 58(1))."""
    bid, reasons, who = _locked(bid), reasons.strip(), _one_line(who)
    if not reasons:
        raise Refusal("Give your reasons: what shows that it applies or not, and what weighs under section 58.")
    if applies and (old := _too_old(bid, ground, who, at)):
        raise Refusal(old)
    last = GroundFinding.objects.filter(bid=bid, ground=ground, who=who, superseded_at=None).first()
    if last and (last.applies, last.continues, last.reasons) == (applies, applies and continues, reasons):
        return
    GroundFinding.objects.filter(bid=bid, ground=ground, who=who, superseded_at=None).update(superseded_at=at)
    GroundFinding.objects.create(
        bid=bid,
        ground=ground,
        who=who,
        applies=applies,
        continues=applies and continues,
        reasons=reasons,
        by=by,
        at=at,
    )
    _record(bid, "scoring.assess_ground", by=by, at=at, kept=[ground, who, applies, continues, reasons])


@transaction.atomic
def invite_representations(bid: Bid, *, about: str, reply_by: date, by: User, at: datetime) -> None:
    """Ask the bidder to be heard, with a letter to its writers (s.58(2)). The same sent twice goes out once."""
    bid, about = _locked(bid), about.strip()
    if reply_by <= day_of(at):
        raise Refusal("Give the bidder time to answer: the day must be after today.")
    if any(each.about == about for each in Representation.objects.filter(bid=bid, reply_by=reply_by)):
        return
    Representation.objects.create(bid=bid, about=about, reply_by=reply_by, invited_by=by, invited_at=at)
    _record(bid, "scoring.invite_representations", by=by, at=at, kept=[about, reply_by.isoformat()])
    body = (
        f"{bid.competition.council} considers whether your organisation is an excluded or excludable supplier in "
        f"“{bid.competition}” (Procurement Act 2023, sections 57 and 58).\n\n{about}\n\n"
        f"You may answer, with evidence, by {day_in_words(reply_by)}. Answer to {by.email}. "
        "Nothing is decided before.\n"
    )
    tell(bid, f"Your answer is asked for: {bid.competition}", body, at)


@transaction.atomic
def record_representations(bid: Bid, *, received_on: date, received: str, by: User, at: datetime) -> None:
    """Keep what the bidder answered to the last invitation."""
    bid = _locked(bid)
    last = Representation.objects.filter(bid=bid).last()
    if last is None:
        raise Refusal("The bidder was not invited to answer yet: do that first.")
    if received_on > day_of(at) or received_on < day_of(last.invited_at):
        raise Refusal("The day on which the answer came lies between the invitation and today.")
    last.received_on, last.received, last.received_by = received_on, received.strip(), by
    last.save(update_fields=["received_on", "received", "received_by"])
    _record(bid, "scoring.record_representations", by=by, at=at, kept=[received_on.isoformat(), last.received])


@transaction.atomic
def decide(bid: Bid, *, sets_aside: bool, reasons: str, by: User, at: datetime) -> ExclusionDecision:
    """Decide whether the bid is disregarded: an excluded supplier's must be, an excludable one's may be (s.26).

    Refused while something is open, and before the bidder was heard (s.58(2)). Deciding anew supersedes the last.
    """
    bid, reasons = _locked(bid), reasons.strip()
    case = case_of(bid)
    if case.open_questions:
        raise Refusal(*case.open_questions)
    if case.status is Status.EXCLUDED and not sets_aside:
        raise Refusal("This is an excluded supplier, so its bid must be disregarded (section 26(1)).")
    if case.status is Status.NEITHER and sets_aside:
        raise Refusal("No ground that counts was found, so the bid can’t be disregarded for exclusion.")
    if not reasons:
        raise Refusal("Give the reasons for the decision.")
    if sets_aside:
        _check_heard(case, day_of(at))
    before = case.decision
    if before and (before.status, before.sets_aside, before.reasons) == (case.status.value, sets_aside, reasons):
        return before
    ExclusionDecision.objects.filter(bid=bid, superseded_at=None).update(superseded_at=at)
    decision = ExclusionDecision.objects.create(
        bid=bid, status=case.status.value, sets_aside=sets_aside, reasons=reasons, by=by, at=at
    )
    _record(bid, "scoring.decide_exclusion", by=by, at=at, kept=[case.status.value, sets_aside, reasons])
    if sets_aside:
        body = (
            f"{bid.competition.council} has decided to disregard your bid in “{bid.competition}”: you are "
            f"{case.status.label.lower()} (Procurement Act 2023, section 26).\n\n{reasons}\n\nDecided by {by}.\n"
        )
        tell(bid, f"Your bid is disregarded: {bid.competition}", body, at)
    return decision


def set_aside(competition: Competition) -> dict[str, str]:
    """Why each bid that is disregarded for exclusion is, by its reference: no ranking compares anybody with it."""
    rows = ExclusionDecision.objects.filter(bid__competition=competition, superseded_at=None, sets_aside=True)
    return {
        reference: Status(status).why_disregarded for reference, status in rows.values_list("bid__reference", "status")
    }


def undecided(competition: Competition) -> list[str]:
    """What stands between the bids and a ranking: where declarations are asked, each bid is decided on first (s.26)."""
    if not competition.asks_supplier_information:
        return []
    decided = ExclusionDecision.objects.filter(superseded_at=None).values("bid")
    names = Bid.objects.opened(competition).exclude(pk__in=decided).order_by("organisation__name", "pk")
    return [
        f"Nobody has decided yet whether “{name}” is an excluded or excludable supplier (section 26): "
        "an officer of the council decides that, at “Supplier and exclusion” of its bid."
        for name in names.values_list("organisation__name", flat=True)
    ]


def _locked(bid: Bid) -> Bid:
    """The bid, while its competition stands still. Refused before the opening and once an award is proposed."""
    competition = (
        Competition.objects.select_for_update(of=("self",))
        .select_related("service__council")
        .get(pk=bid.competition_id)
    )
    if competition.stage not in {CompetitionState.OPENED, CompetitionState.RANKED}:
        raise Refusal(f"The competition stands at “{competition.stage.label}”, so nothing is recorded on exclusion.")
    if Award.objects.filter(competition=competition).exclude(state=AwardState.RETURNED.value).exists():
        raise Refusal("An award has been proposed. Ask the approver to send the proposal back first.")
    found = Bid.objects.select_related("organisation").get(pk=bid.pk)
    found.competition = competition
    return found


def _too_old(bid: Bid, ground: str, who: str, at: datetime) -> str:
    for each in case_of(bid).declared:
        happened = each["happened_on"]
        if (each["ground"], _one_line(each["who"])) == (ground, who) and happened and not each["goes_on"]:
            found = ground_of(ground)
            if is_too_old(found, date.fromisoformat(happened), day_of(at)):
                return f"This was over {found.years} years ago and must be ignored: record that it does not apply."
    return ""


def _check_heard(case: Case, today: date) -> None:
    if not case.representations:
        raise Refusal("Invite the bidder to make representations first, with time to answer (section 58(2)).")
    last = case.representations[-1]
    if last.received_on is None and last.reply_by >= today:
        raise Refusal(
            f"The bidder may answer until {day_in_words(last.reply_by)}: decide then, or once its answer is recorded."
        )


def _one_line(name: str) -> str:
    return " ".join(name.split())


def _record(bid: Bid, verb: str, *, by: User, at: datetime, kept: list[Any]) -> None:
    # On the bid's own trail, and only as a fingerprint: people of the council read it who may know nothing of this.
    trail.record(verb, bid, trail=bid.reference, by=by, at=at, fingerprint=fingerprint(kept))
