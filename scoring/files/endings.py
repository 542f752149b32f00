"""How a stage ends, in a file: who goes on, what they are told and what is said with them. Lived, and written."""

from collections.abc import Iterator
from functools import partial

from accounts.domain.refusals import Refusal
from accounts.models import TrailEvent
from procurement.models import Competition
from scoring.actions import feedback, shortlists
from scoring.files.content import Content, deed
from scoring.files.rows import Rows, Step
from scoring.files.schema import CompetitionFile
from scoring.files.schema_stages import FeedbackPart, NegotiationPart, ShortlistPart
from scoring.files.values import Deed
from scoring.models import Feedback, NegotiationNote, Shortlist


def steps(file: CompetitionFile, rows: Rows) -> Iterator[Step]:
    """Each deed with its instant, those of one instant in the order in which they must be done."""
    if part := file.shortlist:
        yield Step(part.at, ("shortlist",), partial(_decide, rows, part))
    for index, each in enumerate(file.feedback):
        yield Step(each.at, ("feedback", index), partial(_write, rows, each))
    if sent := file.feedback_sent:
        yield Step(sent.at, ("feedback_sent",), partial(_send, rows, sent))
    for index, note in enumerate(file.negotiations):
        yield Step(note.at, ("negotiations", index), partial(_note, rows, note))


def content(competition: Competition) -> Content:
    """Feedback that is not sent yet is left out: it may still change, and nobody was told."""
    return {
        "shortlist": _shortlist(competition),
        **_feedback(competition),
        "negotiations": list(_negotiations(competition)),
    }


def _shortlist(competition: Competition) -> Content | None:
    made = Shortlist.objects.filter(competition=competition).select_related("decided_by").first()
    if made is None:
        return None
    rows = made.bids.filter(goes_on=True).select_related("bid__organisation")
    names = [row.bid.organisation.name for row in rows]
    return {**deed(made.decided_by, made.decided_at), "go_on": names, "reasons": made.reasons}


def _feedback(competition: Competition) -> Content:
    rows = Feedback.objects.filter(bid__competition=competition, sent_at__isnull=False)
    told = list(rows.select_related("bid__organisation", "saved_by", "sent_by").order_by("saved_at", "pk"))
    return {
        "feedback": [
            {
                **deed(each.saved_by, each.saved_at),
                "organisation": each.bid.organisation.name,
                "texts": dict(sorted(each.texts.items())),
                "general": each.general,
            }
            for each in told
        ],
        "feedback_sent": deed(told[0].sent_by, told[0].sent_at) if told else None,
    }


def _negotiations(competition: Competition) -> Iterator[Content]:
    rows = NegotiationNote.objects.filter(bid__competition=competition).select_related("bid__organisation", "by")
    for each in rows.order_by("at", "pk"):
        said = {"held_on": each.held_on, "who": each.who, "text": each.text}
        yield {**deed(each.by, each.at), "organisation": each.bid.organisation.name, **said}


def begun(stage: Competition) -> Content | None:
    """The invitation to a later stage, with the deadlines that it gave."""
    event = TrailEvent.objects.of(stage.reference).filter(verb="procurement.begin_stage").first()
    return {**deed(event.by, event.at), **deadlines_at_first(stage)} if event else None


def deadlines_at_first(competition: Competition) -> Content:
    """Those with which bids were invited, before any was put off."""
    first = competition.deadline_changes.order_by("at", "pk").first()
    if first:
        return {"bid_deadline": first.bid_deadline_before, "questions_deadline": first.questions_deadline_before}
    return {"bid_deadline": competition.bid_deadline, "questions_deadline": competition.questions_deadline}


def published_deadlines(competition: Competition) -> Content:
    """Those of its design: of a later stage that has begun, what was published of it before."""
    found = deadlines_at_first(competition)
    event = TrailEvent.objects.of(competition.reference).filter(verb="procurement.begin_stage").first()
    told = event.details if event else {}
    return {name: told.get(f"published_{name}", each) for name, each in found.items()}


def extended(competition: Competition) -> list[Content]:
    names = ("bid_deadline", "questions_deadline", "reasons")
    rows = competition.deadline_changes.select_related("by").order_by("at", "pk")
    return [{**deed(each.by, each.at), **{name: getattr(each, name) for name in names}} for each in rows]


def _decide(rows: Rows, part: ShortlistPart) -> None:
    made = shortlists.decide(rows.competition, reasons=part.reasons, **rows.who(part))
    going = [row.bid.organisation.name for row in made.bids.filter(goes_on=True).select_related("bid__organisation")]
    if sorted(going) != sorted(part.go_on):
        raise Refusal(f"by the published rule these go on: {', '.join(going)}. {made.rule}")


def _write(rows: Rows, part: FeedbackPart) -> None:
    bid = rows.bid(part.organisation)
    feedback.write(bid, texts=part.texts, general=part.general, **rows.who(part))


def _send(rows: Rows, sent: Deed) -> None:
    feedback.send(rows.competition, **rows.who(sent))


def _note(rows: Rows, part: NegotiationPart) -> None:
    bid = rows.bid(part.organisation)
    feedback.note_meeting(bid, held_on=part.held_on, who=part.who, text=part.text, **rows.who(part))
