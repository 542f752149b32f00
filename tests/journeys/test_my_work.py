"""The page that everybody comes to, and the demonstration's, as they look to different people."""

import pytest

from accounts.actions import letters, people
from accounts.domain.roles import CouncilRole
from accounts.models import CouncilMember
from config.demonstration import PASSWORD
from scoring.models import PanelMember
from tests import world
from tests.everything import Moment, everything_at
from tests.journeys.conftest import check

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize(
    ("moment", "roles"),
    [
        (Moment.PUBLISHED, ["officer", "rival"]),
        (Moment.OPENED, ["lead officer", "chair", "evaluator", "administrator"]),
        (Moment.PROPOSED, ["approver", "auditor"]),
    ],
    ids=lambda each: each.name.lower() if isinstance(each, Moment) else "",
)
def test_everybody_finds_their_next_task(page, sign_in, moment, roles):
    all_of_it = everything_at(moment)
    for role in roles:
        sign_in(page, all_of_it.people[role])
        page.goto("/")
        page.get_by_role("heading", name="My work").wait_for()
        check(page, f"my-work-{moment.name.lower()}-{role.replace(' ', '-')}")

    sign_in(page, all_of_it.people["lead officer"])
    page.goto("/council/people/")
    check(page, "council-people")


def test_in_the_demonstration_one_click_signs_in_and_another_changes_who_one_is(page, published, settings):
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.config.urls_with_demo"
    leo = people.enrol(email="leo@demo.example", name="Leo Lead", password=PASSWORD)
    clare = people.enrol(email="clare@demo.example", name="Clare Chair", password=PASSWORD)
    CouncilMember.objects.create(council=published.council, user=leo, role=CouncilRole.LEAD_OFFICER.value)
    PanelMember.objects.create(
        competition=published, user=clare, role="chair", appointed_by=leo, appointed_at=world.PUBLISHED
    )
    letters.queue(clare.email, "You are invited", "Open http://localhost/invitations/abc/ to join.", at=world.PUBLISHED)

    page.goto("/sign-in/?next=/privacy/")
    check(page, "demo-sign-in")
    page.get_by_role("button", name="Sign in as Leo Lead, lead officer").click()
    page.get_by_role("heading", name="Privacy").wait_for()
    page.get_by_role("link", name="Sign in as somebody").click()
    check(page, "demo-people")
    page.get_by_role("button", name="Sign in as Clare Chair, chair").click()
    page.get_by_role("heading", name="My work").wait_for()
    page.get_by_text("Clare Chair", exact=True).wait_for()
    page.get_by_role("link", name="read the letters").click()
    check(page, "demo-letters")
