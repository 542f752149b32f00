"""What was changed in a bid since it was submitted, and by whom: by those who write it, or by a member itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.domain.fingerprints import fingerprint
from partners.actions.consents import TERMS
from partners.actions.submissions import content_of, held_in
from partners.models import Bid, Consent, MemberDeclaration, Submission
from procurement.domain.dates import in_words

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Since:
    """`by_lead` is whether those who write the bid changed it; `by_members` says what each member did, and when."""

    by_lead: bool
    by_members: tuple[str, ...]

    @property
    def is_changed(self) -> bool:
        return self.by_lead or bool(self.by_members)


NOTHING = Since(by_lead=False, by_members=())


def since(bid: Bid, submission: Submission) -> Since:
    """What differs between the bid as it is being written and what was submitted.

    A part that a member agreed to or declared for changes without the lead: only new terms are the lead's.
    """
    content = content_of(bid, held=held_in(submission))
    if fingerprint(content) == submission.fingerprint:
        return NOTHING
    before, now = submission.whole()["consortium"], content["consortium"]
    if [_terms(each) for each in before] != [_terms(each) for each in now]:
        return Since(by_lead=True, by_members=())
    said = _said(bid, [(then, entry) for then, entry in zip(before, now, strict=True) if then != entry])
    by_lead = not said or fingerprint(content | {"consortium": before}) != submission.fingerprint
    return Since(by_lead=by_lead, by_members=said)


def _said(bid: Bid, changed: Sequence[tuple[Entry, Entry]]) -> tuple[str, ...]:
    """A sentence for each member: what it did since."""
    if not changed:
        return ()
    ends = _ends_in(bid)
    deeds = [(entry["name"], list(_deeds(then, entry, ends))) for then, entry in changed]
    return tuple(f"{name} {'; it '.join(done)}." for name, done in deeds if done)


@dataclass(frozen=True, slots=True)
class _Ends:
    """When agreements were taken back, by what was agreed to; and when each organisation's last declaration ended."""

    agreements: Mapping[tuple[str, ...], datetime | None]
    declarations: Mapping[str, datetime | None]


def _ends_in(bid: Bid) -> _Ends:
    """Of all members at once. Two queries."""
    consents = Consent.objects.filter(bid=bid).order_by("answered_at")
    ended = MemberDeclaration.objects.filter(bid=bid).exclude(ended_at=None)
    return _Ends(
        {_terms(each.terms): each.answered_at for each in consents if each.was_taken_back},
        dict(ended.order_by("ended_at").values_list("organisation__reference", "ended_at")),
    )


def _deeds(before: Entry, now: Entry, ends: _Ends) -> Iterator[str]:
    agreed, agrees = before.get("agreed"), now.get("agreed")
    declared, declares = before.get("declared"), now.get("declared")
    if agreed and not agrees:
        # What it declared goes with its agreement.
        yield f"took back its agreement{_at(ends.agreements.get(_terms(now)))}"
        return
    if agrees and agrees != agreed:
        yield f"agreed to its part{_at(datetime.fromisoformat(agrees['at']))}"
    if declares and declares != declared:
        yield f"declared for itself{' anew' if declared else ''}{_at(datetime.fromisoformat(declares['at']))}"
    elif declared and not declares:
        yield f"took back what it declared{_at(ends.declarations.get(agrees['reference'])) if agrees else ''}"


def _terms(entry: Entry) -> tuple[str, ...]:
    return tuple(entry.get(name, "") for name in TERMS)


def _at(instant: datetime | None) -> str:
    return f" at {in_words(instant)}" if instant else ""
