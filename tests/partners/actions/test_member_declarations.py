"""Whoever stands behind a bid declares for itself, by its own people; the bid is complete once it has."""

import json
from datetime import timedelta

import pytest
from django.db import connection

from accounts.domain.refusals import Refusal
from accounts.models import Letter, TrailEvent
from partners.actions import consents, declarations, member_declarations, receipts, submissions
from partners.actions import supplier_information as information
from partners.actions.completeness import Part, gaps
from partners.actions.consortia import name_consortium
from partners.domain.receipts import files_of
from partners.models import ConnectedPerson, MemberDeclaration
from procurement.models import Competition
from tests import world
from tests.partners.informing import PERSON_SECRET, confirmed
from tests.world import AFTER, BEFORE

pytestmark = pytest.mark.django_db
WHAT_HAPPENED = "tide-was-warned-by-its-register"


@pytest.fixture
def asked(complete_bid, bidder):
    """A bid that lacks nothing of its own, in a competition that asks for supplier information."""
    Competition.objects.update(asks_supplier_information=True)
    complete_bid.competition.refresh_from_db()
    confirmed(complete_bid.organisation, bidder)
    return complete_bid


@pytest.fixture
def tide():
    """An organisation that has confirmed its information, with a ground declared, and its administrator."""
    organisation, ada = world.organisation("Tide Trust")
    confirmed(organisation, ada)
    declarations.save_ground(organisation, "7-11", goes_on=True, what_happened=WHAT_HAPPENED, by=ada, at=BEFORE)
    information.confirm(organisation, by=ada, at=BEFORE)
    return organisation, ada


def name(bid, by, email, role="member", share="30"):
    member = {"name": "Tide Trust", "kind": "charity", "role": role, "share": share, "email": email}
    name_consortium(bid, [member], by=by, at=BEFORE)


def agreed(bid, bidder, tide, **terms):
    """The consent with which Tide Trust agrees to its part."""
    name(bid, bidder, tide[1].email, **terms)
    token = consents.ask(bid, "Tide Trust", by=bidder, at=BEFORE)
    return consents.answer(consents.consent_for(token), tide[0], agrees=True, by=tide[1], at=BEFORE)


def missing(bid):
    return [gap.sentence for gap in gaps(bid, BEFORE) if gap.part is Part.CONSORTIUM]


def test_a_bid_is_complete_once_its_member_has_agreed_and_declared(asked, bidder, tide):
    name(asked, bidder, tide[1].email)
    assert missing(asked) == ["“Tide Trust” has not been asked to agree to its part and to declare for itself."]

    consent = agreed(asked, bidder, tide)
    assert missing(asked) == ["“Tide Trust” has agreed, but not yet declared for itself."]
    with pytest.raises(Refusal, match="not yet declared"):
        submissions.submit(asked, by=bidder, at=BEFORE)

    declared = member_declarations.declare(consent, is_shown=False, by=tide[1], at=BEFORE)

    assert missing(asked) == []
    [member] = submissions.submit(asked, by=bidder, at=BEFORE).whole()["consortium"]
    assert member["declared"] == {
        "reference": declared.reference,
        "fingerprint": declared.fingerprint,
        "by": "Ada of Tide Trust",
        "at": BEFORE.isoformat(),
    }
    assert declared.content["grounds"]["declared"][0]["what_happened"] == WHAT_HAPPENED


def test_the_lead_gets_no_word_of_it_in_page_receipt_letter_or_trail(asked, bidder, tide):
    consent = agreed(asked, bidder, tide)
    member_declarations.declare(consent, is_shown=False, by=tide[1], at=BEFORE)

    submission = submissions.submit(asked, by=bidder, at=BEFORE)

    lead_has = b"".join(files_of(submission.whole()).values()).decode() + json.dumps(receipts.signed(submission))
    told = "".join(f"{letter.subject} {letter.body}" for letter in Letter.objects.filter(trail=asked.reference))
    trail = "".join(f"{event.subject} {event.details}" for event in TrailEvent.objects.all())
    assert WHAT_HAPPENED not in lead_has + told + trail
    # Harbour Care names the same director as Tide Trust does: once in its own information, never in Tide's.
    assert lead_has.count(PERSON_SECRET) == 2  # supplier_information.json and bid.json
    assert "Tide Trust has declared for its part in your bid" in told
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM partners_memberdeclaration")
        assert WHAT_HAPPENED.encode() not in bytes(cursor.fetchone()[0])


def test_the_same_twice_is_one_and_what_changed_is_declared_again(asked, bidder, tide):
    organisation, ada = tide
    consent = agreed(asked, bidder, tide)
    first = member_declarations.declare(consent, is_shown=False, by=ada, at=BEFORE)
    assert member_declarations.declare(consent, is_shown=True, by=ada, at=BEFORE) == first
    assert MemberDeclaration.objects.get().is_shown

    information.save_details(organisation, website="https://tide.example", by=ada, at=BEFORE)
    assert member_declarations.has_changed_since(first)
    with pytest.raises(Refusal, match="has to confirm it again"):
        member_declarations.declare(consent, is_shown=True, by=ada, at=BEFORE)
    assert missing(asked) == []  # What somebody types elsewhere takes no bid out.

    information.confirm(organisation, by=ada, at=BEFORE)
    second = member_declarations.declare(consent, is_shown=True, by=ada, at=BEFORE)

    assert (member_declarations.standing_for(consent), second != first) == (second, True)


def test_one_that_is_replaced_takes_what_it_declared_with_it(asked, bidder, tide):
    consent = agreed(asked, bidder, tide)
    member_declarations.declare(consent, is_shown=False, by=tide[1], at=BEFORE)

    name_consortium(asked, [{"name": "Shore Trust", "kind": "charity", "role": "subcontractor"}], by=bidder, at=BEFORE)

    assert "declared" not in submissions.content_of(asked)["consortium"][0]
    with pytest.raises(Refusal, match="does not name you on these terms"):
        member_declarations.declare(consent, is_shown=False, by=tide[1], at=BEFORE)


def test_what_was_declared_holds_on_when_the_part_changes_and_is_agreed_to_again(asked, bidder, tide):
    member_declarations.declare(agreed(asked, bidder, tide), is_shown=False, by=tide[1], at=BEFORE)

    name(asked, bidder, tide[1].email, share="40")
    assert missing(asked) == ["“Tide Trust” has not been asked to agree to its part and to declare for itself."]
    agreed(asked, bidder, tide, share="40")

    assert missing(asked) == []


def test_it_is_taken_back_until_the_deadline_and_not_after_it(asked, bidder, tide):
    consent = agreed(asked, bidder, tide)
    member_declarations.declare(consent, is_shown=False, by=tide[1], at=BEFORE)

    for change in (member_declarations.take_back, member_declarations.declare):
        shown = {"is_shown": True} if change is member_declarations.declare else {}
        with pytest.raises(Refusal, match="deadline has passed") as refused:
            change(consent, by=tide[1], at=AFTER, **shown)
        assert len(refused.value.sentences) == 1  # Nothing is kept as a late attempt, and nothing says so.
    for _ in range(2):
        member_declarations.take_back(consent, by=tide[1], at=BEFORE + timedelta(minutes=1))

    assert missing(asked) == ["“Tide Trust” has agreed, but not yet declared for itself."]
    assert TrailEvent.objects.filter(verb="partners.take_back_declaration").count() == 1


def test_who_has_not_agreed_declares_nothing(asked, bidder, tide):
    name(asked, bidder, tide[1].email)
    token = consents.ask(asked, "Tide Trust", by=bidder, at=BEFORE)
    declined = consents.answer(consents.consent_for(token), tide[0], agrees=False, by=tide[1], at=BEFORE)

    with pytest.raises(Refusal, match="Agree to the part first"):
        member_declarations.declare(declined, is_shown=False, by=tide[1], at=BEFORE)
    assert missing(asked) == ["“Tide Trust” declined its part: replace it, or ask it again."]


def test_the_lead_may_answer_for_one_on_whom_it_relies_and_a_subcontractor_holds_up_nothing(asked, bidder, tide):
    name(asked, bidder, tide[1].email, role="associated")
    assert "name it among the associated persons" in missing(asked)[0]

    theirs = ConnectedPerson(organisation=asked.organisation, name="TIDE Trust", connection="associated")
    theirs.save()
    assert missing(asked) == []

    theirs.delete()
    name(asked, bidder, tide[1].email, role="subcontractor")
    assert missing(asked) == []
    member_declarations.declare(
        agreed(asked, bidder, tide, role="subcontractor"), is_shown=False, by=tide[1], at=BEFORE
    )
    assert "declared" in submissions.content_of(asked)["consortium"][0]


def test_where_nothing_is_asked_a_bid_is_complete_without_its_member(complete_bid, bidder, tide):
    name(complete_bid, bidder, tide[1].email)

    assert gaps(complete_bid, BEFORE) == []
