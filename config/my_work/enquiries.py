"""What people have to do about the questions of a panel to bidders: decide on them, send them, answer them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.db.models import F, Q

from accounts.domain.roles import DESIGNERS, CouncilRole
from accounts.models import User
from config.my_work.tasks import Task, link, so_many
from partners.models import Bid, Enquiry
from procurement.domain.dates import in_words
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition
from scoring.domain.enquiries import EnquiryState
from scoring.domain.roles import PanelRole
from scoring.models import EnquiryDraft, PanelMember


def sending_work(user: User, roles: Mapping[int, CouncilRole]) -> Iterator[tuple[int, Task]]:
    """For officers, each with its council: approved questions to send, and late answers to decide on. One query."""
    councils = [council for council, role in roles.items() if role in DESIGNERS]
    if not councils:
        return
    judging = PanelMember.objects.filter(user=user, left_at=None).exclude(role=PanelRole.CHAIR.value).order_by()
    to_send = Q(state=EnquiryState.APPROVED.value)
    late = Q(enquiry__answered_at__gt=F("enquiry__due_at"), enquiry__is_accepted=None)
    drafts = (
        EnquiryDraft.objects.visible_to(user)
        .filter(to_send | late, bid__competition__service__council__in=councils)
        .filter(bid__competition__state=CompetitionState.OPENED.value)
        .exclude(bid__competition__in=judging.values("competition"))
    )
    waiting = Counter((each.competition, each.stands) for each in drafts)
    for (competition, state), count in waiting.items():
        if state is EnquiryState.SENT:
            words = f"Decide on {so_many(count, 'late answer')} of bidders to “{competition}”"
            yield (
                competition.service.council_id,
                Task(words, link("scoring:enquiries", competition.reference), tag="Late"),
            )
        else:
            words = f"Send {so_many(count, 'question')} to bidders for “{competition}”"
            why = "The chair has approved what the panel asks about a bid."
            yield competition.service.council_id, Task(words, link("scoring:enquiries", competition.reference), why)


def deciding_work(user: User, chaired: Iterable[Competition]) -> Iterator[Task]:
    """For chairs: questions that evaluators have drafted. One query at the most."""
    competitions = {each.pk: each for each in chaired}
    if not competitions:
        return
    drafts = EnquiryDraft.objects.visible_to(user).standing_at(EnquiryState.DRAFTED)
    found = drafts.filter(bid__competition__in=competitions).values_list("bid__competition", flat=True)
    for pk, count in Counter(found).items():
        words = f"Decide on {so_many(count, 'question')} to bidders for “{competitions[pk]}”"
        yield Task(words, link("scoring:enquiries", competitions[pk].reference), "An evaluator asks what a bid means.")


def answering_work(bids: Iterable[Bid], at: datetime) -> Iterator[tuple[Bid, Task]]:
    """For those who write a bid: what the council asks about it. One query, and none where nothing was asked."""
    asked = {bid.pk: bid for bid in bids if bid.was_asked and bid.competition.stage == CompetitionState.OPENED}
    if not asked:
        return
    for each in Enquiry.objects.unanswered().filter(bid__in=asked).select_related("criterion").order_by("due_at", "pk"):
        bid = asked[each.bid_id]
        due = f"About “{each.criterion}”. To be answered by {in_words(each.due_at)}."
        words, tag = (
            f"Answer a question about your bid for “{bid.competition}”",
            "Overdue" if each.is_overdue(at) else "",
        )
        yield bid, Task(words, link("scoring:enquiry_answer", each.reference), due, tag=tag)
