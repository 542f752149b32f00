"""The tests, two at a time: first those without a browser, then the journeys; the outcomes of both come last.

With `--coverage` it also says which lines no test reached; that more than doubles the time they take.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from config.local.places import CHECKOUT, VAR

WORKERS = 2
# A worker that has nothing left takes from the other, which may have long ones before it.
# The databases are made before: `config.local.databases`.
PYTEST = [sys.executable, "-m", "pytest", "-n", str(WORKERS), "--dist", "worksteal", "--reuse-db"]
COVERAGE = "--coverage"
NO_TESTS = 5


def run_tests(env: Mapping[str, str], arguments: list[str]) -> int:
    """Run both, print their summaries, and return the first exit code that is not zero."""
    env = {**env, "DEBUG": env.get("DEBUG", "1"), "DEMO": env.get("DEMO", "0")}
    with_coverage = COVERAGE in arguments
    arguments = [each for each in arguments if each != COVERAGE]
    measured = ["--cov", "--cov-report="] if with_coverage else []
    (VAR / "coverage").mkdir(parents=True, exist_ok=True)
    journeys = CHECKOUT / "tests" / "journeys"
    outcomes = [("Tests", _pytest(env, ["tests", f"--ignore={journeys}", *measured, *arguments]))]
    if _has_tests(journeys):
        appended = [*measured, "--cov-append"] if with_coverage else []
        outcomes.append(("Journeys", _pytest(env, [str(journeys), *appended, *arguments])))
    codes = [code for _, (code, _) in outcomes]
    if with_coverage:
        codes.append(_report_coverage(env))
    for name, (_, summary) in outcomes:
        print(f"{name:9} {summary}")
    return next((code for code in codes if code), 0)


def _report_coverage(env: Mapping[str, str]) -> int:
    report = [sys.executable, "-m", "coverage", "report", "--skip-covered", "--skip-empty"]
    print(flush=True)
    return subprocess.run(report, env=env, cwd=CHECKOUT, check=False).returncode


def _has_tests(folder: Path) -> bool:
    return any(folder.rglob("test_*.py"))


def _pytest(env: Mapping[str, str], arguments: list[str]) -> tuple[int, str]:
    """Its exit code and the last line that it says, while everything it says is shown."""
    last = ""
    colour = ["--color=yes"] if sys.stdout.isatty() and "NO_COLOR" not in os.environ else []
    with subprocess.Popen(
        [*PYTEST, *colour, *arguments], env=env, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, errors="replace"
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            last = line.strip() or last
    return (0 if process.returncode == NO_TESTS else process.returncode), last


if __name__ == "__main__":
    sys.exit(run_tests(os.environ, sys.argv[1:]))
