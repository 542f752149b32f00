"""The next tasks of panel members."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from accounts.models import User
from config.my_work.checking import to_check
from config.my_work.enquiries import deciding_work
from config.my_work.samples import sample_work
from config.my_work.tasks import Task, Work, link, so_many
from partners.actions.supplier_information import day_of
from partners.domain.lifecycle import BidState
from partners.models import Bid, Enquiry
from procurement.domain.dates import day_in_words, in_words
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Criterion
from scoring.domain.roles import PanelRole
from scoring.models import (
    Assignment,
    ConsensusScore,
    InterestDeclaration,
    InterestReopening,
    Meeting,
    PanelMember,
    QualityCheck,
)
from scoring.models.assignments import IS_SCORED


def panel_work(user: User, at: datetime) -> list[Work]:
    work = Work("On evaluation panels")
    seats = list(_seats(user))
    checks = to_check(user, seats)
    for seat in seats:
        work.tasks += _tasks(seat, day_of(at), checks.get(seat.competition_id))
    work.tasks += sample_work(seats)
    chaired = [seat.competition for seat in seats if seat.role == PanelRole.CHAIR]
    work.tasks += deciding_work(user, [each for each in chaired if each.stage == CompetitionState.OPENED])
    return [work] if work.tasks else []


def _count(rows: QuerySet, of: str) -> Subquery:  # type: ignore[type-arg]
    """How many of the rows belong to the seat at hand; `of` is what they have in common with it."""
    counted = rows.order_by().values(of).annotate(count=Count("pk")).values("count")
    return Subquery(counted, output_field=IntegerField())


def _answered_since(own: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Those about which the bidder has answered since the score was last saved or locked, until it is agreed."""
    here = {"bid": OuterRef("bid"), "criterion": OuterRef("criterion")}
    last = Greatest(Coalesce(OuterRef("score__saved_at"), OuterRef("assigned_at")), OuterRef("member__locked_at"))
    asked = Enquiry.objects.that_count().annotate(known_at=Coalesce("decided_at", "answered_at"))
    agreed = ConsensusScore.objects.filter(superseded_at=None, **here).order_by()
    return own.filter(Exists(asked.filter(known_at__gt=last, **here).order_by())).exclude(Exists(agreed))


def _seats(user: User) -> QuerySet[PanelMember]:
    own = Assignment.objects.counting().filter(member=OuterRef("pk"))
    bids = Bid.objects.filter(
        competition=OuterRef("competition"), competition__opened_at__isnull=False, state=BidState.SUBMITTED.value
    )
    judged = Criterion.objects.filter(competition=OuterRef("competition")).judged()
    agreed = ConsensusScore.objects.filter(bid__competition=OuterRef("competition"), superseded_at=None)
    back = QualityCheck.objects.sent_back().filter(bid__competition=OuterRef("competition"))
    declared = InterestDeclaration.objects.filter(member=OuterRef("pk"), superseded_at=None)
    asked_again = InterestReopening.objects.unanswered().filter(declaration__member=OuterRef("pk"))
    at_work = PanelMember.objects.filter(
        Exists(Assignment.objects.filter(member=OuterRef("pk"))),
        competition=OuterRef("competition"),
        left_at=None,
        locked_at=None,
    )
    under_way = Meeting.objects.filter(competition=OuterRef("competition"), closed_at=None).order_by()
    all_given = Assignment.objects.filter(bid__competition=OuterRef("competition"))
    return (
        PanelMember.objects.visible_to(user)
        .select_related("competition__scoring_deadline")
        .annotate(
            bids=_count(bids, "competition"),
            declared=_count(declared, "member"),
            asked_again=Exists(asked_again),
            assigned=_count(own, "member"),
            scored=_count(own.filter(IS_SCORED), "member"),
            judged=_count(judged, "competition"),
            agreed=_count(agreed, "bid__competition"),
            sent_back=_count(back, "bid__competition"),
            given=_count(all_given, "bid__competition"),
            at_work=_count(at_work, "competition"),
            answered=_count(_answered_since(own), "member"),
            meeting=Subquery(under_way.values("reference")[:1]),
        )
        .order_by("competition__bid_deadline", "pk")
    )


ENDED = {CompetitionState.SHORTLISTED, CompetitionState.AWARDED, CompetitionState.ABANDONED}


def _tasks(seat: PanelMember, today: date, check: Task | None) -> Iterator[Task]:
    competition, here = seat.competition, link("scoring:seat", seat.reference)
    role = PanelRole(seat.role)
    if not seat.is_briefed and competition.stage not in ENDED:
        words = f"Read and acknowledge the briefing for “{competition}”"
        yield Task(words, link("scoring:acknowledge_briefing", seat.reference), "You see no bid before you have.")
    if competition.opened_at is None:
        deadline = f" The deadline is {in_words(competition.bid_deadline)}." if competition.bid_deadline else ""
        detail = f"There is nothing to do before the bids are opened.{deadline}"
        article = "the" if role == PanelRole.CHAIR else "an"
        yield Task(f"You are {article} {role.label.lower()} for “{competition}”", here, detail, is_done=True)
        return
    if competition.stage in ENDED:
        yield Task(f"“{competition}”", here, tag=competition.stage.label, is_done=True)
        return
    declared, bids = seat.declared or 0, seat.bids or 0  # type: ignore[attr-defined]
    if declared < bids:
        again = seat.asked_again  # type: ignore[attr-defined]
        why = " You declared before, and are asked again." if again else ""
        yield Task(
            f"Declare your interests {'again ' if again else ''}for “{competition}”",
            link("scoring:interests", seat.reference),
            f"{declared} of {so_many(bids, 'bidder')} declared.{why} You see no bid before you have declared.",
        )
    yield from _meeting(seat)
    if seat.is_briefed:
        yield from _scoring(seat, here, today)
    if role == PanelRole.CHAIR and competition.stage == CompetitionState.OPENED:
        yield from _chairing(seat)
    if role == PanelRole.EXPERT and declared >= bids and seat.is_briefed:
        yield Task(f"Advise on the bids for “{competition}”", link("scoring:advice", competition.reference))
    if check and declared >= bids:
        yield check
    elif role.looks_on and declared >= bids:
        yield Task(f"Follow the scoring of “{competition}”", here, is_done=True)


def _meeting(seat: PanelMember) -> Iterator[Task]:
    if under_way := seat.meeting:  # type: ignore[attr-defined]
        words = f"Go to the moderation meeting of “{seat.competition}”"
        yield Task(words, link("scoring:meeting", under_way), tag="Under way")


ANSWERED = "What its bid means, in its own words. This stays here until you change your score of it, or lock."
ANSWERED_AFTER_LOCK = (
    "You have locked. If an answer changes what you think, open your score of it and change it: that is a new version, "
    "with your reason, and what you gave before is kept. This stays here until you do, or the score is agreed."
)


def _scoring(seat: PanelMember, here: str, today: date) -> Iterator[Task]:
    assigned, scored = seat.assigned or 0, seat.scored or 0  # type: ignore[attr-defined]
    answered = seat.answered or 0  # type: ignore[attr-defined]
    if answered:
        words = f"Read {so_many(answered, 'new answer')} of bidders for “{seat.competition}”"
        why = ANSWERED_AFTER_LOCK if seat.locked_at else ANSWERED
        yield Task(words, link("scoring:enquiries", seat.competition.reference), why)
    progress = f"{scored} of {assigned} scored.{_by_when(seat, today)}"
    if seat.locked_at:
        yield Task(f"You have locked your scores for “{seat.competition}”", here, tag="Locked", is_done=True)
    elif assigned and scored < assigned:
        yield Task(f"Score bids for “{seat.competition}”", here, progress)
    elif assigned:
        words = f"{progress} Check them, then lock them: only then can the panel agree on scores."
        yield Task(f"Lock your scores for “{seat.competition}”", here, words)


def _by_when(seat: PanelMember, today: date) -> str:
    """The day by which scores are to be locked, in words, if one is set."""
    deadline = getattr(seat.competition, "scoring_deadline", None)
    if deadline is None:
        return ""
    day = day_in_words(deadline.due_on)
    return f" Overdue since {day}." if deadline.due_on < today else f" To be locked by the end of {day}."


def _chairing(seat: PanelMember) -> Iterator[Task]:
    competition, reference = seat.competition, seat.competition.reference
    to_agree = (seat.bids or 0) * (seat.judged or 0)  # type: ignore[attr-defined]
    agreed, given = seat.agreed or 0, seat.given or 0  # type: ignore[attr-defined]
    if back := seat.sent_back or 0:  # type: ignore[attr-defined]
        scores = so_many(back, "agreed score that was", "agreed scores that were")
        words, why = (
            f"Look again at {scores} sent back, of “{competition}”",
            "A second person says what its reasons lack.",
        )
        yield Task(words, link("scoring:moderation", reference), why, tag="Sent back")
    if not given:
        yield Task(f"Assign who scores what for “{competition}”", link("scoring:assign", reference))
    elif agreed < to_agree:
        progress = f"{agreed} of {so_many(to_agree, 'score')} agreed."
        if seat.at_work:  # type: ignore[attr-defined]
            progress += f" {so_many(seat.at_work, 'member has', 'members have')} not locked their scores yet."  # type: ignore[attr-defined]
        yield Task(f"Agree on the scores for “{competition}”", link("scoring:moderation", reference), progress)
    elif not competition.shows_offers:
        words, detail = (
            f"The offers of “{competition}” are opened next",
            "All scores are agreed. Officers open the offers.",
        )
        yield Task(words, link("scoring:offers_opening", reference), detail, tag="Offers closed", is_done=True)
    elif not back:
        yield Task(f"Make the ranking of “{competition}”", link("scoring:ranking", reference), "All scores are agreed.")
