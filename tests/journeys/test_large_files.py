"""Large files go through the web server and the check in pieces: neither ever holds one in memory."""

import hashlib
import json
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings as django_settings

from partners.models import BidDocument
from procurement.models import Competition
from tests.journeys.serving import Browser

MEGABYTE = 1024 * 1024
PIECE = 8 * MEGABYTE
PIECES = 40
MOST_MEMORY = 100 * MEGABYTE
"""More than the process needs by itself; a fraction of the file."""


@pytest.fixture
def server(environment, tmp_path):
    """The web server as it runs in production, with one worker: its port, and the process that answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "config.wsgi",
        f"--bind=127.0.0.1:{port}",
        "--workers=1",
        "--threads=4",
    ]
    with (tmp_path / "web.log").open("w") as log:
        program = subprocess.Popen(
            [*command, "--no-control-socket"], env=environment, cwd=django_settings.BASE_DIR, stdout=log, stderr=log
        )
        try:
            wait_for(port, tmp_path / "web.log")
            children = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text().split()
            yield port, int(children[0])
        finally:
            program.terminate()
            program.wait(20)


def wait_for(port, log):
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The web server did not start.\n{log.read_text()}")


def most_memory_of(pid):
    return int(re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())[1]) * 1024


def piece(number):
    """Text, so that the check reads to its end; each piece another."""
    return (f"{number:07}\n".encode() * (PIECE // 8))[:PIECE]


@pytest.fixture
def browser(server, bid, bidder):
    Competition.objects.filter(pk=bid.competition_id).update(bid_deadline="2099-01-01T12:00Z")
    browser = Browser(server[0], bidder)
    browser.ask("GET", f"/bids/{bid.reference}/documents/")
    yield browser
    browser.connection.close()


def test_a_file_of_320_megabytes_in_pieces_is_never_in_memory(server, browser, bid, environment):
    before = most_memory_of(server[1])
    whole = hashlib.sha256()
    about = urlencode({"name": "plans.txt", "size": PIECE * PIECES, "mark": "a" * 64})
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    status, told = browser.ask("POST", f"/bids/{bid.reference}/uploads/", about.encode(), **form)
    assert status == 201, told
    address = json.loads(told)["address"]
    for number in range(PIECES):
        whole.update(piece(number))
        headers = {"Upload-Offset": str(number * PIECE), "Content-Type": "application/offset+octet-stream"}
        status, told = browser.ask("PATCH", address, piece(number), **headers)
        assert status == 200, told

    assert json.loads(told)["state"] == "stored"
    document = BidDocument.objects.get()
    assert (document.size, document.sha256) == (PIECE * PIECES, whole.hexdigest())
    assert most_memory_of(server[1]) - before < MOST_MEMORY
    assert memory_of_the_check(document, environment) < MOST_MEMORY
    document.refresh_from_db()
    assert document.state == "clean"


def test_the_plain_form_holds_no_large_file_in_memory_either(server, browser, bid):
    before = most_memory_of(server[1])
    edge = b"0123456789"
    head = b"\r\n".join([b"--" + edge, b'Content-Disposition: form-data; name="files"; filename="plans.txt"', b"", b""])
    tail = b"\r\n--" + edge + b"--\r\n"
    size = len(head) + PIECES * PIECE + len(tail)

    def parts():
        yield head
        yield from map(piece, range(PIECES))
        yield tail

    status, told = browser.ask(
        "POST",
        f"/bids/{bid.reference}/documents/",
        parts(),
        **{"Content-Type": f"multipart/form-data; boundary={edge.decode()}", "Content-Length": str(size)},
    )

    assert status == 302, told
    assert BidDocument.objects.get().size == PIECE * PIECES
    assert most_memory_of(server[1]) - before < MOST_MEMORY


def memory_of_the_check(document, environment):
    """What the check needs beside what it needs for nothing, measured in a process of its own."""
    program = f"""
import resource, django
django.setup()
from django.utils import timezone
from partners.actions import document_checks
from partners.tasks import check_document
most = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
before = most()
document_checks.check({document.pk}, at=timezone.now())
print(most() - before)
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**environment, "DJANGO_SETTINGS_MODULE": "config.settings"},
        cwd=django_settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)
