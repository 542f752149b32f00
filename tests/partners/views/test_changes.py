from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Letter
from procurement.models import Competition
from tests.pages import errors, filled


@pytest.fixture
def open_now(published):
    published.questions_deadline = timezone.now().replace(second=0, microsecond=0) - timedelta(days=1)
    published.bid_deadline = timezone.now().replace(second=0, microsecond=0) + timedelta(days=5)
    published.save()
    return published


def later(days):
    day = timezone.localdate() + timedelta(days=days)
    return {"bid_deadline_day_0": day.day, "bid_deadline_day_1": day.month, "bid_deadline_day_2": day.year}


def test_a_lead_officer_extends_and_everybody_reads_why(client, lead_officer, open_now, bid):
    client.force_login(lead_officer)
    page = f"/council/competitions/{open_now.reference}/deadlines/"
    typed = filled(client.get(page), **later(40), bid_deadline_time="5pm", reasons="Site visits took longer.")

    for _ in range(2):
        assert client.post(page, typed).status_code == 302

    assert Letter.objects.count() == 1
    content = Client().get(f"/competitions/{open_now.reference}/").content.decode()
    assert "The deadlines were extended at" in content
    assert "Site visits took longer." in content


def test_an_earlier_deadline_or_none_is_said_and_what_was_typed_stays(client, lead_officer, open_now):
    client.force_login(lead_officer)
    page = f"/council/competitions/{open_now.reference}/deadlines/"

    earlier = client.post(page, filled(client.get(page), **later(2), reasons="Haste"))
    none = client.post(
        page,
        filled(
            client.get(page),
            bid_deadline_day_0="",
            bid_deadline_day_1="",
            bid_deadline_day_2="",
            bid_deadline_time="",
            reasons="Haste",
        ),
    )

    assert "can only move to later" in errors(earlier)[0]
    assert errors(none) == ["The deadline for bids can’t be taken away: enter a day and a time."]
    assert "Haste" in earlier.content.decode()
    assert Competition.objects.get().bid_deadline == open_now.bid_deadline


def test_an_officer_who_does_not_lead_can_not_extend(client, officer, open_now):
    client.force_login(officer)

    assert client.get(f"/council/competitions/{open_now.reference}/deadlines/").status_code == 403
