"""What a bid that is submitted already holds of a member's part, and taking back what the member agreed to."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.actions import letters, trail
from accounts.domain.refusals import Refusal
from accounts.models import User
from partners.actions.bid_letters import tell
from partners.actions.consents import check_open
from partners.actions.submissions import deadline_of, standing_submission
from partners.actions.writing import clean, locked
from partners.models import Consent, MemberDeclaration, Submission
from procurement.domain.dates import in_words

NOT_AGREED = "You have not agreed to this part, so there is nothing to take back."


@dataclass(frozen=True, slots=True)
class InBid:
    """What the submission that counts holds of an organisation's part: its agreement, and what it declared."""

    submission: Submission
    has_agreed: bool
    declared: MemberDeclaration | None

    def sentence(self, consent: Consent, now: MemberDeclaration | None) -> str:
        """How that differs from what the organisation says `now`; "" where it does not."""
        submitted = f"The bid that was submitted at {in_words(self.submission.at)}"
        if not consent.has_agreed:
            return f"{submitted} still says that you agreed." if self.has_agreed else ""
        if self.declared == now:
            return "" if self.has_agreed else f"{submitted} does not say that you agreed."
        if self.declared is None:
            return f"{submitted} does not hold what you declared."
        which = "not with this newer one" if now else "which you have taken back"
        return f"{submitted} still counts with what you declared at {in_words(self.declared.at)}, {which}."


def in_bid(consent: Consent) -> InBid | None:
    """What the bid holds of the part of whoever answered; None if it is not in, or nobody can read it for now."""
    submission = standing_submission(consent.bid)
    if submission is None or consent.organisation is None or consent.bid.is_sealed_shut:
        return None
    for entry in submission.whole()["consortium"]:
        agreed = entry.get("agreed")
        if agreed and agreed["reference"] == consent.organisation.reference:
            declared = entry.get("declared") or {}
            rows = MemberDeclaration.objects.filter(bid=consent.bid_id, reference=declared.get("reference"))
            return InBid(submission, True, rows.first())
    return InBid(submission, False, None)


def what_counts(consent: Consent, at: datetime) -> str:
    """What counts for now instead of what the organisation says, and what must be done; "" where nothing differs."""
    held = in_bid(consent)
    now = MemberDeclaration.objects.standing().filter(bid=consent.bid_id, organisation=consent.organisation_id).first()
    sentence = held.sentence(consent, now) if held else ""
    if not sentence:
        return ""
    deadline = deadline_of(consent.bid.competition)
    if at > deadline:
        return sentence
    until = in_words(deadline)
    return (
        f"{sentence} That changes only if {consent.bid.organisation} submits the bid again, or withdraws it, "
        f"before {until}."
    )


def tell_lead(consent: Consent, subject: str, deed: str, *, at: datetime) -> None:
    """A letter to everybody who writes the bid; it says whether the bid must be submitted again."""
    bid = consent.bid
    submission = standing_submission(bid)
    until = in_words(deadline_of(bid.competition))
    what_next = (
        f"Your bid is in as it was submitted at {in_words(submission.at)}, without this change. Look at it and submit "
        f"it again before {until}: else that submission counts as it is."
        if submission
        else f"Your bid is not submitted yet. The deadline is {until}."
    )
    body = f"{deed}\n\nCompetition: {bid.competition}.\n\n{what_next}\n"
    tell(bid, subject, body, at)


def tell_member(consent: Consent, *, at: datetime) -> None:
    """A letter to the member's own people, if what it just said does not count yet."""
    said = what_counts(consent, at)
    if not said or consent.organisation is None:
        return
    body = (
        f"For {consent.organisation.name}, in the bid of {consent.bid.organisation.name} for "
        f"“{consent.bid.competition}”:\n\n{said}\n\n{consent.bid.organisation.name} has been told by e-mail. You see "
        "under “My work”, on the page of your part, whether it has done so.\n"
    )
    subject = f"Not in the submitted bid yet: your part in “{consent.bid.competition}”"
    for email in consent.bid.people_of(consent.organisation).values_list("email", flat=True):
        letters.queue(email, subject[:300], body, at=at, trail=consent.bid.reference)


@transaction.atomic
def take_back_agreement(consent: Consent, *, reason: str = "", by: User, at: datetime) -> Consent:
    """Take back that the organisation agreed, before the deadline; what it declared goes with that. Twice does no harm.

    The lead is told. What is submitted stays as it is until the lead submits again.
    """
    check_open(consent.bid, at)
    bid = locked(consent.bid, at=at)
    rows = Consent.objects.select_for_update(of=("self",)).select_related("organisation")
    consent = rows.get(pk=consent.pk)
    consent.bid = bid
    if consent.answer is None or consent.answered_at is None or consent.organisation is None:
        raise Refusal(NOT_AGREED)
    if consent.was_taken_back:
        return consent
    if not consent.has_agreed:
        raise Refusal(NOT_AGREED)
    reason = clean(reason).strip()
    agreed_at = consent.answered_at.isoformat()
    consent.answer |= {"agrees": False, "reason": reason, "by": by.name, "email": by.email, "agreed_at": agreed_at}
    consent.answered_at = at
    consent.save(update_fields=["answer", "answered_at"])
    MemberDeclaration.objects.standing().filter(bid=bid, organisation=consent.organisation).update(ended_at=at)
    trail.record("partners.take_back_consent", "Consortium", trail=bid.reference, by=by, at=at)
    name = consent.organisation.name
    why = f"\n\nWhat they say: {reason}" if reason else ""
    tell_lead(
        consent, f"{name} takes back its agreement to its part in your bid", f"{by} did so for {name}.{why}", at=at
    )
    tell_member(consent, at=at)
    return consent
