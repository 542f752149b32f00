"""Asking a bidder what its bid says: an evaluator drafts the question, the chair decides on it, an officer sends it.

All bidders are treated the same (Procurement Act 2023, s.12), and an answer may explain a bid but not become another
one (C-599/10 SAG ELV Slovensko): so nothing reaches a bidder that the chair has not read for this.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.actions import letters, trail
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.domain.words import normalise
from partners.models import Bid, Enquiry
from procurement.domain.dates import in_words
from procurement.domain.lifecycle import CompetitionState
from procurement.models import Competition, Criterion
from scoring.actions.enquiry_answers import tell_the_panel
from scoring.domain.enquiries import LONGEST_QUESTION, NEXT, EnquiryState, tells_too_much
from scoring.domain.roles import PanelRole
from scoring.models import Assignment, EnquiryDraft, OpenedBid, PanelMember
from scoring.models.reading import read_for

MOST_OF_A_MEMBER = 10
"""Questions of one evaluator about one criterion of one bid: beyond them something else is wrong."""


@dataclass(frozen=True, slots=True)
class About:
    """Whose question it is, and about which answer."""

    member: PanelMember
    bid: Bid
    criterion: Criterion


@transaction.atomic
def draft(assignment: Assignment, text: str, why: str, *, document: str = "", by: User, at: datetime) -> EnquiryDraft:
    """Draft a question about an answer that one scores, or about a document of it. The same again is the same one."""
    if not Assignment.objects.counting().filter(pk=assignment.pk).exists():
        raise Refusal("You do not score this any more, so your question about it was not kept.")
    about = About(assignment.member, assignment.bid, assignment.criterion)
    return _draft(about, text, why, document, by=by, at=at)


@transaction.atomic
def draft_as_chair(about: About, text: str, why: str, *, document: str = "", by: User, at: datetime) -> EnquiryDraft:
    """The chair, who may score nothing, drafts a question; it is approved and sent as any other is."""
    readable = OpenedBid.objects.visible_to(by).filter(pk=about.bid.pk)
    if about.member.role != PanelRole.CHAIR or not readable.exists():
        raise Refusal("You do not chair this panel, or may not read this bid, so your question was not kept.")
    return _draft(about, text, why, document, by=by, at=at)


def _draft(about: About, text: str, why: str, document: str, *, by: User, at: datetime) -> EnquiryDraft:
    competition = Competition.objects.select_for_update(no_key=True).get(pk=about.bid.competition_id)
    text, why = normalise(text).strip(), normalise(why).strip()
    _check_stage(competition)
    if not why:
        raise Refusal("Say what is unclear to you, and what the score depends on.")
    _check_wording(about.bid, text)
    title = _title(about, document)
    own = EnquiryDraft.objects.filter(member=about.member, bid=about.bid, criterion=about.criterion)
    if same := own.filter(text=text, document_title=title).exclude(state=EnquiryState.TAKEN_BACK.value).first():
        return same
    if own.count() >= MOST_OF_A_MEMBER:
        raise Refusal(f"You have drafted {MOST_OF_A_MEMBER} questions about this. Talk to the chair about it.")
    made = EnquiryDraft.objects.create(
        member=about.member,
        bid=about.bid,
        criterion=about.criterion,
        document_title=title,
        text=text,
        why=why,
        drafted_at=at,
    )
    _record("scoring.draft_enquiry", made, by=by, at=at, fingerprint=fingerprint({"text": text, "why": why}))
    if about.member.role != PanelRole.CHAIR:
        _tell_the_chair(competition, at)
    return made


@transaction.atomic
def take_back(draft: EnquiryDraft, *, by: User, at: datetime) -> None:
    """Take one's question back before the chair has decided; it is kept as taken back."""
    draft = _moved(draft, EnquiryState.TAKEN_BACK)
    draft.save(update_fields=["state"])
    _record("scoring.take_back_enquiry", draft, by=by, at=at)


@transaction.atomic
def approve(draft: EnquiryDraft, wording: str, *, only_clarifies: bool, by: User, at: datetime) -> None:
    """Approve the question as worded here. The chair says that it asks what the bid means, and for no other bid."""
    draft = _moved(draft, EnquiryState.APPROVED)
    wording = normalise(wording).strip()
    _check_stage(draft.competition)
    _check_wording(draft.bid, wording)
    if not only_clarifies:
        raise Refusal("Confirm that the question only asks what the bid means. If it does not, change or refuse it.")
    draft.wording, draft.decided_by, draft.decided_at = wording, by, at
    draft.save(update_fields=["state", "wording", "decided_by", "decided_at"])
    _record(
        "scoring.approve_enquiry",
        draft,
        by=by,
        at=at,
        fingerprint=fingerprint(wording),
        changed=wording != draft.text,
    )


@transaction.atomic
def refuse(draft: EnquiryDraft, reasons: str, *, by: User, at: datetime) -> None:
    """Refuse the question, with the reason, which its author reads."""
    draft = _moved(draft, EnquiryState.REFUSED)
    reasons = normalise(reasons).strip()
    if not reasons:
        raise Refusal("Say why you refuse the question.")
    draft.reasons, draft.decided_by, draft.decided_at = reasons, by, at
    draft.save(update_fields=["state", "reasons", "decided_by", "decided_at"])
    _record("scoring.refuse_enquiry", draft, by=by, at=at, reasons=reasons)
    letters.queue(
        draft.member.user.email,
        f"Your question is not sent: {draft.competition.title}",
        f"The chair has refused your question to {draft.bid.organisation} about “{draft.criterion}”:\n\n{reasons}\n",
        at=at,
    )


@transaction.atomic
def send(draft: EnquiryDraft, due_at: datetime, *, by: User, at: datetime) -> Enquiry:
    """Send the approved question to its bidder, who has until `due_at` to answer."""
    draft = _moved(draft, EnquiryState.SENT)
    _check_stage(draft.competition)
    if due_at <= at:
        raise Refusal(f"{in_words(due_at)} has passed: choose a later time.")
    made = Enquiry.objects.create(
        bid=draft.bid,
        criterion=draft.criterion,
        document_title=draft.document_title,
        question=draft.wording,
        due_at=due_at,
        sent_by=by,
        sent_at=at,
    )
    Bid.objects.filter(pk=draft.bid_id).update(was_asked=True)
    draft.enquiry = made
    draft.save(update_fields=["state", "enquiry"])
    _record("scoring.send_enquiry", draft, by=by, at=at, enquiry=made.reference, due_at=due_at.isoformat())
    trail.record(
        "scoring.send_enquiry",
        made,
        trail=draft.bid.reference,
        by=by,
        at=at,
        enquiry=made.reference,
        due_at=due_at.isoformat(),
        fingerprint=fingerprint(made.question),
    )
    _tell_the_bidder(made)
    return made


@transaction.atomic
def decide_late(draft: EnquiryDraft, *, accepts: bool, reasons: str, by: User, at: datetime) -> None:
    """Decide whether an answer that came late counts. The bidder is told, with the reasons."""
    rows = Enquiry.objects.select_for_update(of=("self",), no_key=True)
    enquiry = rows.select_related("bid__organisation", "bid__competition", "criterion").filter(draft=draft).first()
    if enquiry is None:
        raise Refusal("This question is not sent, so no answer came late.")
    reasons = normalise(reasons).strip()
    if enquiry.decided_at:
        if (enquiry.is_accepted, enquiry.decision_reasons) == (accepts, reasons):
            return
        raise Refusal("It is decided already whether this answer counts.")
    if not enquiry.is_late:
        raise Refusal("No answer came late here, so there is nothing to decide.")
    _check_stage(enquiry.bid.competition)
    if not reasons:
        raise Refusal("Give your reasons. The bidder reads them.")
    enquiry.is_accepted, enquiry.decision_reasons, enquiry.decided_by, enquiry.decided_at = accepts, reasons, by, at
    enquiry.save(update_fields=["is_accepted", "decision_reasons", "decided_by", "decided_at"])
    verb = "scoring.accept_late_answer" if accepts else "scoring.disregard_late_answer"
    trail.record(verb, enquiry, trail=enquiry.bid.reference, by=by, at=at, enquiry=enquiry.reference, reasons=reasons)
    if accepts:
        tell_the_panel(enquiry, at)
    told = "counts, although it came late" if accepts else "came late, and does not count"
    for writer in enquiry.bid.writers():
        letters.queue(
            writer.email,
            f"Your late answer: {enquiry.bid.competition.title}",
            f"Your answer about “{enquiry.criterion}” {told}:\n\n{reasons}\n",
            at=at,
            trail=enquiry.bid.reference,
        )


def _moved(draft: EnquiryDraft, to: EnquiryState) -> EnquiryDraft:
    """The draft, held until the transaction ends, in its new state; refused where it has come another way."""
    rows = EnquiryDraft.objects.select_for_update(of=("self",), no_key=True).select_related(
        "member__user", "bid__organisation", "bid__competition__service__council", "criterion"
    )
    draft = rows.get(pk=draft.pk)
    if to not in NEXT[draft.stands]:
        raise Refusal(f"This question stands at “{draft.stands.label}” by now, so nothing was changed.")
    draft.state = to.value
    return draft


def _check_stage(competition: Competition) -> None:
    if competition.stage != CompetitionState.OPENED:
        raise Refusal(f"The competition stands at “{competition.stage.label}”, so bidders are asked nothing any more.")


def _check_wording(bid: Bid, question: str) -> None:
    if not question:
        raise Refusal("Write the question.")
    if len(question) > LONGEST_QUESTION:
        raise Refusal(f"The question must be {LONGEST_QUESTION:,} characters or fewer; it has {len(question):,}.")
    others = Bid.objects.opened(bid.competition).exclude(pk=bid.pk).values_list("organisation__name", flat=True)
    if found := tells_too_much(question, list(others)):
        listed = ", ".join(f"“{each}”" for each in found)
        raise Refusal(
            f"The bidder would read {listed}. A question says nothing of scores, of the panel’s talk or of other bids: "
            "word it without."
        )


def _title(about: About, document: str) -> str:
    if not document:
        return ""
    papers = read_for(about.criterion, about.bid).documents
    title = next((each["title"] for each in papers if document in {each["reference"], each["title"]}), None)
    if title is None:
        raise Refusal("This document is not one that belongs to this answer: choose one of the list.")
    return str(title)


def _record(verb: str, draft: EnquiryDraft, *, by: User, at: datetime, **details: str | bool) -> None:
    """On a trail of the question's own, so that the competition's does not tell evaluators who asks what."""
    trail.record(verb, draft, trail=draft.reference, by=by, at=at, **details)


def _tell_the_chair(competition: Competition, at: datetime) -> None:
    for chair in PanelMember.objects.sitting(competition).filter(role=PanelRole.CHAIR.value):
        letters.queue(
            chair.user.email,
            f"A question to a bidder: {competition.title}",
            f"Somebody on the panel for “{competition}” would ask a bidder what its bid means. Sign in and open "
            "“My work” to decide on it.\n",
            at=at,
        )


def _tell_the_bidder(enquiry: Enquiry) -> None:
    competition = enquiry.bid.competition
    for writer in enquiry.bid.writers():
        letters.queue(
            writer.email,
            f"A question about your bid for {competition.title}",
            f"{competition.council} asks about “{enquiry.criterion}” in your bid:\n\n{enquiry.question}\n\n"
            f"Sign in and open “My work” to answer it by {in_words(enquiry.due_at)}. Your answer explains your bid; it "
            "can’t add to it, change it or better it.\n",
            at=enquiry.sent_at,
            trail=enquiry.bid.reference,
        )
