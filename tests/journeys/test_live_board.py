"""A board that somebody has before them, while the panel agrees."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import check
from tests.scoring import deciding

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_board_shows_what_is_agreed_meanwhile_and_takes_nothing_from_its_reader(page, sign_in, judged, auditor):
    sign_in(page, auditor)
    page.goto(f"/council/competitions/{judged.competition.reference}/board/")
    expect(page.locator("#board-said")).to_be_empty()
    page.get_by_text("Show only a part").click()
    page.get_by_label("Evaluators’ scores apart by at least").fill("2")
    page.locator("tbody a").last.focus()
    before = page.locator("tbody").inner_text()
    with page.expect_response(lambda each: "/board/" in each.url, timeout=15_000) as again:
        pass

    assert again.value.status == 304
    deciding.agree(judged, judged.bids[0], "service", 3)

    expect(page.locator("#board-said")).to_contain_text("The board has changed", timeout=15_000)
    assert page.locator("tbody").inner_text() != before
    expect(page.locator("tbody a").last).to_be_focused()
    expect(page.get_by_label("Evaluators’ scores apart by at least")).to_have_value("2")
    check(page, "board-live")
