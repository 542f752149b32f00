"""Files of a bid on a bad line: cut, offline, reloaded and signed out, they arrive whole; and without script too."""

import hashlib
import os
import re
import zipfile
from datetime import timedelta

import pikepdf
import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from partners.models import BidDocument, Upload
from procurement.models import Competition
from tests.journeys.conftest import check

MEGABYTE = 1024 * 1024
PIECE = re.compile(r"/uploads/\w+/$")


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
    """Eighteen megabytes, all different, that begin as a film does."""
    path = tmp_path / "our film 😀.mp4"
    path.write_bytes(b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + os.urandom(18 * MEGABYTE))
    return path


@pytest.fixture
def documents(bid):
    now = timezone.now()
    Competition.objects.filter(pk=bid.competition_id).update(
        published_at=now - timedelta(days=21), bid_deadline=now + timedelta(days=1)
    )
    return f"/bids/{bid.reference}/documents/"


def choose(page, *paths):
    page.get_by_label("Files", exact=True).set_input_files(list(paths))
    page.get_by_role("button", name="Add", exact=True).click()


def hash_of(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def cut_after(page, count):
    """Lets so many pieces through, then none."""
    left = [count]

    def piece(route):
        if route.request.method == "PATCH":
            left[0] -= 1
        route.abort() if left[0] < 0 else route.continue_()

    page.route(PIECE, piece)


@pytest.mark.usefixtures("worker")
def test_a_file_goes_on_after_a_cut_a_reload_and_a_sign_out(ada, sign_in, bidder, documents, film, expected_errors):
    page = ada
    expected_errors += ["ERR_FAILED", "status of 401", "status of 403"]
    page.goto(documents)
    expect(page.get_by_text("Each file may be at most 500 MB")).to_be_visible()

    cut_after(page, 2)
    choose(page, film)
    expect(page.get_by_text("The connection is lost.").first).to_be_visible()
    check(page, "uploads-cut")
    arrived = Upload.objects.get().received
    assert 0 < arrived < film.stat().st_size

    page.unroute(PIECE)
    page.reload()
    expect(page.get_by_text("choose the same file again below")).to_be_visible()
    check(page, "uploads-unfinished")
    cut_after(page, 1)
    choose(page, film)
    expect(page.get_by_text("choose the same file again below")).to_be_hidden()
    expect(page.get_by_text("The connection is lost.").first).to_be_visible()
    assert arrived < Upload.objects.get().received < film.stat().st_size

    Session.objects.all().delete()
    page.unroute(PIECE)
    expect(page.get_by_text("You are signed out.").first).to_be_visible(timeout=15_000)
    sign_in(page, bidder)
    expect(page.get_by_role("link", name=film.name)).to_be_visible(timeout=20_000)
    expect(page.get_by_text("All of it has arrived and is stored.")).to_be_visible()
    document = BidDocument.objects.get()
    assert (document.sha256, document.size) == (hash_of(film), film.stat().st_size)
    with document.file.open("rb") as stored:
        assert hashlib.sha256(stored.read()).hexdigest() == hash_of(film)
    expect(page.get_by_text("Checked", exact=True)).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Not scanned for viruses")).to_be_visible()
    expect(page.get_by_text("No file is waiting for its check.")).to_be_visible()
    expect(page.get_by_text("choose the same file again below")).to_have_count(0)
    check(page, "uploads-stored")

    with page.expect_download() as download:
        page.get_by_role("link", name=film.name).click()
    assert hashlib.sha256(download.value.path().read_bytes()).hexdigest() == hash_of(film)
    assert download.value.suggested_filename == film.name


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
