"""The programs of the demonstration, each a real one, tell of no bid in what they write before the opening.

A bidder writes a word of its own into every place, in bad ways too, and comes late; what the web server, the worker
and its clock log then, each statement that reaches PostgreSQL, each command that reaches Redis, what is put aside for a
while and the letters to the council are read for those words.
"""

import contextlib
import json
import socket
import socketserver
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
import redis
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone

from accounts.actions import fields
from accounts.domain.fingerprints import fingerprint
from accounts.domain.roles import CouncilRole
from accounts.models import Letter
from accounts.postgres.base import tokens
from config.local.demo import start_product
from config.local.processes import Programs
from config.local.services import free_port
from partners.actions import declarations, supplier_information
from partners.domain.uploads import VERDICTS
from partners.forms.supplier_information import GroundsForm
from partners.models import (
    Bid,
    BidDocument,
    Consent,
    DeclaredGround,
    LateAttempt,
    Submission,
    SupplierInformationVersion,
)
from procurement.models import Competition, Criterion
from tests import scanning, world
from tests.journeys.serving import FORM, Browser
from tests.partners import informing
from tests.partners.rich import Words, answer_texts, file_of, member_fields, offer_fields

STEM = "zanzibar"


class Letterbox(socketserver.StreamRequestHandler):
    """Takes every letter but those to a guest, and keeps them with the address that each is for."""

    def handle(self):
        self.wfile.write(b"220 letterbox\r\n")
        to = b""
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"RCPT":
                to = line
                self.wfile.write(b"550 Nobody lives here\r\n" if b".guest@" in line else b"250 Good\r\n")
            elif verb == b"DATA":
                self.wfile.write(b"354 Go on\r\n")
                self.server.letters.append((to, b"".join(iter(self.rfile.readline, b".\r\n"))))
                self.wfile.write(b"250 Kept\r\n")
            else:
                self.wfile.write(b"250 Good\r\n")


@pytest.fixture
def letterbox():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Letterbox) as server:
        server.daemon_threads, server.letters = True, []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def commands():
    """Every command that reaches Redis, as it says itself."""
    place, said = urlsplit(django_settings.REDIS_URL), bytearray()
    with socket.create_connection((place.hostname, place.port)) as line:
        line.sendall(f"AUTH {place.password}\r\nMONITOR\r\n".encode())

        def listen():
            with contextlib.suppress(OSError):
                while part := line.recv(65536):
                    said.extend(part)

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        yield said
        line.shutdown(socket.SHUT_RDWR)
        listener.join(5)


@pytest.fixture
def statements(transactional_db):
    """Everything that PostgreSQL logs from here on, each statement with its values among it."""
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute("SELECT pg_backend_pid()")
        log = Path(f"/proc/{cursor.fetchone()[0]}/fd/2").resolve()
        begins = log.stat().st_size
        cursor.execute(f"ALTER DATABASE {name} SET log_statement = 'all'")

        def since():
            with log.open("rb") as file:
                file.seek(begins)
                return file.read()

        yield since
        cursor.execute(f"ALTER DATABASE {name} RESET log_statement")


@pytest.fixture
def people(transactional_db):
    competition = world.publish(world.draft_competition(world.service(world.council())))
    Competition.objects.filter(pk=competition.pk).update(bid_deadline="2099-01-01T12:00Z")
    harbour, ada = world.organisation("Harbour Care")
    tide, tia = world.organisation("Tide Trust")
    shy, sam = world.organisation("Shy Limited")
    for organisation, who in ((harbour, ada), (tide, tia)):
        informing.confirmed(organisation, who)
    officer = world.council_member(competition.council, CouncilRole.LEAD_OFFICER, "Leo Lead")
    return SimpleNamespace(**locals())


@pytest.fixture
def running(environment, letterbox, statements, commands, people, tmp_path):
    """The port of the demonstration's web server; at its end nothing runs any more."""
    (tmp_path / "logs").mkdir()
    mail = {"EMAIL_URL": f"smtp://127.0.0.1:{letterbox.server_address[1]}"}
    programs, port = Programs(), free_port()
    try:
        start_product(programs, {**environment, **mail, "DEBUG": "1", "DEMO": "1"}, "127.0.0.1", port, home=tmp_path)
        yield SimpleNamespace(port=port, stop=programs.end_started)
    finally:
        programs.end_started()


def test_no_program_writes_a_word_of_a_bid(running, people, statements, commands, letterbox, tmp_path):
    words = Words(STEM)
    ada, tia, sam = (Browser(running.port, user) for user in (people.ada, people.tia, people.sam))
    declares(ada, people.harbour, words)
    assert ada.post(f"/competitions/{people.competition.reference}/bid/", organisation=people.harbour.reference) == 302
    bid = Bid.objects.get()
    writes(ada, bid, words)
    joins(ada, tia, bid, people, words)
    sends_files(ada, bid, words)
    goes_wrong(ada, bid, words)
    assert ada.post(f"/bids/{bid.reference}/submit/") == 302
    declining = {"organisation": people.shy.reference, "deed": "decline", "reason": words("reason")}
    assert sam.post(f"/competitions/{people.competition.reference}/interest/", **declining) == 302
    comes_late(ada, bid, words)
    looks_around(Browser(running.port, people.officer), bid)
    wait_for_the_worker()
    running.stop()

    assert (Submission.objects.count(), LateAttempt.objects.count(), len(words.all) > 50) == (1, 3, True)
    written = {path.name: path.read_bytes() for path in (tmp_path / "logs").iterdir()}
    written |= {"PostgreSQL": statements(), "Redis": bytes(commands), "log of Redis": log_of_redis()}
    written |= {f"put aside: {path}": path.read_bytes() for path in (tmp_path / "aside").rglob("*") if path.is_file()}
    said_what_they_do(written)
    # Letters go to the bidder's own people, and to whom they wrote; nobody else gets one.
    assert {to.split(b"<")[1].split(b">")[0].decode() for to, _ in letterbox.letters} == {
        people.ada.email,
        people.tia.email,
    }
    # Nor the token that opens the database, of which each program makes connections.
    look = scanning.finder([f"{STEM}-", *words.all, *tokens()])
    assert {place: found for place, content in written.items() if (found := look(content))} == {}
    # Nor, in the logs that the council's own people may read, which bids, organisations and links there are.
    known = ["/bids/", "/competitions/", "/organisations/", *references(bid, people)]
    logs = {place: content.decode() for place, content in written.items() if place.endswith(".log")}
    assert [(place, word) for place, content in logs.items() for word in known if word in content] == []
    assert [task for task in ("check_document", "send_letter") if task in logs["worker.log"]] == []
    assert scanning.hits(words.all) == set()
    # And a plain dump by whoever has the application's credentials shows no name and no row.
    dump = scanning.plain_dump()
    names = [people.harbour.name, people.tide.name, people.shy.name]
    assert (dump.refused, dump.rows, scanning.finder([*names, *words.all])(dump.out.encode())) == (False, [], set())


def references(bid, people):
    """By which the bid, what belongs to it and who bids are known."""
    of_bid = [each.reference for each in (bid, Submission.objects.get(), Consent.objects.get())]
    return of_bid + [each.reference for each in (people.harbour, people.tide, people.shy)]


def declares(browser, organisation, words):
    person = {"name": words("person"), "connection": "director", "address": words("address"), "reference": "PERSON1"}
    assert browser.post(f"/organisations/{organisation.reference}/connected-persons/new/", **person) == 302
    form = GroundsForm(ticked=set())
    group = next(name for name in form.groups if "7-5" in [value for value, _ in form.fields[name].choices])
    ticks = {group: "7-5", "none_else": "on"}
    assert browser.post(f"/organisations/{organisation.reference}/grounds/", **ticks) == 302
    ground = DeclaredGround.objects.get()
    evidence = {name: words(name) for name in ("what_happened", "taken_seriously", "steps_taken", "commitments")}
    seen = {"seen": fields.seen(ground, declarations.GROUND)}
    assert browser.post(f"/declared-grounds/{ground.reference}/", goes_on="on", **seen, **evidence) == 302
    guest = {"email": words.address("guest"), "role": "writer"}
    assert browser.post(f"/organisations/{organisation.reference}/invite/", **guest) == 302
    seen = {"seen": fingerprint(supplier_information.content_of(organisation))}
    assert browser.post(f"/organisations/{organisation.reference}/supplier-information/confirm/", **seen) == 302
    assert words("what_happened") in str(SupplierInformationVersion.objects.latest("pk").content)


def writes(browser, bid, words):
    for criterion in Criterion.objects.exclude(kind="formula"):
        place = f"/bids/{bid.reference}/answers/{criterion.reference}/"
        for version, text in enumerate(answer_texts(words, criterion)):
            assert browser.post(place, text=text, version=version) == 200
    assert browser.post(f"/bids/{bid.reference}/offer/", version=0, **offer_fields(words)) == 200


def joins(ada, tia, bid, people, words):
    member = member_fields(words, "member", people.tia.email)
    fields = {f"member-1-{name}": text for name, text in member.items()}
    assert ada.post(f"/bids/{bid.reference}/consortium/", **fields, **{"member-1-role": "member"}) == 200
    assert ada.post(f"/bids/{bid.reference}/consortium/ask/", name=member["name"]) == 302
    part = f"/parts/{Consent.objects.get().reference}/"
    agrees = {"organisation": people.tide.reference, "answer": "agree", "reason": words("consent")}
    assert tia.post(part, **agrees) == 302
    assert tia.post(f"{part}declare/", shown="no") == 302


def sends_files(browser, bid, words):
    at = f"/bids/{bid.reference}"
    assert browser.post(f"{at}/documents/", files=file_of(words, "document"), title=words("title")) == 302
    half = {"name": f"{words('name-of-the-film')}.mp4", "title": words("film"), "size": 99, "mark": "a" * 64}
    status, told = browser.ask("POST", f"{at}/uploads/", "&".join(f"{k}={v}" for k, v in half.items()).encode(), **FORM)
    assert status == 201, told
    headers = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    assert browser.ask("PATCH", json.loads(told)["address"], words("piece").encode(), **headers)[0] == 200
    assert browser.post(f"{at}/offline/", file=file_of(words, "kit", "xlsx")) == 422


def goes_wrong(browser, bid, words):
    """Refusals of each kind, and a fault of the program itself: their lines of log are those that tell most."""
    answer = f"/bids/{bid.reference}/answers/service/"
    text = words("wrong-answer")
    assert browser.post(f"/bids/{bid.reference}/documents/", files=file_of(words, "page", "html")) == 422
    assert browser.post(f"/bids/{bid.reference}/documents/", files=file_of(words, "broken", "pdf")) == 302
    assert browser.post(f"/bids/{bid.reference}/consortium/", **wrong_share(words)) == 409
    assert browser.post(answer, text=text, version=0) == 200
    assert browser.post(answer, text=text, version=2, as_user="0") == 409
    assert browser.ask("POST", answer, f"text={text}".encode(), **FORM, **{"X-CSRFToken": "wrong"})[0] == 403
    assert browser.ask("POST", answer, f"text={text}".encode(), **FORM, Cookie="csrftoken=" + "c" * 32)[0] == 401
    assert browser.ask("POST", answer, text.encode(), **{"Content-Type": "multipart/form-data; boundary="})[0] == 400
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE partners_answerversion RENAME TO partners_answerversion_gone")
        assert browser.post(answer, text=text, version=2) == 500
        cursor.execute("ALTER TABLE partners_answerversion_gone RENAME TO partners_answerversion")


def wrong_share(words):
    return {"member-1-name": words("wrong-member"), "member-1-share": words("wrong-share")}


def comes_late(browser, bid, words):
    Competition.objects.update(bid_deadline=timezone.now())
    at = f"/bids/{bid.reference}"
    assert browser.post(f"{at}/answers/service/", text=words("late-answer"), version=2) == 409
    assert (
        browser.post(f"{at}/documents/", files=file_of(words, "late-document"), title=words("late-title"), late="yes")
        == 302
    )
    assert browser.post(f"{at}/submit/", late="yes") == 302


def looks_around(officer, bid):
    council = f"/council/competitions/{bid.competition.reference}"
    for place in (
        "/my-work/",
        f"/record/{bid.competition.reference}/?text={STEM[:4]}",
        f"{council}/opening/",
        f"{council}/letters/",
    ):
        assert officer.ask("GET", place)[0] == 200
    assert officer.ask("GET", f"/bids/{bid.reference}/")[0] == 404


def wait_for_the_worker():
    for _ in range(300):
        unchecked = [each for each in BidDocument.objects.all() if each.stands not in VERDICTS]
        if not unchecked and not Letter.objects.filter(sent_at=None, attempts=0).exists():
            return
        time.sleep(0.1)
    pytest.fail("The worker did not do its work.")


def log_of_redis():
    with redis.Redis.from_url(django_settings.REDIS_URL) as client:
        return Path(f"/proc/{client.info('server')['process_id']}/fd/1").read_bytes()


def said_what_they_do(written):
    """So that no log is read that does not belong to what was done."""
    for place, words in {
        "web.log": (" POST 302 ", "Internal Server Error: bids/<slug:reference>/answers/", "partners_answerversion"),
        "worker.log": ("celery@", "concurrency: 2"),
        "clock.log": ("beat",),
        "PostgreSQL": ('INSERT INTO "partners_answer"', "partners_answerversion"),
        "Redis": ("partners.tasks.check_document",),
        "log of Redis": ("Redis",),
    }.items():
        assert [word for word in words if word.encode() not in written[place]] == [], place
