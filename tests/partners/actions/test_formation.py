"""A bid's company flows untouched from the offer into the register."""

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis.extra.django import TestCase

from accounts.domain.roles import CouncilRole
from partners.domain.formation import COMPANY, company_of
from spinouts.actions.ventures import form_venture
from spinouts.domain.company_content import to_content
from spinouts.models import JointVenture
from tests import world
from tests.partners.domain.whole import whole_offers

DAY = date(2027, 4, 1)


class FormationTest(TestCase):
    @given(whole_offers())
    @settings(max_examples=25, deadline=None)
    def test_the_company_of_an_offer_is_the_same_in_the_register_but_for_its_reference(self, offer):
        council = world.council()
        officer = world.council_member(council, CouncilRole.OFFICER, "Olive Officer")
        company = company_of(offer, DAY)

        venture = form_venture(world.service(council), company, by=officer, at=datetime(2027, 4, 1, tzinfo=UTC))

        kept = to_content(JointVenture.objects.get(pk=venture.pk).as_value())
        assert kept == {**to_content(company), "reference": venture.reference}
        assert to_content(company)["reference"] == COMPANY
