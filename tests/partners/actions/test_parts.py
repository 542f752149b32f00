"""What a submitted bid holds of a member's part: the member is told where it is not what it says now."""

from datetime import timedelta

import pytest

from accounts.domain.refusals import Refusal
from accounts.models import Letter, TrailEvent
from partners.actions import consents, member_declarations, parts, submissions
from partners.actions import supplier_information as information
from partners.actions.consortia import name_consortium
from partners.models import MemberDeclaration
from procurement.models import Competition
from tests import world
from tests.partners.informing import confirmed
from tests.world import AFTER, BEFORE

LATER = BEFORE + timedelta(hours=1)


@pytest.fixture
def tide(db):
    organisation, ada = world.organisation("Tide Trust")
    confirmed(organisation, ada)
    return organisation, ada


@pytest.fixture
def bid(complete_bid, bidder):
    Competition.objects.update(asks_supplier_information=True)
    complete_bid.competition.refresh_from_db()
    confirmed(complete_bid.organisation, bidder)
    return complete_bid


@pytest.fixture
def consent(bid, bidder, tide):
    """Tide Trust has agreed and declared, and the bid is submitted with that."""
    member = {"name": "Tide Trust", "kind": "charity", "email": tide[1].email}
    name_consortium(bid, [member], by=bidder, at=BEFORE)
    token = consents.ask(bid, "Tide Trust", by=bidder, at=BEFORE)
    agreed = consents.answer(consents.consent_for(token), tide[0], agrees=True, by=tide[1], at=BEFORE)
    member_declarations.declare(agreed, is_shown=False, by=tide[1], at=BEFORE)
    submissions.submit(bid, by=bidder, at=BEFORE)
    return agreed


def declared_anew(consent, tide):
    information.save_details(tide[0], website="https://tide.example", by=tide[1], at=LATER)
    information.confirm(tide[0], by=tide[1], at=LATER)
    return member_declarations.declare(consent, is_shown=False, by=tide[1], at=LATER)


def letters_to(user, since):
    return [letter for letter in Letter.objects.order_by("pk") if letter.to == user.email and letter.queued_at >= since]


def test_nothing_is_told_while_the_bid_holds_what_the_member_says(consent, tide):
    assert parts.what_counts(consent, BEFORE) == ""
    assert not [each for each in letters_to(tide[1], BEFORE) if "Not in the submitted bid" in each.subject]


def test_a_member_that_declares_anew_is_told_that_the_older_one_counts_until_the_lead_submits_again(
    consent, tide, bid, bidder
):
    declared_anew(consent, tide)

    said = parts.what_counts(consent, LATER)
    assert "still counts with what you declared at" in said
    assert "only if Harbour Care submits the bid again" in said
    [letter] = letters_to(tide[1], LATER)
    assert "Not in the submitted bid yet" in letter.subject
    assert said in letter.body
    [to_lead] = letters_to(bidder, LATER)
    assert "submit it again before" in to_lead.body

    submissions.submit(bid, by=bidder, at=LATER)
    assert parts.what_counts(consent, LATER) == ""


def test_after_the_deadline_it_is_still_told_what_counts_and_no_way_out(consent, tide):
    declared_anew(consent, tide)

    said = parts.what_counts(consent, AFTER)

    assert said.endswith("not with this newer one.")


def test_what_was_taken_back_counts_on_too(consent, tide):
    member_declarations.take_back(consent, by=tide[1], at=LATER)

    assert "which you have taken back" in parts.what_counts(consent, LATER)


def test_a_member_takes_its_agreement_back_itself_and_its_declaration_goes_with_it(consent, tide, bid, bidder):
    for _ in range(2):
        gone = parts.take_back_agreement(consent, reason="We merge.", by=tide[1], at=LATER)

    assert not gone.has_agreed
    assert gone.was_taken_back
    assert not MemberDeclaration.objects.standing().exists()
    assert TrailEvent.objects.filter(verb="partners.take_back_consent").count() == 1
    assert "still says that you agreed" in parts.what_counts(gone, LATER)
    [standing] = consents.standings(bid)
    assert standing.sentence.startswith("Took its agreement back: Ada of Tide Trust for Tide Trust at")
    [to_lead] = letters_to(bidder, LATER)
    assert "We merge." in to_lead.body
    with pytest.raises(Refusal, match="took back its agreement"):
        submissions.submit(bid, by=bidder, at=LATER)
    consents.ask(bid, "Tide Trust", by=bidder, at=LATER)


def test_after_the_deadline_or_without_having_agreed_nothing_is_taken_back(consent, tide, bid, bidder):
    with pytest.raises(Refusal, match="deadline has passed"):
        parts.take_back_agreement(consent, by=tide[1], at=AFTER)

    name_consortium(bid, [{"name": "Shore Trust", "kind": "charity", "email": "s@example.org"}], by=bidder, at=BEFORE)
    asked = consents.consent_for(consents.ask(bid, "Shore Trust", by=bidder, at=BEFORE))
    with pytest.raises(Refusal, match="nothing to take back"):
        parts.take_back_agreement(asked, by=tide[1], at=BEFORE)
