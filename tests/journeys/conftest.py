"""Whole stories in a real browser, against a real server, PostgreSQL, Redis and, where a story asks for it, Celery.

`page` is one person's browser, `new_browser()` makes another's. `sign_in(page, user)` signs in without the form.
`check(page)` looks at the page as it is: accessibility (axe, WCAG 2.2 AA) and no sideways scrolling, wide and narrow.
Each test ends with a look at what the browsers' consoles said: an error there fails it.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT as AXE
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from playwright.sync_api import sync_playwright

# The browser's own loop runs in this thread, in which Django would otherwise refuse to ask the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SIZES = {"wide": (1280, 900), "narrow": (375, 800)}
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def chromium():
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert program, "The journeys need Chromium: sudo apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def expected_errors():
    """Patterns of console errors that a story means to cause: `expected_errors.append("409")`."""
    return []


@pytest.fixture
def new_browser(chromium, live_server, expected_errors):
    """Makes the browser of one more person, with its own cookies; returns its page."""
    contexts, errors = [], []

    def make(**options):
        context = chromium.new_context(
            base_url=live_server.url,
            locale="en-GB",
            timezone_id="Europe/London",
            viewport={"width": SIZES["wide"][0], "height": SIZES["wide"][1]},
            **options,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: said.type == "error" and errors.append(f"{said.text} ({page.url})"))
        page.on("pageerror", lambda error: errors.append(f"{error} ({page.url})"))
        page.on("response", lambda answer: answer.status >= 500 and errors.append(f"{answer.status} {answer.url}"))
        return page

    yield make
    for context in contexts:
        context.close()
    wait_for_idle_database()
    unexpected = [error for error in errors if not any(re.search(pattern, error) for pattern in expected_errors)]
    assert unexpected == [], "The browser's console has errors."


def wait_for_idle_database(seconds=10):
    """What a page sent as it closed may still be answered: the tables can't be emptied meanwhile."""
    # What each connection does is not told (config/role.sql), but a transaction has a lock of its own.
    busy = """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND pid IN (SELECT pid FROM pg_locks WHERE locktype = 'virtualxid')
    """
    for _ in range(seconds * 20):
        with connection.cursor() as cursor:
            cursor.execute(busy)
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.05)


@pytest.fixture
def page(new_browser):
    return new_browser()


@pytest.fixture
def sign_in(live_server):
    """Signs the person in in that browser, as the form does, only quicker. Signs out whoever was signed in there."""

    def sign_in(page, user):
        client = Client()
        client.force_login(user)
        cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
        page.context.clear_cookies()
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return sign_in


def check_axe(page, rules=None):
    """No violation of WCAG 2.2 AA that a machine can find; `rules` says which of them to look for or not."""
    # A click ends when the next page has begun to come, which may be before it has even a root.
    page.wait_for_load_state()
    # Half a megabyte of script, which stays as long as the page does.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    # Of what is in order only the count comes back: to tell it at length takes longer than to find it.
    options = {"runOnly": {"type": "tag", "values": RULES}, "rules": rules or {}}
    found = page.evaluate(
        "options => axe.run(options).then(({violations, passes}) => ({violations, passed: passes.length}))", options
    )
    assert found["passed"] > 5, "axe looked at nothing."
    report = [
        f"{each['id']}: {each['help']}\n    " + "\n    ".join(node["html"][:200] for node in each["nodes"][:5])
        for each in found["violations"]
    ]
    assert report == [], f"{page.url} is not accessible:\n" + "\n".join(report)


def check(page, name=None):
    """Look at the page wide and narrow: accessible, and nothing that makes it scroll sideways.

    Contrast takes six sevenths of the time and no width changes a colour, so it is looked for in the wide page alone;
    `check_narrow_whole` looks for all.

    With `name` and PICTURES=1 in the environment, a picture of each goes to var/pictures/.
    """
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        check_axe(page, None if size == "wide" else {"color-contrast": {"enabled": False}})
        overflow = page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")
        assert overflow <= 0, f"{page.url} is {overflow} pixels too wide for {width}."
        if name and os.environ.get("PICTURES"):
            page.screenshot(path=django_settings.BASE_DIR / "var" / "pictures" / f"{name}-{size}.png", full_page=True)
    page.set_viewport_size({"width": SIZES["wide"][0], "height": SIZES["wide"][1]})


def check_narrow_whole(page):
    """All that `check` looks for, contrast too, in the narrow page: for what shows there alone."""
    page.set_viewport_size({"width": SIZES["narrow"][0], "height": SIZES["narrow"][1]})
    check_axe(page)
    page.set_viewport_size({"width": SIZES["wide"][0], "height": SIZES["wide"][1]})


@pytest.fixture
def environment(transactional_db, settings, tmp_path):
    """For programs that run beside the test: its database, its files, and a folder for what they put aside."""
    settings.MEDIA_ROOT = tmp_path / "media"
    of_tests = connection.settings_dict["NAME"]
    url = re.sub(r"/[^/]*$", f"/{of_tests}", os.environ["DATABASE_URL"])
    aside = tmp_path / "aside"
    aside.mkdir()
    return {**os.environ, "DATABASE_URL": url, "MEDIA_ROOT": str(settings.MEDIA_ROOT), "TMPDIR": str(aside)}


@pytest.fixture
def worker(live_server, environment, tmp_path):
    """A real Celery worker on the tests' database, as in production; tasks reach it through Redis."""
    log = (tmp_path / "worker.log").open("w+")
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool=solo", "--loglevel=INFO"]
    program = subprocess.Popen(
        [*command, "--without-gossip", "--without-mingle"],
        env={**environment, "PYTHONUNBUFFERED": "1"},
        cwd=django_settings.BASE_DIR,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    yield program
    program.terminate()
    try:
        program.wait(20)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()
    log.close()
