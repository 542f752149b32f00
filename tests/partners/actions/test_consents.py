import pytest
from django.db import connection

from accounts.domain.refusals import Refusal
from accounts.domain.roles import CouncilRole
from accounts.models import Letter, TrailEvent
from partners.actions import consents, submissions
from partners.actions.consortia import name_consortium
from tests import world
from tests.world import AFTER, BEFORE


@pytest.fixture
def tide(db):
    """An organisation that is asked, and its administrator."""
    return world.organisation("Tide Trust")


@pytest.fixture
def named(bid, bidder, tide):
    """A bid that names Tide Trust, and whom to ask for it."""
    name(bid, bidder, tide[1].email)
    return bid


def name(bid, bidder, email, **terms):
    member = {"name": "Tide Trust", "kind": "charity", "registered_number": "12", "share": "30", "part": "Day trips"}
    name_consortium(bid, [{**member, "email": email, **terms}], by=bidder, at=BEFORE)


def asked(token):
    return consents.consent_for(token)


def said(bid):
    return [each.sentence for each in consents.standings(bid)]


def test_one_who_is_asked_agrees_and_the_bid_says_so(named, bidder, tide):
    organisation, ada = tide
    assert said(named) == ["Not asked yet."]

    token = consents.ask(named, "Tide Trust", by=bidder, at=BEFORE, site="https://x.example")
    letter = Letter.objects.latest("pk")
    consents.answer(asked(token), organisation, agrees=True, by=ada, at=BEFORE)

    assert (letter.to, f"https://x.example/consortia/{token}/" in letter.body) == (ada.email, True)
    assert said(named)[0].startswith("Agreed: Ada of Tide Trust for Tide Trust")
    [frozen] = submissions.content_of(named)["consortium"]
    assert (frozen["name"], frozen["share"], frozen["role"]) == ("Tide Trust", "30", "member")
    assert (frozen["agreed"]["organisation"], frozen["agreed"]["by"]) == ("Tide Trust", "Ada of Tide Trust")
    assert Letter.objects.latest("pk").to == bidder.email


def test_a_consent_holds_for_the_terms_that_were_shown_and_no_others(named, bidder, tide):
    token = consents.ask(named, "Tide Trust", by=bidder, at=BEFORE)
    consents.answer(asked(token), tide[0], agrees=True, by=tide[1], at=BEFORE)

    name(named, bidder, tide[1].email, share="60")

    assert said(named) == ["Not asked yet."]
    assert submissions.content_of(named)["consortium"][0]["agreed"] is None


def test_terms_that_changed_while_the_question_was_open_are_not_agreed_to(named, bidder, tide):
    token = consents.ask(named, "Tide Trust", by=bidder, at=BEFORE)
    name(named, bidder, tide[1].email, part="Everything")

    with pytest.raises(Refusal, match="has changed what it would ask"):
        consents.answer(asked(token), tide[0], agrees=True, by=tide[1], at=BEFORE)


def test_one_who_declines_says_why(named, bidder, tide):
    token = consents.ask(named, "Tide Trust", by=bidder, at=BEFORE)

    consents.answer(asked(token), tide[0], agrees=False, reason="Too far away.", by=tide[1], at=BEFORE)

    assert said(named)[0].startswith("Declined: ")
    assert said(named)[0].endswith("Too far away.")
    assert "Too far away." in Letter.objects.latest("pk").body


def test_the_same_answer_twice_is_one_answer_and_another_is_refused(named, bidder, tide):
    token = consents.ask(named, "Tide Trust", by=bidder, at=BEFORE)
    for _ in range(2):
        consents.answer(asked(token), tide[0], agrees=True, by=tide[1], at=BEFORE)

    with pytest.raises(Refusal, match="answered already"):
        consents.answer(asked(token), tide[0], agrees=False, by=tide[1], at=BEFORE)
    assert TrailEvent.objects.filter(verb="partners.answer_consent").count() == 1


def test_asking_anew_replaces_the_link(named, bidder, tide):
    first = consents.ask(named, "Tide Trust", by=bidder, at=BEFORE)
    consents.ask(named, "Tide Trust", by=bidder, at=BEFORE)

    with pytest.raises(Refusal, match="newer one has replaced it"):
        consents.consent_for(first)


def test_who_has_agreed_is_not_asked_again(named, bidder, tide):
    token = consents.ask(named, "Tide Trust", by=bidder, at=BEFORE)
    consents.answer(asked(token), tide[0], agrees=True, by=tide[1], at=BEFORE)

    with pytest.raises(Refusal, match="has agreed to this already"):
        consents.ask(named, "Tide Trust", by=bidder, at=BEFORE)


def test_nobody_answers_for_an_organisation_that_is_not_theirs(named, bidder, tide):
    other, _ = world.organisation("Other")
    token = consents.ask(named, "Tide Trust", by=bidder, at=BEFORE)

    with pytest.raises(Refusal, match="of which you are an administrator"):
        consents.answer(asked(token), other, agrees=True, by=tide[1], at=BEFORE)
    with pytest.raises(Refusal, match="sent to another e-mail address"):
        consents.answer(asked(token), tide[0], agrees=True, by=bidder, at=BEFORE)


def test_nobody_of_the_council_answers_for_a_bidder(named, bidder, tide):
    tide[1].council_roles.create(council=named.competition.council, role=CouncilRole.OFFICER.value)
    token = consents.ask(named, "Tide Trust", by=bidder, at=BEFORE)

    with pytest.raises(Refusal, match="You work for the council"):
        consents.answer(asked(token), tide[0], agrees=True, by=tide[1], at=BEFORE)


def test_after_the_deadline_nobody_is_asked_and_nobody_answers(named, bidder, tide):
    token = consents.ask(named, "Tide Trust", by=bidder, at=BEFORE)

    with pytest.raises(Refusal, match="deadline has passed"):
        consents.answer(asked(token), tide[0], agrees=True, by=tide[1], at=AFTER)
    with pytest.raises(Refusal, match="deadline has passed"):
        consents.ask(named, "Tide Trust", by=bidder, at=AFTER)


def test_whom_nobody_named_or_can_be_written_to_is_not_asked(bid, bidder, tide):
    name(bid, bidder, "")

    with pytest.raises(Refusal, match="Enter the e-mail address"):
        consents.ask(bid, "Tide Trust", by=bidder, at=BEFORE)
    with pytest.raises(Refusal, match="not named in the consortium any more"):
        consents.ask(bid, "Nobody", by=bidder, at=BEFORE)


def test_the_trail_and_the_table_name_nobody(named, bidder, tide):
    token = consents.ask(named, "Tide Trust", by=bidder, at=BEFORE)
    consents.answer(asked(token), tide[0], agrees=True, by=tide[1], at=BEFORE)

    events = TrailEvent.objects.filter(verb__contains="consent")
    assert events.count() == 2
    assert "Tide" not in "".join(f"{event.subject} {event.details}" for event in events)
    with connection.cursor() as cursor:
        cursor.execute("SELECT terms || answer || email FROM partners_consent")
        assert b"Tide" not in bytes(cursor.fetchone()[0])


def test_the_number_of_queries_does_not_grow(named, bidder, django_assert_num_queries):
    members = [{"name": f"Member {number}", "kind": "charity", "email": "a@b.example"} for number in range(9)]
    name_consortium(named, members, by=bidder, at=BEFORE)
    for member in members:
        consents.ask(named, member["name"], by=bidder, at=BEFORE)

    with django_assert_num_queries(3):
        assert len(consents.standings(named)) == 9
