"""What one bidder does in the last minute: types, sends a file, submits, keeps the receipt, and tries again.

The pauses, and what is sent again, are those of the site's own scripts (static/src/autosave.js and uploads.js). A press
of a button that fails is pressed again by the person, after a moment.
"""

import base64
import hashlib
import json
import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from benchmarks.rush.browser import Answer, Browser, NoAnswer, is_answer

SAVES_AGAIN_AFTER = 10.0
SENDS_AGAIN_AFTER = (1.0, 2.0, 5.0, 10.0)
PRESSES_AGAIN_AFTER = 3.0
MEGABYTE = 1024 * 1024
TOO_LATE = "too late"


class GivenUp(Exception):
    """The rush is over long since, and this was never answered."""


@dataclass
class Bidder:
    """`plan` is what `inside.world` says of the bidder; `told` is all that the server acknowledged, in order."""

    plan: dict[str, Any]
    browser: Browser
    deadline: float
    over_at: float
    chance: random.Random
    told: list[dict[str, Any]] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)
    deeds: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    documents: list[str] = field(default_factory=list)
    conflicts_with_oneself: int = 0

    @property
    def address(self) -> str:
        return f"/bids/{self.plan['bid']}/"

    def live(self) -> None:
        """The whole minute, or until it is over long since."""
        with suppress(GivenUp):
            self.work()

    def work(self) -> None:
        """From the first page to the receipt."""
        _sleep_until(self.plan["begins_at"])
        if self.plan["signs_in"]:
            self.deed("sign in", self.sign_in)
        for criterion in self.plan["criteria"]:
            self.write(criterion)
        self.deed("upload", self.upload)
        _sleep_until(self.plan["submits_at"])
        self.submit()
        if self.plan["replaces"]:
            self.write(self.plan["criteria"][-1])
            self.submit()
        if self.plan["comes_late"]:
            _sleep_until(self.deadline + 1 + self.chance.random())
            criterion = self.plan["criteria"][0]
            self.deed("late save", lambda: self.save(criterion))
            self.deed("late press", lambda: self.press(late=True))

    def write(self, criterion: str) -> None:
        time.sleep(self.chance.uniform(0.2, 1.2))
        self.deed("page", lambda: self.open(criterion))
        self.deed("save", lambda: self.save(criterion))

    def deed(self, kind: str, what: Callable[[], str]) -> str:
        """Do it, and write down when it began, how long it took until it was acknowledged, and how it ended."""
        began, before = time.time(), len(self.browser.requests)
        ended = "given up"
        try:
            ended = what()
        finally:
            self.deeds.append(
                {
                    "bidder": self.browser.number,
                    "kind": kind,
                    "at": began,
                    "took": time.time() - began,
                    "failures": sum(not is_answer(each["outcome"]) for each in self.browser.requests[before:]),
                    "ended": ended,
                }
            )
        return ended

    def tell(self, what: str, **more: object) -> None:
        self.told.append({"bidder": self.browser.number, "what": what, "at": time.time(), **more})

    def until_answered(self, ask: Callable[[bool], Answer], pauses: Iterator[float]) -> Answer:
        """Ask until there is an answer; `ask` is told whether it is asked again."""
        again = False
        while True:
            try:
                return ask(again)
            except NoAnswer:
                if time.time() > self.over_at:
                    raise GivenUp from None
                again = True
                time.sleep(next(pauses))

    def page(self, path: str, kind: str = "page") -> Answer:
        return self.until_answered(lambda again: self.browser.get(path, kind=kind), _always(PRESSES_AGAIN_AFTER))

    def sign_in(self) -> str:
        """By the form, with the password; again, if the answer is a page of errors."""
        fields = {"login": self.plan["email"], "password": self.plan["password"]}
        self.page("/sign-in/", "sign in")
        answer = self.until_answered(
            lambda again: self.browser.post("/sign-in/", fields, kind="sign in"), _always(PRESSES_AGAIN_AFTER)
        )
        return "done" if answer.status == 302 else f"refused ({answer.status})"

    def open(self, criterion: str) -> str:
        answer = self.page(f"{self.address}answers/{criterion}/")
        found = re.search(r'name="version" value="(\d+)"', answer.text)
        if answer.status != 200 or not found:
            return f"refused ({answer.status})"
        self.versions[criterion] = found[1]
        return "done"

    def save(self, criterion: str) -> str:
        """Type something new and save it, as autosave.js does."""
        text = f"{self.plan['texts'][criterion]} In the last minute we add: {self.chance.randrange(10**9)}."
        unanswered: list[str] = []
        while True:
            self.sent.append((criterion, text))
            fields = {"text": text, "field": "text", "version": self.versions[criterion], "as_user": self.plan["user"]}
            try:
                answer = self.browser.post(f"{self.address}answers/{criterion}/", fields, kind="save", script=True)
                said = json.loads(answer.text)
            except (NoAnswer, ValueError):
                if time.time() > self.over_at:
                    raise GivenUp from None
                unanswered.append(text)
                time.sleep(SAVES_AGAIN_AFTER)
                if self.chance.random() < 0.5:
                    text += f" Typed on: {self.chance.randrange(10**9)}."
                continue
            if said["state"] == "conflict" and said["theirs"] in unanswered:
                # It had arrived after all, so what stands is this person's own text.
                self.conflicts_with_oneself += 1
                self.versions[criterion] = str(said["version"])
                continue
            return self.saved(criterion, text, said)

    def saved(self, criterion: str, text: str, said: dict[str, Any]) -> str:
        if said["state"] == "saved":
            self.versions[criterion], self.answers[criterion] = str(said["version"]), text
            self.tell("answer", criterion=criterion, text=text, version=said["version"])
            self.browser_shows_status()
            return "done"
        if said["state"] == "late":
            self.tell("late answer", criterion=criterion, text=text)
        return TOO_LATE if said["state"] == "late" else f"{said['state']}: {said['message']}"

    def browser_shows_status(self) -> None:
        """The page asks for its status after each save; if that fails it stays as it is."""
        try:
            self.browser.get(f"{self.address}status/", kind="status", script=True)
        except NoAnswer:
            return

    def upload(self) -> str:
        """Send a file in pieces, as uploads.js does."""
        name = f"plan-{self.browser.number}.txt"
        data = base64.encodebytes(self.chance.randbytes(self.plan["file_bytes"] * 3 // 4))
        mark = hashlib.sha256(data[:MEGABYTE] + data[max(0, len(data) - MEGABYTE) :]).hexdigest()
        self.page(f"{self.address}documents/")
        fields = {"name": name, "size": len(data), "mark": mark, "title": "", "as_user": self.plan["user"]}
        told = self.piece_told(
            lambda again: self.browser.post(f"{self.address}uploads/", fields, kind="upload", script=True)
        )
        largest = MEGABYTE
        while told.get("state") == "coming":
            piece = data[told["offset"] : told["offset"] + largest]
            told = self.piece_told(self.next_piece(told, piece))
            largest = min(largest * 2, 8 * MEGABYTE)
        if told.get("state") != "stored":
            return _refused(str(told.get("message")))
        digest = hashlib.sha256(data).hexdigest()
        self.documents.append(digest)
        self.tell("document", name=name, size=len(data), sha256=digest)
        return "done"

    def next_piece(self, told: dict[str, Any], piece: bytes) -> Callable[[bool], Answer]:
        headers = {
            "Upload-Offset": str(told["offset"]),
            "Content-Type": "application/offset+octet-stream",
            "Upload-Checksum": f"sha256 {base64.b64encode(hashlib.sha256(piece).digest()).decode()}",
        }

        def ask(again: bool) -> Answer:
            # After a break only the server knows how much of the piece it got.
            if again:
                return self.browser.get(told["address"], kind="upload", script=True)
            return self.browser.patch(told["address"], piece, headers, kind="upload")

        return ask

    def piece_told(self, ask: Callable[[bool], Answer]) -> dict[str, Any]:
        answer = self.until_answered(ask, iter([*SENDS_AGAIN_AFTER, *[SENDS_AGAIN_AFTER[-1]] * 100]))
        told: dict[str, Any] = json.loads(answer.text)
        return told

    def submit(self) -> None:
        if self.deed("submit", self.press) == "done":
            self.deed("receipt", self.keep_receipt)

    def press(self, *, late: bool = False) -> str:
        fields = {"late": "yes"} if late else {}
        self.page(f"{self.address}submit/")
        answer = self.until_answered(
            lambda again: self.browser.post(f"{self.address}submit/", fields, kind="submit"),
            _always(PRESSES_AGAIN_AFTER),
        )
        found = re.fullmatch(r"/receipts/([^/]+)/", answer.leads_to)
        if found:
            self.tell("submission", receipt=found[1], answers=dict(self.answers), documents=list(self.documents))
            return "done"
        if late and answer.leads_to == self.address:
            self.tell("late press")
            return "sent late"
        return _refused(_error_in(answer.text))

    def keep_receipt(self) -> str:
        reference = self.told[-1]["receipt"]
        self.page(f"/receipts/{reference}/", "receipt")
        answer = self.page(f"/receipts/{reference}/receipt.json", "receipt")
        if answer.status != 200:
            return f"refused ({answer.status})"
        self.tell("receipt", receipt=reference, file=answer.text)
        return "done"


def _refused(sentence: str) -> str:
    return TOO_LATE if sentence.startswith("The deadline has passed") else f"refused: {sentence}"


def _error_in(page: str) -> str:
    found = re.search(r"<ul[^>]*govuk-error-summary__list.*?</ul>", page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())[:200] if found else ""


def _always(seconds: float) -> Iterator[float]:
    while True:
        yield seconds


def _sleep_until(instant: float) -> None:
    time.sleep(max(0.0, instant - time.time()))
