"""Files of a bid: offline they wait, stopped they are forgotten, and one that is bad blocks no other."""

import zipfile
from datetime import timedelta

import pikepdf
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from partners.models import BidDocument, Upload
from procurement.models import Competition
from tests.journeys.conftest import check
from tests.journeys.sending import MEGABYTE, choose, cut_after, film_in, hash_of


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def ada(page, sign_in, bidder):
    """Ada's browser, in which she is signed in; she lets pages be left."""
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, bidder)
    return page


@pytest.fixture
def film(tmp_path):
    return film_in(tmp_path)


@pytest.fixture
def documents(bid):
    now = timezone.now()
    Competition.objects.filter(pk=bid.competition_id).update(
        published_at=now - timedelta(days=21), bid_deadline=now + timedelta(days=1)
    )
    return f"/bids/{bid.reference}/documents/"


def test_offline_it_waits_and_goes_on_by_itself(ada, documents, film, expected_errors):
    page = ada
    expected_errors += ["ERR_INTERNET_DISCONNECTED", "ERR_FAILED"]
    page.goto(documents)
    page.context.set_offline(True)
    choose(page, film)
    expect(page.get_by_text("The connection is lost.").first).to_be_visible()

    page.context.set_offline(False)

    expect(page.get_by_role("link", name=film.name)).to_be_visible(timeout=20_000)
    assert BidDocument.objects.get().sha256 == hash_of(film)


def test_one_that_is_stopped_is_forgotten(ada, documents, film, expected_errors):
    expected_errors.append("ERR_FAILED")
    ada.goto(documents)
    cut_after(ada, 1)
    choose(ada, film)
    expect(ada.get_by_text("The connection is lost.").first).to_be_visible()

    ada.get_by_role("button", name=f"Stop sending {film.name}").click()

    expect(ada.get_by_text("Stopped.", exact=True)).to_be_visible()
    ada.reload()
    expect(ada.get_by_text("No files yet.")).to_be_visible()
    expect(ada.get_by_text("choose the same file again below")).to_have_count(0)
    assert Upload.objects.get().problem == "Stopped by Ada of Harbour Care."


@pytest.mark.usefixtures("worker")
def test_one_bad_file_blocks_no_other(ada, documents, tmp_path, expected_errors):
    expected_errors.append("409")
    page, files = ada, bad_and_good(tmp_path)
    page.goto(documents)

    choose(page, *files)

    expect(page.get_by_text("Not added: “empty.pdf” is empty (0 bytes)").first).to_be_visible()
    expect(page.get_by_text("Not added: “page.html” is of a type that is not taken").first).to_be_visible()
    expect(page.get_by_role("link", name="good.pdf")).to_be_visible()
    expect(page.get_by_text("would unpack to more than 200 times its size")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("is protected with a password")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Checked", exact=True)).to_be_visible(timeout=20_000)
    check(page, "uploads-refused")


@pytest.mark.usefixtures("worker")
def test_without_script_one_bad_file_blocks_no_other(
    new_browser, sign_in, bidder, documents, tmp_path, expected_errors
):
    expected_errors.append("422")
    page = new_browser(java_script_enabled=False)
    sign_in(page, bidder)
    page.goto(documents)

    choose(page, *bad_and_good(tmp_path))

    expect(page.get_by_text("“empty.pdf” is empty (0 bytes)").first).to_be_visible()
    expect(page.get_by_role("link", name="good.pdf")).to_be_visible()
    for _ in range(20):
        page.goto(documents)
        if page.get_by_text("No file is waiting for its check.").is_visible():
            break
        page.wait_for_timeout(500)
    expect(page.get_by_text("Refused", exact=True)).to_have_count(2)
    expect(page.get_by_text("Checked", exact=True)).to_have_count(1)


def bad_and_good(folder):
    names = ("empty.pdf", "page.html", "bomb.zip", "locked.pdf", "good.pdf")
    empty, script, bomb, locked, good = [folder / name for name in names]
    empty.touch()
    script.write_text("<script>alert(1)</script>")
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("zeros", bytes(60 * MEGABYTE))
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(good)
        pdf.save(locked, encryption=pikepdf.Encryption(owner="secret", user="secret"))
    return empty, script, bomb, locked, good
