"""What the screen of a meeting shows: a constant number of queries, and no score that its reader may not see."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from partners.models import Bid
from procurement.models import Criterion, ScaleStep
from scoring.domain.meetings import Presence, Quorum, least_for, quorum
from scoring.forms.scores import ConsensusForm
from scoring.models import Assignment, Attendance, Meeting, ModerationRules, PanelMember, Reveal
from scoring.models.reading import steps_of
from scoring.views.moderation_lines import Line, lines_of
from scoring.views.moderation_tables import Card, cards_of


@dataclass(frozen=True, slots=True)
class Attends:
    """A member of the panel, and what was said last of whether they are there."""

    member: PanelMember
    last: Attendance | None

    @property
    def is_present(self) -> bool:
        return self.last is not None and self.last.state == Presence.PRESENT


@dataclass(frozen=True, slots=True)
class Item:
    """A criterion of a bid on the agenda, and who of those who score it must be and is there."""

    line: Line
    quorum: Quorum

    @property
    def key(self) -> tuple[int, int]:
        return self.line.criterion.pk, self.line.bid.pk

    @property
    def about(self) -> str:
        return f"{self.line.criterion.reference}~{self.line.bid.reference}"


@dataclass(frozen=True, slots=True)
class OnTheTable:
    """What is talked about now."""

    criterion: Criterion
    steps: Sequence[ScaleStep]
    card: Card
    quorum: Quorum


def attendance_of(meeting: Meeting) -> list[Attends]:
    """The panel, with what was said last of each member."""
    last = Attendance.objects.newest(meeting)
    return [Attends(seat, last.get(seat.pk)) for seat in PanelMember.objects.sitting(meeting.competition)]


def agenda_of(meeting: Meeting, user: User, attendance: Sequence[Attends]) -> list[Item]:
    """All that is to be agreed: the widest spread first."""
    rules = ModerationRules.objects.filter(competition=meeting.competition).first()
    present = {each.member.pk for each in attendance if each.is_present}
    scoring: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
    rows = Assignment.objects.of(meeting.competition).order_by()
    for criterion, bid, member, name in rows.values_list("criterion", "bid", "member", "member__user__name"):
        scoring[criterion, bid][member] = name
    return [
        Item(
            line,
            quorum(
                least_for(line.criterion.reference, rules.quorum, rules.quorum_of) if rules else 0,
                scoring[line.criterion.pk, line.bid.pk],
                present,
            ),
        )
        for line in lines_of(meeting.competition, user)
    ]


def on_the_table(
    meeting: Meeting, agenda: Sequence[Item], user: User, *, asked: str, typed: tuple[Bid, ConsensusForm] | None = None
) -> OnTheTable | None:
    """What the reader asked for, else what was revealed last and is not agreed, else what was revealed last.

    `typed` is the form that could not be taken of what is asked for, which keeps what was typed.
    """
    revealed = {each.about: each for each in agenda if each.line.is_shown}
    order = list(Reveal.objects.of(meeting.competition).values_list("criterion", "bid"))
    places = {key: place for place, key in enumerate(order)}
    latest = sorted(revealed.values(), key=lambda each: (not each.line.is_agreed, places[each.key]))
    if not latest:
        return None
    item = revealed.get(asked) or latest[-1]
    criterion = item.line.criterion
    criterion.competition = meeting.competition
    card = next(each for each in cards_of(criterion, user, typed=typed) if each.line.bid == item.line.bid)
    return OnTheTable(criterion, steps_of(criterion), card, item.quorum)
