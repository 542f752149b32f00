"""The next tasks of people at a council. Nothing here tells whether there are bids before they are opened."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from accounts.domain.roles import DESIGNERS, CouncilRole
from accounts.models import CouncilMember, User
from config.my_work.ballots import ballot_work
from config.my_work.checking import checking_work
from config.my_work.enquiries import sending_work
from config.my_work.interests import interest_work
from config.my_work.key_shares import key_share_work
from config.my_work.promises import promise_work
from config.my_work.stages import WITHOUT_PANEL, stage_to_begin, stage_to_end
from config.my_work.tasks import Task, Work, link, so_many
from partners.actions.openings import OFFICERS
from partners.domain.lifecycle import BidState
from partners.models import Bid, LateAttempt, OpeningConfirmation
from partners.models.submissions import IS_LATE_PRESS
from procurement.domain.dates import in_words
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition
from scoring.domain.decisions import AwardState
from scoring.domain.roles import PanelRole
from scoring.models import (
    Assignment,
    Award,
    ExclusionDecision,
    LateDecision,
    LowOfferQuestion,
    OffersConfirmation,
    OpenedLateAttempt,
    PanelMember,
)


def council_work(user: User, at: datetime) -> list[Work]:
    """The person's work at each of their councils, by their role there."""
    members = CouncilMember.objects.filter(user=user).select_related("council").order_by("council__name")
    roles = {member.council_id: CouncilRole(member.role) for member in members}
    if not roles:
        return []
    works = {member.council_id: Work(f"For {member.council}") for member in members}
    for competition in _competitions(roles, user):
        council_id = competition.service.council_id
        works[council_id].tasks += _tasks(competition, roles[council_id], user, at)
    further = chain(
        promise_work(user, roles, at),
        checking_work(user, roles),
        interest_work(user, roles),
        sending_work(user, roles),
        ballot_work(user, roles, at),
        key_share_work(user, at),
    )
    for council_id, task in further:
        works[council_id].tasks.append(task)
    for council_id, role in roles.items():
        if role in DESIGNERS:
            works[council_id].to_start += [
                Task("Services of the council", link("spinouts:service_list")),
                Task("Competitions of the council", link("procurement:council_list")),
            ]
        works[council_id].to_start.append(Task("Companies to learn from", link("spinouts:study_list")))
        if role == CouncilRole.LEAD_OFFICER:
            works[council_id].to_start.append(Task("Who works on competitions here", link("accounts:council_people")))
    return list(works.values())


def _competitions(roles: dict[int, CouncilRole], user: User) -> Iterator[Competition]:
    waiting = Count("clarifications", filter=Q(clarifications__answered_at=None), distinct=True)
    decided = ExclusionDecision.objects.filter(bid=OuterRef("pk"), superseded_at=None)
    open_cases = (
        Bid.objects.filter(competition=OuterRef("pk"), state=BidState.SUBMITTED.value)
        .exclude(Exists(decided))
        .order_by()
        .values("competition")
        .annotate(bids=Count("pk"))
        .values("bids")
    )
    given = Assignment.objects.counting().filter(bid__competition=OuterRef("pk")).order_by()
    chair = PanelMember.objects.filter(competition=OuterRef("pk"), role=PanelRole.CHAIR.value, left_at=None)
    return (
        Competition.objects.filter(service__council__in=roles)
        .select_related("service", "follows")
        .annotate(unanswered=waiting, has_chair=Exists(chair), exclusions_open=Subquery(open_cases))
        .annotate(
            scores_locked=Exists(given) & ~Exists(given.waiting()),
            asked_about_price=Exists(LowOfferQuestion.objects.open().filter(bid__competition=OuterRef("pk"))),
            has_late_bids=Exists(_undecided(LateAttempt.objects.presses())),
            reads_late_bids=Exists(_undecided(OpenedLateAttempt.objects.visible_to(user).filter(IS_LATE_PRESS))),
        )
        .prefetch_related(
            Prefetch("opening_confirmations", OpeningConfirmation.objects.select_related("officer")),
            Prefetch("offers_confirmations", OffersConfirmation.objects.select_related("officer")),
            Prefetch("awards", Award.objects.order_by("-proposed_at")),
        )
        .order_by("bid_deadline", "pk")
        .iterator(chunk_size=2000)
    )


def _undecided(presses: QuerySet[Any]) -> QuerySet[Any]:
    """Of these late presses of submit those of the competition on which nobody has decided."""
    standing = LateDecision.objects.filter(bid=OuterRef("bid"), superseded_at=None)
    return presses.filter(~Exists(standing), bid__competition=OuterRef("pk"))


def _tasks(competition: Competition, role: CouncilRole, user: User, at: datetime) -> Iterator[Task]:
    if role == CouncilRole.AUDITOR:
        if competition.published_at:
            record = link("scoring:record", competition.reference)
            yield Task(f"Read the record of “{competition}”", record, tag=competition.stage.label)
        return
    match competition.stage:
        case CompetitionState.DRAFT if role in DESIGNERS and competition.follows_id is None:
            words = "Finish and publish" if role == CouncilRole.LEAD_OFFICER else "Finish the draft of"
            yield Task(f"{words} “{competition}”", link("procurement:design", competition.reference), tag="Draft")
        case CompetitionState.PUBLISHED if role in DESIGNERS:
            yield from _while_published(competition, user, at)
        case CompetitionState.OPENED if role in DESIGNERS:
            yield from _exclusions(competition)
            yield from _prices(competition)
            yield from _after_opening(competition, role, user)
            yield from _offers(competition, user)
        case CompetitionState.OPENED | CompetitionState.RANKED | CompetitionState.AWARDED:
            yield from _after_opening(competition, role, user)
        case CompetitionState.ANNOUNCED:
            yield from stage_to_begin(competition, role)
    has_panel = competition.has_chair or competition.stage in WITHOUT_PANEL  # type: ignore[attr-defined]
    if role in DESIGNERS and competition.published_at and not has_panel:
        yield Task(
            f"Appoint the panel for “{competition}”", link("scoring:panel", competition.reference), "It has no chair."
        )


def _while_published(competition: Competition, user: User, at: datetime) -> Iterator[Task]:
    unanswered: int = competition.unanswered  # type: ignore[attr-defined]
    if unanswered:
        yield Task(
            f"Answer {so_many(unanswered, 'question')} about “{competition}”",
            link("procurement:questions", competition.reference),
            _questions_until(competition, at),
        )
    deadline = competition.bid_deadline
    if deadline and at <= deadline:
        public = link("procurement:competition_page", competition.reference)
        yield Task(f"“{competition}” takes bids", public, f"Until {in_words(deadline)}.", tag="Published", is_done=True)
        return
    opening = link("partners:opening", competition.reference)
    confirmed = [each.officer for each in competition.opening_confirmations.all()]
    if user in confirmed:
        words = "Another officer has to confirm it too."
        yield Task(f"You confirmed the opening of “{competition}”", opening, words, tag="Waiting", is_done=True)
    elif len(confirmed) >= OFFICERS:
        words = "Two officers have confirmed it. Those who hold a share of the key enter their codes."
        yield Task(f"The opening of “{competition}” waits for codes", opening, words, tag="Waiting", is_done=True)
    else:
        others = f"{confirmed[0]} has confirmed it; you would be the second." if confirmed else ""
        detail = others or "Two different officers have to confirm it."
        yield Task(f"Confirm the opening of the bids for “{competition}”", opening, detail, tag="Deadline passed")


def _questions_until(competition: Competition, at: datetime) -> str:
    until = competition.questions_deadline
    if until is None:
        return ""
    return f"People can ask until {in_words(until)}." if at <= until else "The time for asking is over."


def _exclusions(competition: Competition) -> Iterator[Task]:
    """Without these decisions nobody can rank the bids (s.26)."""
    waiting: int | None = competition.exclusions_open  # type: ignore[attr-defined]
    if competition.asks_supplier_information and waiting:
        yield Task(
            f"Decide on exclusion of {so_many(waiting, 'bidder')} for “{competition}”",
            link("scoring:opened_bids", competition.reference),
            "Open “Supplier and exclusion” of each bid. The bids can’t be ranked before.",
        )


def _prices(competition: Competition) -> Iterator[Task]:
    if competition.asked_about_price:  # type: ignore[attr-defined]
        url = link("scoring:low_offers", competition.reference)
        words = "A bidder was asked, and the bids can’t be ranked before it is decided."
        yield Task(f"Decide on a price that seems abnormally low for “{competition}”", url, words)


def _offers(competition: Competition, user: User) -> Iterator[Task]:
    """Where offers wait for the scores of quality."""
    if competition.shows_offers:
        return
    opening = link("scoring:offers_opening", competition.reference)
    confirmed = [each.officer for each in competition.offers_confirmations.all()]
    if user in confirmed:
        words = "Another officer has to confirm it too."
        yield Task(f"You confirmed that the offers of “{competition}” be opened", opening, words, "Waiting", True)
        return
    others = f"{confirmed[0]} has confirmed it; you would be the second. " if confirmed else ""
    detail = f"{others}Possible once every quality score is agreed; two different officers confirm it."
    if competition.scores_locked:  # type: ignore[attr-defined]
        yield Task(f"Open the offers for “{competition}”", opening, detail, tag="Offers closed")
    else:
        yield Task(f"The offers for “{competition}” wait for the scores", opening, detail, "Offers closed", True)


def _after_opening(competition: Competition, role: CouncilRole, user: User) -> Iterator[Task]:
    board = link("scoring:board", competition.reference)
    if competition.has_late_bids and role == CouncilRole.LEAD_OFFICER:  # type: ignore[attr-defined]
        until = "until then nobody on the panel can lock their scores."
        if competition.reads_late_bids:  # type: ignore[attr-defined]
            late = link("scoring:late_attempts", competition.reference)
            words = f"Accept or disregard each: {until}"
            yield Task(f"Decide on late bids for “{competition}”", late, words, tag="Late")
        else:
            words = f"You sit on the panel, or have an interest, so you may not read what came late: {until}"
            yield Task(f"Another lead officer decides on late bids for “{competition}”", "", words, tag="Late")
    proposal = link("scoring:competition_award", competition.reference)
    award = next(iter(competition.awards.all()), None)
    is_standing = award is not None and award.state != AwardState.RETURNED
    if award and competition.stage == CompetitionState.AWARDED:
        yield Task(
            f"Read the award of “{competition}”", link("scoring:award", award.reference), tag="Awarded", is_done=True
        )
    elif award and is_standing:
        may_decide = role == CouncilRole.APPROVER and award.proposed_by_id != user.pk
        words = "Approve or send back the award of" if may_decide else "The approver decides on the award of"
        yield Task(
            f"{words} “{competition}”",
            link("scoring:award", award.reference),
            tag="Award proposed",
            is_done=not may_decide,
        )
    elif competition.stage == CompetitionState.RANKED and competition.ends_with_shortlist:
        yield stage_to_end(competition, role)
    elif competition.stage == CompetitionState.RANKED:
        is_lead = role == CouncilRole.LEAD_OFFICER
        words = "Propose the award of" if is_lead else "The lead officer proposes the award of"
        detail = f"The approver sent the last proposal back: {award.decision_note}" if award and is_lead else ""
        yield Task(f"{words} “{competition}”", proposal, detail, tag="Ranked", is_done=not is_lead)
    else:
        yield Task(f"The panel scores the bids for “{competition}”", board, tag="Being scored", is_done=True)
