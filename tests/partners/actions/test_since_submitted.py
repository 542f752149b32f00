"""What changed since a bid was submitted is put down to whoever did it: to a member by name, with when."""

from datetime import timedelta

import pytest

from partners.actions import bids, consents, member_declarations, parts, submissions
from partners.actions import supplier_information as information
from partners.actions.consortia import name_consortium
from partners.actions.since_submitted import NOTHING, Since, since
from partners.models import Bid
from partners.views.standing import standing_of
from procurement.models import Competition
from tests import world
from tests.partners.informing import confirmed
from tests.world import AFTER, BEFORE

LATER = BEFORE + timedelta(hours=1)
WHEN = "1pm on Sunday 1 November 2026 (GMT)"
TOOK_BACK = f"Tide Trust took back its agreement at {WHEN}."


@pytest.fixture
def tide(db):
    organisation, ada = world.organisation("Tide Trust")
    confirmed(organisation, ada)
    return organisation, ada


@pytest.fixture
def asked(complete_bid, bidder, tide):
    """Two members are named and asked, and the bid is complete but for what they say."""
    Competition.objects.update(asks_supplier_information=True)
    complete_bid.competition.refresh_from_db()
    confirmed(complete_bid.organisation, bidder)
    named("", complete_bid, bidder, tide)
    return agreed(complete_bid, bidder, tide)


def named(part, bid, bidder, tide):
    tide_trust = {"name": "Tide Trust", "kind": "charity", "email": tide[1].email, "part": part}
    shore = {"name": "Shore Ltd", "kind": "charity", "email": "shore@example.org", "role": "subcontractor"}
    name_consortium(bid, [tide_trust, shore], by=bidder, at=BEFORE)


def agreed(bid, bidder, tide, at=BEFORE):
    token = consents.ask(bid, "Tide Trust", by=bidder, at=at)
    return consents.answer(consents.consent_for(token), tide[0], agrees=True, by=tide[1], at=at)


@pytest.fixture
def consent(asked, complete_bid, bidder, tide):
    """Tide Trust has agreed and declared, and the bid is submitted with that."""
    member_declarations.declare(asked, is_shown=False, by=tide[1], at=BEFORE)
    submissions.submit(complete_bid, by=bidder, at=BEFORE)
    return asked


def changes():
    bid = Bid.objects.get()
    found = since(bid, submissions.standing_submission(bid))
    assert found.is_changed == submissions.changed_since(bid, submissions.standing_submission(bid))
    return found


def sentences(at=LATER):
    return standing_of(Bid.objects.get(), at).sentences


def test_what_was_submitted_is_unchanged(consent):
    assert changes() == NOTHING


def test_a_member_that_takes_its_agreement_back_is_named_and_the_lead_is_not_said_to_have_changed_it(
    consent, complete_bid, bidder, tide
):
    parts.take_back_agreement(consent, by=tide[1], at=LATER)

    assert changes() == Since(by_lead=False, by_members=(TOOK_BACK,))
    assert sentences() == (TOOK_BACK, "That is not in until you submit again.")
    assert sentences(AFTER) == (TOOK_BACK, "You did not submit again: that is not in.")
    [lack] = submissions.what_is_missing(complete_bid, LATER)
    assert lack == f"“Tide Trust” took back its agreement to its part at {WHEN}: replace it, or ask it again."

    consents.ask(complete_bid, "Tide Trust", by=bidder, at=LATER)
    assert sentences()[0] == TOOK_BACK


def test_a_member_that_declares_anew_or_takes_that_back_is_named(consent, complete_bid, tide):
    information.save_details(tide[0], website="https://tide.example", by=tide[1], at=LATER)
    information.confirm(tide[0], by=tide[1], at=LATER)
    member_declarations.declare(consent, is_shown=False, by=tide[1], at=LATER)
    assert changes().by_members == (f"Tide Trust declared for itself anew at {WHEN}.",)

    member_declarations.take_back(consent, by=tide[1], at=LATER)
    assert changes().by_members == (f"Tide Trust took back what it declared at {WHEN}.",)


def test_a_subcontractor_that_agrees_after_the_submission_is_named(consent, complete_bid, bidder, tide):
    shore, sam = world.organisation("Shore Limited")
    sam.email = "shore@example.org"
    sam.save()
    token = consents.ask(complete_bid, "Shore Ltd", by=bidder, at=LATER)
    consents.answer(consents.consent_for(token), shore, agrees=True, by=sam, at=LATER)

    assert changes() == Since(by_lead=False, by_members=(f"Shore Ltd agreed to its part at {WHEN}.",))


def test_changes_of_the_lead_are_its_own_and_those_of_members_stand_beside_them(
    consent, complete_bid, bidder, tide, criteria
):
    bids.save_answer(complete_bid, criteria.service, "Changed.", version=1, by=bidder, at=LATER)
    parts.take_back_agreement(consent, by=tide[1], at=LATER)

    assert changes() == Since(by_lead=True, by_members=(TOOK_BACK,))
    assert sentences() == (
        "You have changed it since: those changes are not in until you submit again.",
        TOOK_BACK,
    )

    named("Day trips", complete_bid, bidder, tide)
    assert changes() == Since(by_lead=True, by_members=())
