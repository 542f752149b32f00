"""Each task on somebody's page leads to a page that is there, and theirs."""

import pytest
from django.test import Client
from django.utils import timezone

from config.my_work import work_of
from tests.everything import Moment, everything_at

pytestmark = pytest.mark.django_db
LOOKED_AT = [
    Moment.DRAFT,
    Moment.PUBLISHED,
    Moment.CLOSED,
    Moment.OPENED,
    Moment.RANKED,
    Moment.PROPOSED,
    Moment.AWARDED,
]


@pytest.mark.parametrize("moment", LOOKED_AT, ids=lambda moment: moment.name.lower())
def test_each_task_leads_to_a_page_that_is_there(moment, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    astray = []
    for role, person in everything_at(moment).people.items():
        if person is None:
            continue
        browser = Client()
        browser.force_login(person)
        for work in work_of(person, timezone.now()):
            for task in (*work.tasks, *work.to_start):
                answer = browser.get(task.url, follow=True)
                if not task.url or answer.status_code != 200:
                    astray.append(f"{role}: {task.words} → {task.url}: {answer.status_code}")

    assert astray == []
