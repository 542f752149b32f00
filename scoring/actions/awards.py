from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from accounts.actions import letters, trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.domain.roles import CouncilRole
from accounts.models import CouncilMember, User
from partners.models import Bid
from procurement.domain.lifecycle import CompetitionState, check_move
from procurement.models import Competition
from scoring.actions import award_records, rankings, reports
from scoring.domain import ranking_record
from scoring.domain.decisions import AwardState, ReportKind
from scoring.models import Award, PanelMember, Ranking
from spinouts.actions import ventures


@transaction.atomic
def propose(competition: Competition, bid: Bid, *, reasons: str, by: User, at: datetime) -> Award:
    """Propose to award to the bid in first place of the latest ranking, or to one of those that share it."""
    competition = rankings.locked(competition)
    standing = _standing(competition)
    if standing and (standing.state, standing.bid_id, standing.proposed_by_id) == (AwardState.PROPOSED, bid.pk, by.pk):
        return standing
    if standing:
        raise Refusal(
            f"The award to {standing.bid.organisation} has been proposed already, and waits for the approver."
        )
    if competition.ends_with_shortlist:
        raise Refusal("Another stage follows this one: decide who goes on. Only the final tenders lead to an award.")
    check_move(CompetitionState(competition.state), CompetitionState.AWARDED)
    ranking = _ranking_to_award(competition)
    _check_first(ranking, bid)
    if not reasons.strip():
        raise Refusal("Give the reasons for the award: they become part of its record.")
    award = Award.objects.create(
        competition=competition, ranking=ranking, bid=bid, reasons=reasons.strip(), proposed_by=by, proposed_at=at
    )
    trail.record(
        "scoring.propose_award",
        award,
        trail=competition.reference,
        by=by,
        at=at,
        award=award.reference,
        bid=bid.reference,
        ranking=ranking.number,
    )
    _tell(
        competition,
        _approvers(competition, but=by),
        f"An award waits for your approval: {competition.title}",
        f"{by.name} has proposed an award in “{competition.title}”. Sign in and open the competition's award to read "
        "the ranking and the reasons, then approve it or send it back.",
        at=at,
    )
    return award


@transaction.atomic
def approve(award: Award, *, note: str, formed_on: date, by: User, at: datetime) -> Award:
    """Approve the award: form the company from the winning offer, freeze the record, and ask for the reports."""
    award, competition = _locked(award)
    if award.state == AwardState.APPROVED and award.decided_by_id == by.pk:
        return award
    _check_waiting(award)
    _check_other_person(award, by)
    check_move(CompetitionState(competition.state), CompetitionState.AWARDED)
    if _ranking_to_award(competition).pk != award.ranking_id:
        raise Refusal("The bids were ranked again after this was proposed. Send it back, so that it is proposed anew.")
    if competition.opened_at and formed_on < competition.opened_at.date():
        raise Refusal("The company can't be formed before the bids were opened: choose a later day.")
    company = award_records.company_of(award, formed_on)
    award.venture = ventures.form_venture(competition.service, company, by=by, at=at)
    _decide(award, AwardState.APPROVED, note, by, at)
    award.content = award_records.record_of(award, award.venture.as_value(), by=by, at=at)
    award.fingerprint = fingerprint(award.content)
    award.save()
    competition.state = CompetitionState.AWARDED.value
    competition.save(update_fields=["state"])
    trail.record(
        "scoring.approve_award",
        award,
        trail=competition.reference,
        by=by,
        at=at,
        award=award.reference,
        bid=award.bid.reference,
        venture=award.venture.reference,
        fingerprint=award.fingerprint,
    )
    for kind in ReportKind:
        reports.request(award, kind, by=by, at=at)
    _tell_of_approval(award, competition, by=by, at=at)
    return award


@transaction.atomic
def send_back(award: Award, *, note: str, by: User, at: datetime) -> Award:
    """Send the proposal back to the lead officer, with a note that says why."""
    award, competition = _locked(award)
    if award.state == AwardState.RETURNED and award.decided_by_id == by.pk:
        return award
    _check_waiting(award)
    _check_other_person(award, by)
    if not note.strip():
        raise Refusal("Say in the note why you send the proposal back, and what would have to change.")
    _decide(award, AwardState.RETURNED, note, by, at)
    award.save()
    trail.record(
        "scoring.send_back_award",
        award,
        trail=competition.reference,
        by=by,
        at=at,
        award=award.reference,
        note=note.strip(),
    )
    _tell(
        competition,
        [award.proposed_by],
        f"Your proposal was sent back: {competition.title}",
        f"{by.name} has sent back your proposal to award “{competition.title}”, with this note:\n\n{note.strip()}\n\n"
        "Nothing has been decided. Sign in to propose again.",
        at=at,
    )
    return award


def _standing(competition: Competition) -> Award | None:
    rows = Award.objects.filter(competition=competition).exclude(state=AwardState.RETURNED.value)
    return rows.select_related("bid__organisation").first()


def _locked(award: Award) -> tuple[Award, Competition]:
    competition = rankings.locked(award.competition)
    rows = Award.objects.select_for_update(of=("self",)).select_related(
        "bid__organisation", "ranking__made_by", "proposed_by"
    )
    award = rows.get(pk=award.pk)
    award.competition = competition
    return award, competition


def _ranking_to_award(competition: Competition) -> Ranking:
    ranking = rankings.latest(competition)
    if ranking is None:
        raise Refusal("The bids have not been ranked yet: make the ranking first.")
    if not rankings.is_current(ranking):
        raise Refusal("A score was agreed anew after the last ranking: rank the bids again first.")
    return ranking


def _check_first(ranking: Ranking, bid: Bid) -> None:
    first = {each.bid for each in ranking_record.from_content(ranking.content).first}
    if not first:
        raise Refusal("No bid passed the conditions and least scores, so there is none to award to.")
    if bid.reference not in first:
        raise Refusal("Only the bid in first place can be awarded, or one of those that share it (s.19).")


def _check_waiting(award: Award) -> None:
    if award.state != AwardState.PROPOSED:
        raise Refusal(f"This proposal has been decided already: {AwardState(award.state).label.lower()}.")


def _check_other_person(award: Award, by: User) -> None:
    if award.proposed_by_id == by.pk:
        raise Refusal("You proposed this award, so somebody else must decide on it.")


def _decide(award: Award, state: AwardState, note: str, by: User, at: datetime) -> None:
    award.state, award.decision_note = state.value, note.strip()
    award.decided_by, award.decided_at = by, at


def _approvers(competition: Competition, but: User) -> Iterable[User]:
    members = CouncilMember.objects.filter(council=competition.council, role=CouncilRole.APPROVER.value)
    return [member.user for member in members.exclude(user=but).select_related("user")]


def _tell_of_approval(award: Award, competition: Competition, *, by: User, at: datetime) -> None:
    """Only the council and the panel are told: bidders hear of the outcome by their assessment summaries (s.50)."""
    people = User.objects.filter(
        Q(council_roles__council=competition.council)
        | Q(panel_seats__in=PanelMember.objects.filter(competition=competition, left_at=None))
    )
    _tell(
        competition,
        people.exclude(pk=by.pk).distinct().order_by("pk"),
        f"The award is approved: {competition.title}",
        f"The award in “{competition.title}” is approved. Sign in to read the decision, who owns the "
        "new company, and the reports.\n\nTell nobody outside the council and the panel yet. Assessment summaries for "
        "every bidder come next, all at the same time, then the contract award notice and the standstill.",
        at=at,
    )


def _tell(competition: Competition, people: Iterable[User], subject: str, body: str, *, at: datetime) -> None:
    for person in people:
        letters.queue(person.email, subject[:300], body, at=at, trail=competition.reference)
