"""A bidder that has written a word of its own into every place where a person may write, each naming its place.

Wherever one of the words turns up, it tells whose it is and where it was written.
"""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from partners.actions import (
    bids,
    consents,
    declarations,
    documents,
    intentions,
    kits,
    member_declarations,
    organisations,
    pieces,
    presences,
    submissions,
    uploads,
)
from partners.actions.consortia import name_consortium
from partners.domain.deadlines import TooLate
from partners.domain.offers import from_content
from partners.domain.typed_offers import typed_of
from partners.models import Bid, Organisation
from procurement.models import Competition, Criterion
from tests import world
from tests.partners import informing


class Words:
    """`words("answer")` is the word for that place; `all` has those that were asked for."""

    def __init__(self, stem: str) -> None:
        self.stem = stem
        self.by_place: dict[str, str] = {}

    def __call__(self, place: str) -> str:
        return self.by_place.setdefault(place, f"{self.stem}-in-the-{place}")

    def address(self, place: str) -> str:
        return self.by_place.setdefault(f"{place}-address", f"{self.stem}.{place}@example.org")

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(self.by_place.values())


@dataclass
class Rich:
    organisation: Organisation
    ada: User
    bid: Bid
    words: Words


def offer_fields(words: Words) -> dict[str, str]:
    """What is typed for an offer within the terms, with words in all its texts."""
    typed = typed_of(from_content(world.offer_content("Partner")))
    texts = ("company_name", "notes", "mission", "deadlock", "support", "step_in", "exit", "lock-1-note")
    texts += ("terms-equity-provider", "terms-equity-conditions", "confidential-1-passage", "confidential-1-reason")
    texts += ("holding-1-name", "holding-2-name", "holding-3-name", "reserved-sale-note")
    typed |= {name: words(f"offer-{name}") for name in texts}
    return typed | {
        "lock-1-who": "all",
        "lock-1-until": "31 March 2099",
        "confidential-1-part": "price",
        "reserved-sale-3": "yes",
    }


def member_fields(words: Words, who: str, email: str) -> dict[str, str]:
    named = {name: words(f"{who}-{name[:4]}") for name in ("name", "registered_number", "part")}
    return {**named, "kind": "charity", "share": "30", "email": email}


def answer_texts(words: Words, criterion: Criterion) -> tuple[str, str]:
    return tuple(f"{when} it is {words(f'{criterion.reference}-{when}')}." for when in ("before", "now"))


def file_of(words: Words, place: str, ending: str = "txt") -> SimpleUploadedFile:
    """Named by a word, and full of another."""
    content = f"{words(f'file-of-the-{place}')}\n" * 5_000
    return SimpleUploadedFile(f"{words(f'name-of-the-{place}')}.{ending}", content.encode())


def rich_bid(competition: Competition, stem: str, organisation: Organisation, ada: User, *, at=None) -> Rich:
    """Their bid, submitted; `at` is some time before the deadline."""
    at = at or competition.bid_deadline - timedelta(days=1)
    words = Words(stem)
    inform(words, organisation, ada, at)
    bid = bids.start(competition, organisation, by=ada, at=at)
    for criterion in Criterion.objects.filter(competition=competition).judged():
        version = 0
        for text in answer_texts(words, criterion):
            version = bids.save_answer(bid, criterion, text, version=version, by=ada, at=at).version
    bids.save_offer(bid, offer_fields(words), version=0, by=ada, at=at)
    add_files(words, bid, ada, at)
    join(words, bid, ada, at)
    presences.note(bid, "answer-service", by=ada, at=at, is_writing=True)
    bid.refresh_from_db()
    submissions.submit(bid, by=ada, at=at)
    bid.refresh_from_db()
    come_late(words, bid, ada)
    return Rich(organisation, ada, bid, words)


def inform(words: Words, organisation: Organisation, ada: User, at, whose: str = "") -> None:
    """What the organisation says of itself, and whom it invites."""
    who = {"by": ada, "at": at}
    person = declarations.save_person(
        organisation, name=words(f"{whose}person"), connection="director", address=words(f"{whose}address"), **who
    )
    evidence = ("what_happened", "taken_seriously", "steps_taken", "commitments")
    declarations.save_ground(
        organisation, "7-5", person=person, goes_on=True, **{name: words(f"{whose}{name}") for name in evidence}, **who
    )
    informing.confirmed(organisation, ada, at, ticked=["7-5"])
    organisations.invite(organisation, words.address(f"{whose}guest"), "writer", **who)


def add_files(words: Words, bid: Bid, ada: User, at) -> None:
    """A document, one that was removed, a file of which a part has arrived, and a workbook that is none."""
    who = {"by": ada, "at": at}
    bids.add_document(bid, title=words("title"), upload=file_of(words, "document"), **who)
    removed = bids.add_document(bid, title=words("old-title"), upload=file_of(words, "old-document"), **who)
    documents.remove_document(removed, **who)
    half = uploads.begin(
        bid, name=f"{words('name-of-the-film')}.mp4", title=words("film"), size=99, mark="a" * 64, criterion=None, **who
    )
    uploads.take(pieces.store(half, 0, BytesIO(words("piece").encode()), size=len(words("piece"))), at=at)
    kits.bring(bid, file_of(words, "kit", "xlsx"), **who)


def join(words: Words, bid: Bid, ada: User, at) -> None:
    """Two others: one that has agreed, says why and declares for itself, and one that was not asked."""
    theirs, tia = world.organisation(f"Member of {bid.organisation}")
    member = member_fields(words, "member", tia.email)
    subcontractor = member_fields(words, "subcontractor", words.address("subcontractor"))
    name_consortium(bid, [member, subcontractor | {"role": "subcontractor"}], by=ada, at=at)
    inform(words, theirs, tia, at, "member-")
    asked = consents.consent_for(consents.ask(bid, member["name"], by=ada, at=at))
    agreed = consents.answer(asked, theirs, agrees=True, reason=words("consent"), by=tia, at=at)
    member_declarations.declare(agreed, is_shown=False, by=tia, at=at)


def come_late(words: Words, bid: Bid, ada: User) -> None:
    """A text, a file, and presses of withdraw and of submit, after the deadline."""
    at = bid.competition.bid_deadline + timedelta(minutes=5)
    criterion = Criterion.objects.get(competition=bid.competition, reference="service")
    with pytest.raises(TooLate):
        bids.save_answer(bid, criterion, words("late-answer"), version=2, by=ada, at=at)
    with pytest.raises(TooLate):
        bids.add_document(bid, title=words("late-title"), upload=file_of(words, "late-document"), by=ada, at=at)
    for deed in (submissions.withdraw, submissions.submit):
        with pytest.raises(TooLate):
            deed(bid, by=ada, at=at)


def declined(competition: Competition, stem: str, organisation: Organisation, by: User) -> Words:
    """An organisation that says why it does not bid."""
    words = Words(stem)
    at = competition.bid_deadline - timedelta(days=2)
    intentions.express(competition, organisation, by=by, at=at)
    intentions.decline(competition, organisation, reason=words("reason"), by=by, at=at)
    return words
