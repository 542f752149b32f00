"""`python -m benchmarks.rush.bidders PLAN RECORD`: all bidders at once, each in a thread; writes down what they saw."""

import json
import random
import sys
import traceback
from pathlib import Path
from threading import Thread
from typing import Any

from benchmarks.rush.bidder import Bidder
from benchmarks.rush.browser import Browser

GRACE_SECONDS = 60.0


def live(bidder: Bidder, broken: list[str]) -> None:
    try:
        bidder.live()
    except Exception:  # noqa: BLE001 - whatever it was, the report tells of it.
        broken.append(f"Bidder {bidder.browser.number}: {traceback.format_exc()}")


def main(plan_at: Path, record_at: Path) -> None:
    plan: dict[str, Any] = json.loads(plan_at.read_text())
    bidders = [
        Bidder(
            plan=each,
            browser=Browser(plan["port"], number, cookies=dict(each["cookies"])),
            deadline=plan["deadline"],
            over_at=plan["deadline"] + GRACE_SECONDS,
            chance=random.Random(f"{plan['seed']}, {number}"),  # noqa: S311 - so that a run can be had again.
        )
        for number, each in enumerate(plan["bidders"])
    ]
    broken: list[str] = []
    threads = [Thread(target=live, args=(bidder, broken)) for bidder in bidders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    record = {
        "requests": [request for bidder in bidders for request in bidder.browser.requests],
        "deeds": [deed for bidder in bidders for deed in bidder.deeds],
        "told": [told for bidder in bidders for told in bidder.told],
        "sent": [
            {"bidder": bidder.browser.number, "criterion": criterion, "text": text}
            for bidder in bidders
            for criterion, text in bidder.sent
        ],
        "conflicts_with_oneself": sum(bidder.conflicts_with_oneself for bidder in bidders),
        "broken": broken,
    }
    record_at.write_text(json.dumps(record))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
