"""Handing over a share of the key, as both of them see it."""

import re

import pytest
from django.test import Client

from accounts.domain.roles import CouncilRole
from procurement.models import KeyShare
from tests import world
from tests.partners.dividing import divided
from tests.procurement.views.test_sealing import CODE
from tests.world import BEFORE


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def una(draft):
    return world.council_member(draft.council, CouncilRole.APPROVER, "Una Approver")


@pytest.fixture
def codes(draft, officer, lead_officer, una, clock):
    maker = world.council_member(draft.council, CouncilRole.OFFICER, "Otto Other")
    made = divided(draft, [officer, lead_officer], maker, by=lead_officer)
    clock(BEFORE)
    return made


def test_the_holder_chooses_the_other_makes_a_code_and_the_holders_code_hands_it_over(codes, officer, una):
    share = KeyShare.objects.get(holder=officer)
    page = f"/council/key-shares/{share.reference}/hand-over/"
    holder, successor = client_of(officer), client_of(una)
    work = holder.get("/my-work/").content.decode()
    assert "Your share of the key" in work
    assert page in holder.get(f"/council/key-shares/{share.reference}/").content.decode()
    assert successor.get(page).status_code == 403

    assert "Choose who takes your share." in holder.post(page, {"to": ""}).content.decode()
    assert holder.post(page, {"to": una.pk}).status_code == 302

    assert "Una Approver has not made a code" in holder.get(page).content.decode()
    assert page in successor.get("/my-work/").content.decode()
    made = successor.post(f"{page}code/")
    assert "no-store" in made["Cache-Control"]
    [code] = set(CODE.findall(made.content.decode()))
    assert code not in successor.get(page).content.decode()
    assert successor.post(page, {"code": code}).status_code == 302
    assert "still has to enter theirs" in successor.get(page).content.decode()

    assert "Enter your code to hand over" in holder.get("/my-work/").content.decode()
    wrong = holder.post(page, {"code": code}).content.decode()
    assert "not the one of this share" in wrong
    done = holder.post(page, {"code": codes[share.number]}, follow=True).content.decode()
    assert "destroy the paper" in done
    share.refresh_from_db()
    assert share.holder == una
    assert holder.get(page).status_code == 403


def test_it_can_be_kept_after_all_and_nobody_else_sees_the_page(codes, officer, una, lead_officer):
    share = KeyShare.objects.get(holder=officer)
    page = f"/council/key-shares/{share.reference}/hand-over/"
    holder = client_of(officer)
    holder.post(page, {"to": una.pk})
    assert client_of(lead_officer).get(page).status_code == 403
    outside = world.council_member(world.council("Loamshire"), CouncilRole.LEAD_OFFICER, "Ola")
    assert client_of(outside).get(page).status_code == 404

    holder.post(f"{page}take-back/")

    assert re.search(r"Who takes your share\?", holder.get(page).content.decode())
    assert client_of(una).get(page).status_code == 403
