"""`python -m config.local`: see the package's own words."""

import signal
import sys

from config import local
from config.local.demo import demo
from config.local.places import Stop, passing_folder, reset_demo
from config.local.processes import Interrupted, Programs, interruptible, run_in_front
from config.local.services import start_services


def run(command: list[str]) -> int:
    """Run the command beside a PostgreSQL and a Redis of its own; returns its exit code."""
    programs = Programs()
    with passing_folder() as passing:
        try:
            env = start_services(programs, home=passing, passing=passing, logs=passing / "logs", lasting=False)
            env.setdefault("DEBUG", "1")
            return run_in_front(command, env)
        finally:
            programs.stop()


def main(arguments: list[str]) -> int:
    match arguments:
        case ["demo"]:
            demo()
        case ["demo-reset"]:
            reset_demo()
            print("The demonstration starts afresh next time.")
        case ["run", "--", _, *_]:
            return run(arguments[2:])
        case _:
            print(local.__doc__)
            return 2
    return 0


if __name__ == "__main__":
    try:
        interruptible()
        sys.exit(main(sys.argv[1:]))
    except Stop as stop:
        sys.exit(str(stop))
    except Interrupted as interrupted:
        # Ctrl-C is how the demonstration ends; it is no failure.
        print("Stopped. Nothing is left running.")
        sys.exit(0 if interrupted.signum == signal.SIGINT else 128 + interrupted.signum)
