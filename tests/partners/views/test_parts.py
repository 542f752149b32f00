"""A member finds its part from its own pages, and sees that and nothing else of the bid."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.domain.roles import CouncilRole
from partners.actions import consents, member_declarations, submissions
from partners.actions.consortia import name_consortium
from partners.domain.organisations import OrganisationRole
from partners.models import Bid, MemberDeclaration, OrganisationMember
from procurement.models import Competition
from tests import world
from tests.partners.informing import PERSON_SECRET, confirmed
from tests.world import AFTER, BEFORE


@pytest.fixture
def tide(db):
    return world.organisation("Tide Trust")


@pytest.fixture
def consent(bid, bidder, tide, clock):
    """Tide Trust is asked."""
    clock(BEFORE)
    Competition.objects.update(asks_supplier_information=True)
    member = {"name": "Tide Trust", "kind": "charity", "part": "Day trips", "email": tide[1].email.upper()}
    name_consortium(bid, [member, {"name": "Secret Partner", "kind": "charity"}], by=bidder, at=BEFORE)
    return consents.consent_for(consents.ask(bid, "Tide Trust", by=bidder, at=BEFORE))


@pytest.fixture
def agreed(consent, tide):
    return consents.answer(consent, tide[0], agrees=True, by=tide[1], at=BEFORE)


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def text(answer):
    return answer.content.decode()


def test_the_question_and_then_the_part_stand_under_my_work(consent, tide):
    asked, page = client_of(tide[1]), reverse("partners:part", args=[consent.reference])
    work = text(asked.get(reverse("my_work")))
    assert page in work
    assert "asks whether Tide Trust agrees" in work

    asked.post(page, {"organisation": tide[0].reference, "answer": "agree"})
    assert "Now declare whether a ground of exclusion applies" in text(asked.get(reverse("my_work")))
    information = reverse("partners:supplier_information", args=[tide[0].reference])
    assert page in text(asked.get(information))

    confirmed(*tide)
    asked.post(reverse("partners:part_declare", args=[consent.reference]))
    assert "You agreed, and declared for yourself." in text(asked.get(reverse("my_work")))
    assert page not in text(asked.get(information))


def test_the_page_says_what_is_missing_and_a_writer_reads_it_but_only_an_administrator_declares(agreed, tide):
    page = reverse("partners:part", args=[agreed.reference])
    assert "Add the number under which a register knows" in text(client_of(tide[1]).get(page))
    confirmed(*tide)
    writer = world.person("Will Writer")
    OrganisationMember.objects.create(organisation=tide[0], user=writer, role=OrganisationRole.WRITER.value)

    reader = client_of(writer)
    assert "has to give it to the bid" in text(reader.get(page))
    assert reader.post(reverse("partners:part_declare", args=[agreed.reference])).status_code == 403
    assert not MemberDeclaration.objects.exists()


def test_a_member_sees_its_own_part_and_nobody_else_sees_it(agreed, tide, bid, bidder, officer):
    page = reverse("partners:part", args=[agreed.reference])
    shown = text(client_of(tide[1]).get(page))
    assert "Day trips" in shown
    assert "Secret Partner" not in shown

    _, rival = world.organisation("Quayside Partners")
    for other in (bidder, officer, rival):
        assert client_of(other).get(page).status_code == 404
    tide[1].council_roles.create(council=bid.competition.council, role=CouncilRole.OFFICER.value)
    assert client_of(tide[1]).get(page).status_code == 404


def test_the_lead_reads_that_a_member_has_declared_and_more_once_it_is_shown(agreed, tide, bid, bidder):
    confirmed(*tide)
    declared = member_declarations.declare(agreed, is_shown=False, by=tide[1], at=BEFORE)
    lead, its_page = client_of(bidder), reverse("partners:member_declaration", args=[declared.reference])
    overview = reverse("partners:bid_consortium", args=[bid.reference])
    assert "Declared for itself at" in text(lead.get(overview))
    assert its_page not in text(lead.get(overview))
    assert lead.get(its_page).status_code == 404
    assert PERSON_SECRET in text(client_of(tide[1]).get(its_page))

    client_of(tide[1]).post(reverse("partners:part_declare", args=[agreed.reference]), {"shown": "yes"})

    assert its_page in text(lead.get(overview))
    assert PERSON_SECRET in text(lead.get(its_page))


def test_an_administrator_takes_the_agreement_back_on_the_page_and_a_writer_can_t(agreed, tide):
    page = reverse("partners:part", args=[agreed.reference])
    away = reverse("partners:part_take_back_agreement", args=[agreed.reference])
    writer = world.person("Will Writer")
    OrganisationMember.objects.create(organisation=tide[0], user=writer, role=OrganisationRole.WRITER.value)
    assert away not in text(client_of(writer).get(page))
    assert client_of(writer).post(away).status_code == 403

    asked = client_of(tide[1])
    assert away in text(asked.get(page))
    said = text(asked.post(away, {"reason": "We merge."}, follow=True))

    assert "Agreement taken back" in said
    assert "We merge." in said
    assert "You took back that you agreed." in text(asked.get(reverse("my_work")))


def test_the_page_says_which_declaration_counts_in_a_bid_that_is_submitted(complete_bid, bidder, tide, clock):
    clock(BEFORE)
    Competition.objects.update(asks_supplier_information=True)
    for organisation, person in ((complete_bid.organisation, bidder), tide):
        confirmed(organisation, person)
    name_consortium(
        complete_bid, [{"name": "Tide Trust", "kind": "charity", "email": tide[1].email}], by=bidder, at=BEFORE
    )
    question = consents.consent_for(consents.ask(complete_bid, "Tide Trust", by=bidder, at=BEFORE))
    part = consents.answer(question, tide[0], agrees=True, by=tide[1], at=BEFORE)
    member_declarations.declare(part, is_shown=False, by=tide[1], at=BEFORE)
    submissions.submit(Bid.objects.get(), by=bidder, at=BEFORE)
    page = reverse("partners:part", args=[part.reference])
    assert "still counts with" not in text(client_of(tide[1]).get(page))

    member_declarations.take_back(part, by=tide[1], at=BEFORE)

    assert "still counts with what you declared at" in text(client_of(tide[1]).get(page))


def test_after_the_deadline_the_page_says_that_nothing_changes(agreed, tide, clock):
    clock(AFTER)
    page = reverse("partners:part", args=[agreed.reference])
    asked = client_of(tide[1])

    assert "Nothing can be changed now" in text(asked.get(page))
    for way in ("part_declare", "part_take_back", "part_take_back_agreement"):
        said = text(asked.post(reverse(f"partners:{way}", args=[agreed.reference]), follow=True))
        assert "The deadline has passed" in said


def test_one_that_is_not_named_any_more_is_told(agreed, tide, bid, bidder):
    name_consortium(bid, [], by=bidder, at=BEFORE)
    asked = client_of(tide[1])

    assert "does not name you on these terms any more" in text(asked.get(reverse("my_work")))
    page = asked.get(reverse("partners:part", args=[agreed.reference]))
    assert "does not name you on these terms any more" in text(page)


def test_the_queries_of_my_work_do_not_grow_with_parts(bid, bidder, tide, clock, django_assert_max_num_queries):
    clock(BEFORE)
    asked = client_of(tide[1])
    with django_assert_max_num_queries(100) as alone:
        asked.get(reverse("my_work"))
    members = [{"name": f"Tide {number}", "kind": "charity", "email": tide[1].email} for number in range(9)]
    name_consortium(bid, members, by=bidder, at=BEFORE)
    for member in members:
        consents.ask(bid, member["name"], by=bidder, at=BEFORE)

    # The members of the bids, and what was declared.
    with django_assert_max_num_queries(len(alone) + 2):
        assert text(asked.get(reverse("my_work"))).count("asks whether Tide") == 9
