"""`python -m benchmarks.rush.inside.findings RECORD LETTERS LOGS`: is all stored that was acknowledged, and once?

Prints what there is, in counts, and every fault that it found, as JSON.
"""

import hashlib
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.actions import signing, stray_files, trail
from accounts.models import Letter
from partners.domain import receipt_check
from partners.domain.last_day import Deed
from partners.domain.uploads import FileState
from partners.models import Answer, Bid, BidDocument, LateAttempt, Receipt, Submission, Upload

SETTLED_WITHIN_SECONDS = 120.0
# The exception that a traceback ends with, not those that led to it.
LAST_OF_A_CHAIN = re.compile(
    r"^(?:\w+\.)*(\w+(?:Error|Exception))\b[^\n]*\n(?:\t[^\n]*\n)*+(?!\n(?:During handling|The above exception))",
    re.MULTILINE,
)
Told = dict[str, Any]


class Findings:
    """`told` is what the server acknowledged to each bidder, `sent` each text that they sent for each question."""

    def __init__(self, record: dict[str, Any], plans: list[dict[str, Any]]) -> None:
        self.wrong: list[str] = []
        self.counts: dict[str, object] = {}
        self.told: dict[int, list[Told]] = defaultdict(list)
        for each in record["told"]:
            self.told[each["bidder"]].append(each)
        self.sent: dict[tuple[int, str], list[str]] = defaultdict(list)
        for each in record["sent"]:
            self.sent[each["bidder"], each["criterion"]].append(each["text"])
        self.plans = plans
        self.bids = {bid.reference: bid for bid in Bid.objects.select_related("competition", "organisation")}

    def expect(self, is_right: bool, words: str) -> None:
        if not is_right:
            self.wrong.append(words)

    def of(self, number: int, what: str) -> list[Told]:
        return [each for each in self.told[number] if each["what"] == what]

    def look(self) -> None:
        for number, plan in enumerate(self.plans):
            bid = self.bids[plan["bid"]]
            self.answers(number, bid, plan)
            self.documents(number, bid)
            self.submissions(number, bid)
            self.late(number, bid)
            letters = Letter.objects.filter(trail=bid.reference)
            told_of = [each.subject for each in letters if each.subject.startswith("Your bid is in")]
            there = bid.submissions.count()
            self.expect(len(told_of) == there, f"{bid}: {len(told_of)} letters on {there} submissions")
            self.expect(not trail.broken_links(bid.reference), f"{bid}: its trail is broken")
        self.signatures()

    def answers(self, number: int, bid: Bid, plan: dict[str, Any]) -> None:
        """The text acknowledged last stands, unless one that was sent after it came in without an answer."""
        for criterion, first in plan["texts"].items():
            acknowledged = [each["text"] for each in self.of(number, "answer") if each["criterion"] == criterion]
            sent = self.sent[number, criterion]
            last = acknowledged[-1] if acknowledged else first
            allowed = {last, *(sent[sent.index(last) + 1 :] if last in sent else sent)}
            allowed -= {each["text"] for each in self.of(number, "late answer")}
            answer = Answer.objects.get(bid=bid, criterion__reference=criterion)
            self.expect(answer.text in allowed, f"{bid}, {criterion}: another text stands than was acknowledged")
            # Each new text is one version more, however often it was sent.
            most = 1 + len(set(sent))
            least = 1 + len(set(acknowledged))
            self.expect(least <= answer.version <= most, f"{bid}, {criterion}: version {answer.version}, not {least}")
            kept = [(each.version, each.text) for each in answer.versions.all()]
            self.expect(len(kept) == len(set(kept)), f"{bid}, {criterion}: a version is kept twice")

    def documents(self, number: int, bid: Bid) -> None:
        stored = list(BidDocument.objects.filter(bid=bid))
        hashes = [each.sha256 for each in stored]
        self.expect(len(hashes) == len(set(hashes)), f"{bid}: a document is there twice")
        for told in self.of(number, "document"):
            self.expect(hashes.count(told["sha256"]) == 1, f"{bid}: {told['name']} was acknowledged, and is not there")
        for document in stored:
            self.expect(_hash_of(document) == document.sha256, f"{bid}: {document.name} is not what was sent")
            self.expect(document.stands == FileState.CLEAN, f"{bid}: {document.name} is {document.state}")

    def submissions(self, number: int, bid: Bid) -> None:
        told = self.of(number, "submission")
        stored = {each.reference: each for each in bid.submissions.select_related("bid")}
        marks = [each.fingerprint for each in sorted(stored.values(), key=lambda each: each.number)]
        self.expect(all(a != b for a, b in pairwise(marks)), f"{bid}: submitted twice the same")
        self.expect(
            Receipt.objects.filter(submission__bid=bid).count() == len(stored), f"{bid}: a submission without a receipt"
        )
        for each in told:
            submission = stored.get(each["receipt"])
            if submission is None:
                self.wrong.append(f"{bid}: submission {each['receipt']} was acknowledged, and is not there")
                continue
            self.content(bid, submission.whole(), each)
        standing = bid.submissions.that_count().first()
        last = stored.get(told[-1]["receipt"]) if told else None
        if last is not None:
            # A press that was never answered may have come in after it.
            is_last = standing is not None and standing.number >= last.number
            self.expect(is_last, f"{bid}: what was acknowledged last does not count")

    def content(self, bid: Bid, content: dict[str, Any], told: Told) -> None:
        for criterion, text in told["answers"].items():
            self.expect(content["answers"][criterion] == text, f"{bid}, {criterion}: submitted with another text")
        hashes = {each["sha256"] for each in content["documents"]}
        self.expect(set(told["documents"]) <= hashes, f"{bid}: a document that had arrived was not submitted")

    def late(self, number: int, bid: Bid) -> None:
        """What came late is in the tray, once, and in no bid."""
        tray = list(LateAttempt.objects.filter(bid=bid))
        for told in self.of(number, "late answer"):
            kept = [each for each in tray if each.content.get("text") == told["text"]]
            self.expect(len(kept) == 1, f"{bid}: a late answer is {len(kept)} times in the tray")
        presses = [each for each in tray if each.kind == Deed.SUBMISSION.value]
        if self.of(number, "late press"):
            self.expect(bool(presses), f"{bid}: a late press is not in the tray")
        deadline = bid.competition.bid_deadline
        after = [each for each in bid.submissions.all() if deadline is None or each.at > deadline]
        self.expect(not after, f"{bid}: a submission after the deadline is in")

    def signatures(self) -> None:
        """Each receipt that a bidder took away is right by the program that checks it offline."""
        keys, checked = signing.known_keys(), 0
        for number in self.told:
            for told in self.of(number, "receipt"):
                receipt = receipt_check.read(told["file"].encode())
                finding = receipt_check.check_signature(receipt, keys)
                self.expect(finding.is_right, f"Receipt {told['receipt']}: {finding.words}")
                checked += 1
        self.counts["receipts that bidders kept, each with a right signature"] = checked

    def count(self, letters: Path) -> None:
        """What there is, told and stored."""
        everything = [each["what"] for told in self.told.values() for each in told]
        sent = [_message_id(path) for path in letters.glob("*")] if letters.exists() else []
        waiting = Letter.objects.filter(sent_at=None, kept_back_because="")
        self.counts |= {
            "acknowledged": ", ".join(f"{count} × {what}" for what, count in sorted(Counter(everything).items())),
            "submissions": Submission.objects.count(),
            "bids that are in": Bid.objects.filter(state="submitted").count(),
            "documents": BidDocument.objects.count(),
            "late attempts in the tray": LateAttempt.objects.count(),
            "letters": f"{Letter.objects.exclude(sent_at=None).count()} sent, {waiting.count()} waiting",
            "letters that left more than once": len(sent) - len(set(sent)),
            "files that no row names": _forgotten_files(),
        }


def settle() -> list[str]:
    """Wait for what the worker still has to do; what it did not finish."""
    waiting: dict[str, Callable[[], int]] = {
        "documents not checked": lambda: BidDocument.objects.present().unchecked().count(),
        "uploads that are whole, and no document": lambda: Upload.objects.unfinished().exclude(whole_at=None).count(),
        "letters not sent": lambda: Letter.objects.filter(sent_at=None, kept_back_because="").count(),
    }
    end = time.monotonic() + SETTLED_WITHIN_SECONDS
    while any(count() for count in waiting.values()) and time.monotonic() < end:
        time.sleep(1)
    return [f"{number} {what}" for what, count in waiting.items() if (number := count())]


def faults_in(logs: Path) -> str:
    """What the logs tell of errors, by the name of the exception."""
    found: Counter[str] = Counter()
    for path in (logs / "web.log", logs / "worker.log", logs / "clock.log"):
        found.update(f"{path.stem}: {name}" for name in LAST_OF_A_CHAIN.findall(path.read_text(errors="replace")))
    return ", ".join(f"{count} × {name}" for name, count in found.most_common()) or "none"


def _hash_of(document: BidDocument) -> str:
    digest = hashlib.sha256()
    with document.file.open("rb") as file:
        for piece in file.chunks():
            digest.update(piece)
    return digest.hexdigest()


def _message_id(path: Path) -> str:
    found = re.search(r"^Message-ID: (.*)$", path.read_text(errors="replace"), re.MULTILINE | re.IGNORECASE)
    return found[1] if found else path.name


def _forgotten_files() -> int:
    root = Path(settings.MEDIA_ROOT)
    there = {path.relative_to(root).as_posix() for path in (root / "sealed").rglob("*") if path.is_file()}
    return len(there - stray_files.named_files())


def main(record: Path, letters: Path, logs: Path) -> None:
    plans = json.loads(record.with_name("plan.json").read_text())["bidders"]
    began = timezone.now()
    left = settle()
    settled = timezone.now() - began
    findings = Findings(json.loads(record.read_text()), plans)
    findings.wrong += left
    findings.look()
    findings.count(letters)
    findings.counts["seconds until the worker had done all"] = round(settled.total_seconds())
    findings.counts["errors in the logs"] = faults_in(logs)
    print(json.dumps({"wrong": findings.wrong, "counts": findings.counts}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
