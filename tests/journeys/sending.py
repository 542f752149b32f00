"""Steps of a story in which a bid is sent: files on a bad line, submit, and the receipt that is checked offline."""

import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile

from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from accounts.models import Letter
from partners.models import BidDocument, Submission, Upload
from tests.journeys.conftest import check
from tests.journeys.writing import bid_page, sign_in_beside

MEGABYTE = 1024 * 1024
PIECE = re.compile(r"/uploads/\w+/$")
WITHOUT_A_NETWORK = """
import runpy, sys

def refuse(event, arguments):
    if event.startswith("socket."):
        raise OSError(f"The network was asked: {event}")

sys.addaudithook(refuse)
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def film_in(folder):
    """Eighteen megabytes, all different, that begin as a film does."""
    path = folder / "our film 😀.mp4"
    path.write_bytes(b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + os.urandom(18 * MEGABYTE))
    return path


def choose(page, *files):
    page.get_by_label("Files", exact=True).set_input_files(list(files))
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


def add_documents(page, expected_errors):
    expected_errors.append("409")
    page.get_by_role("link", name="Documents", exact=True).click()
    expect(page.get_by_text("Each file may be at most 500 MB")).to_be_visible()
    good, empty = (
        {"name": name, "mimeType": "text/plain", "buffer": content}
        for name, content in (("plans 😀.txt", b"Our plans."), ("empty.txt", b""))
    )
    choose(page, good, empty)
    expect(page.get_by_text("“empty.txt” is empty (0 bytes)").first).to_be_visible()
    expect(page.get_by_role("link", name="plans 😀.txt")).to_be_visible()
    check(page, "bid-documents")
    assert BidDocument.objects.count() == 1


def send_a_film(page, sign_in, ada, film, expected_errors):
    """The line is cut, the page left, the line cut again, and the session ended: the film arrives whole."""
    expected_errors += ["ERR_FAILED", "status of 401", "status of 403"]
    cut_after(page, 2)
    choose(page, film)
    expect(page.get_by_text("The connection is lost.").first).to_be_visible()
    check(page, "uploads-cut")
    arrived = Upload.objects.latest("pk").received
    assert 0 < arrived < film.stat().st_size

    page.unroute(PIECE)
    page.reload()
    expect(page.get_by_text("choose the same file again below")).to_be_visible()
    check(page, "uploads-unfinished")
    cut_after(page, 1)
    choose(page, film)
    expect(page.get_by_text("choose the same file again below")).to_be_hidden()
    expect(page.get_by_text("The connection is lost.").first).to_be_visible()
    assert arrived < Upload.objects.latest("pk").received < film.stat().st_size

    Session.objects.all().delete()
    page.unroute(PIECE)
    expect(page.get_by_text("You are signed out.").first).to_be_visible(timeout=15_000)
    sign_in_beside(page, sign_in, ada)


def the_film_is_there(page, film):
    expect(page.get_by_role("link", name=film.name)).to_be_visible(timeout=20_000)
    expect(page.get_by_text("All of it has arrived and is stored.")).to_be_visible()
    document = BidDocument.objects.latest("pk")
    assert (document.sha256, document.size) == (hash_of(film), film.stat().st_size)
    with document.file.open("rb") as stored:
        assert hashlib.sha256(stored.read()).hexdigest() == hash_of(film)
    expect(page.get_by_text("Checked", exact=True)).to_have_count(2, timeout=20_000)
    expect(page.get_by_text("Not scanned for viruses").first).to_be_visible()
    expect(page.get_by_text("No file is waiting for its check.")).to_be_visible()
    expect(page.get_by_text("choose the same file again below")).to_have_count(0)
    check(page, "uploads-stored")

    with page.expect_download() as download:
        page.get_by_role("link", name=film.name).click()
    assert hash_of(download.value.path()) == hash_of(film)
    assert download.value.suggested_filename == film.name


def agree_and_take_back(page):
    bid_page(page)
    check(page, "bid-agreement")
    page.get_by_role("button", name="Agree that a complete bid counts").click()
    expect(page.get_by_text("So it goes in at the deadline by itself")).to_be_visible()
    check(page, "bid-agreed")
    page.get_by_role("button", name="Take this back").click()
    expect(page.get_by_role("button", name="Agree that a complete bid counts")).to_be_visible()


def submit(page):
    page.get_by_role("button", name="Check and submit").click()
    expect(page.get_by_text("These have not agreed to their part yet")).to_have_count(0)
    check(page, "bid-submit")
    page.get_by_role("button", name="Submit the bid").dblclick()
    expect(page.get_by_role("heading", name="Receipt 1", exact=True)).to_be_visible()
    expect(page.get_by_text("Your bid is in, as Ada of Harbour Care submitted it")).to_be_visible()
    expect(page.get_by_text(Submission.objects.get().fingerprint).first).to_be_visible()
    check(page, "bid-receipt")


def download(page, link):
    with page.expect_download() as started:
        page.get_by_role("link", name=link).click()
    return started.value.path()


def keep_the_receipt(page, anybodys, folder):
    """What the bidder keeps: the receipt, each part, and the program; then the service is not needed any more."""
    zipfile.ZipFile(download(page, "Download it with every part")).extractall(folder)
    receipt = download(page, "Download the receipt")
    assert (folder / "receipt.json").read_bytes() == receipt.read_bytes()
    anybodys.goto("/receipts/")
    check(anybodys, "receipt-check")
    program = download(anybodys, "Download the program")
    anybodys.get_by_label("The file of the receipt").set_input_files(receipt)
    anybodys.get_by_role("button", name="Check the receipt").click()
    expect(anybodys.get_by_text("This receipt is right.")).to_be_visible()
    check(anybodys, "receipt-checked")
    return program


def run_offline(folder, *command):
    """Its exit code, and what it says, where each use of a network is refused."""
    return subprocess.run(
        [sys.executable, "-I", "-c", WITHOUT_A_NETWORK, *map(str, command)],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def check_the_receipt_offline(program, folder, film):
    done = run_offline(folder, program, "receipt.json", "parts")
    assert (done.returncode, done.stderr, "WRONG" in done.stdout) == (0, "", False), done.stdout
    assert f"-{film.name}”, to the last byte" in done.stdout
    letter = next(each for each in Letter.objects.order_by("-pk") if "BEGIN BID RECEIPT" in each.body)
    (folder / "letter.txt").write_text(letter.body)
    assert run_offline(folder, program, "letter.txt", "parts").returncode == 0

    receipt = json.loads((folder / "receipt.json").read_text())
    (folder / "changed.json").write_text(json.dumps(receipt | {"bidder": "Quayside Partners"}))
    done = run_offline(folder, program, "changed.json", "parts")
    assert (done.returncode, "WRONG  The signature is wrong." in done.stdout) == (1, True), done.stdout
    with next((folder / "parts").rglob(f"*{film.name}")).open("r+b") as part:
        part.write(b"\x01")
    done = run_offline(folder, program, "receipt.json", "parts")
    assert (done.returncode, done.stdout.count("WRONG  "), film.name in done.stdout) == (1, 1, True), done.stdout

    (folder / "asks.py").write_text("import socket\nsocket.getaddrinfo('localhost', 80)\n")
    assert "The network was asked" in run_offline(folder, "asks.py").stderr
