"""`python -m benchmarks.rush [--bidders 200] [--seconds 60] [--down 2]`: runs it, and prints what was found.

It ends with 1 if anything that was acknowledged is missing or there twice.
"""

import argparse
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.rush.figures import report
from benchmarks.rush.machine import Machine
from config.local.places import CHECKOUT, Stop, passing_folder
from config.local.processes import Interrupted, interruptible

# When in the minute each part is killed, as a share of it.
KILLS = (
    ("a web worker", 0.12),
    ("Redis", 0.26),
    ("the Celery worker", 0.42),
    ("PostgreSQL", 0.56),
    ("the web server", 0.74),
)
# A busy machine answers slowly; only bidders that hang are given up.
LONGEST_SECONDS = 900.0


def rush(machine: Machine, bidders: int, seconds: float, down: float) -> dict[str, Any]:
    """Lay out the competition, live its last minute, and look at what is stored: all that is known of it."""
    machine.start()
    say(f"Laying out a competition with {bidders} bids …")
    machine.serve()
    plan = json.loads(machine.run("inside.world", bidders, seconds)) | {"port": machine.port}
    plan_at, record_at = machine.home / "plan.json", machine.home / "record.json"
    plan_at.write_text(json.dumps(plan))
    say(f"The last {seconds:.0f} seconds begin …")
    command = [sys.executable, "-m", "benchmarks.rush.bidders", str(plan_at), str(record_at)]
    people = machine.programs.start("The bidders", command, log=machine.home / "logs" / "bidders.log", cwd=CHECKOUT)
    kills = [kill(machine, part, plan["begins_at"] + share * seconds, down) for part, share in KILLS]
    try:
        people.process.wait(plan["deadline"] - time.time() + LONGEST_SECONDS)
    except subprocess.TimeoutExpired:
        raise Stop("The bidders did not come to an end.") from None
    if not record_at.exists():
        raise Stop(f"The bidders ended early.\n{people.last_words()}")
    machine.programs.started.remove(people)
    say("Looking at what is stored …")
    findings = json.loads(machine.run("inside.findings", record_at, machine.letters, machine.home / "logs"))
    return {"plan": plan, "record": json.loads(record_at.read_text()), "kills": kills, "findings": findings}


def kill(machine: Machine, part: str, at: float, down: float) -> dict[str, Any]:
    """Kill it at that instant and start it again a little later; when it was killed, and when it was back."""
    time.sleep(max(0.0, at - time.time()))
    killed_at = time.time()
    machine.kill(part)
    say(f"  {part} is killed")
    time.sleep(down)
    machine.start_again(part)
    return {"part": part, "at": killed_at, "back_at": time.time()}


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.rush")
    arguments.add_argument("--bidders", type=int, default=200)
    arguments.add_argument("--seconds", type=float, default=60)
    arguments.add_argument("--down", type=float, default=2, help="for how long what is killed stays away")
    arguments.add_argument("--keep", type=Path, help="a folder for all that is known of the run, and its logs")
    given = arguments.parse_args()
    with passing_folder() as home:
        machine = Machine(home)
        try:
            known = rush(machine, given.bidders, given.seconds, given.down)
        finally:
            machine.programs.stop()
            if given.keep:
                shutil.copytree(home / "logs", given.keep, dirs_exist_ok=True)
        if given.keep:
            (given.keep / "known.json").write_text(json.dumps(known))
    print(report(known))
    return 1 if known["findings"]["wrong"] or known["record"]["broken"] else 0


if __name__ == "__main__":
    try:
        interruptible()
        sys.exit(main())
    except Stop as stop:
        sys.exit(str(stop))
    except Interrupted as interrupted:
        sys.exit(128 + interrupted.signum)
