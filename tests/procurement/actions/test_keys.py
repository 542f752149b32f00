"""Losing the key is found before publication, not at the opening."""

import base64

import pytest

from accounts.domain.refusals import Refusal
from accounts.domain.sealed_boxes import new_pair
from accounts.models import key_ring
from procurement.actions import competitions
from procurement.models import Competition, CompetitionKey
from tests import world

NOW = world.PUBLISHED
ANOTHER_KEY = base64.b64encode(bytes(32)).decode()


@pytest.fixture
def other_draft(published):
    CompetitionKey.objects.of(published.pk)
    return world.draft_competition(world.service(published.council, "Libraries"), "A partner for our libraries")


def test_nothing_is_published_while_the_key_of_what_was_sealed_before_is_missing(
    client, other_draft, lead_officer, settings
):
    sealed_with, settings.SEALING_KEY = settings.SEALING_KEY, ANOTHER_KEY

    with pytest.raises(Refusal, match="to give it the key that is missing"):
        competitions.publish(other_draft, by=lead_officer, at=NOW)
    client.force_login(lead_officer)
    page = client.post(f"/council/competitions/{other_draft.reference}/publish/").content.decode()

    assert "It can’t be published yet" in page
    assert "The key does not work now: This installation can’t open" in page
    assert Competition.objects.get(pk=other_draft.pk).is_draft
    assert not CompetitionKey.objects.filter(competition=other_draft).exists()

    settings.OLDER_SEALING_KEYS = [sealed_with]
    competitions.publish(other_draft, by=lead_officer, at=NOW)
    assert CompetitionKey.objects.filter(competition=other_draft).exists()


def test_a_key_that_does_not_open_what_it_sealed_stops_the_publication(draft, lead_officer):
    public = new_pair()[1]
    CompetitionKey.objects.create(competition=draft, public_hex=public.hex(), private_hex=new_pair()[0].hex())

    with pytest.raises(Refusal, match="did not open what was sealed with it for a trial"):
        competitions.publish(draft, by=lead_officer, at=NOW)

    assert Competition.objects.get().is_draft


def test_the_page_before_publication_says_what_is_lost_with_the_key(client, draft, lead_officer):
    client.force_login(lead_officer)

    page = client.get(f"/council/competitions/{draft.reference}/publish/").content.decode()

    assert "If the key is lost, nobody can open the bids" in page
    assert key_ring().number in page
