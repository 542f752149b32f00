"""Start programs, and leave none of them running."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from config.local.places import Stop

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
GRACE_SECONDS = 10.0


class Interrupted(BaseException):
    """Somebody asked this program to end. No Exception, so that no handler in between keeps it alive."""

    def __init__(self, signum: int) -> None:
        super().__init__(signum)
        self.signum = signum


def prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _dies_with_parent(signum: int, parent: int) -> Callable[[], None]:
    def before_exec() -> None:
        prctl(PR_SET_PDEATHSIG, signum)
        if os.getppid() != parent:
            os._exit(1)

    return before_exec


def interruptible() -> None:
    """Turn the signals that end a program into an exception, and end when the program that started this one is gone."""

    def interrupt(signum: int, frame: FrameType | None) -> None:
        raise Interrupted(signum)

    signals = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # Somebody used nohup.
        signals.append(signal.SIGHUP)
    for signum in signals:
        signal.signal(signum, interrupt)
    parent = os.getppid()
    prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    # Grandchildren whose parent dies come to this program instead of to init, so that it can end them too.
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    if os.getppid() != parent:
        raise Interrupted(signal.SIGTERM)


@dataclass
class Program:
    name: str
    process: subprocess.Popen[bytes]
    log: Path | None
    ends_on: signal.Signals
    is_service: bool
    launch: Callable[[], subprocess.Popen[bytes]]

    def last_words(self, lines: int = 15) -> str:
        if not self.log or not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


@dataclass
class Programs:
    """The programs started here, ended in the reverse order."""

    started: list[Program] = field(default_factory=list)

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path | None = None,
        env: Mapping[str, str] | None = None,
        stdin: bytes | None = None,
        ends_on: signal.Signals = signal.SIGTERM,
        is_service: bool = False,
        **options: Any,
    ) -> Program:
        """Start a program in a session of its own, so that Ctrl-C reaches it only through here and in order."""

        def launch() -> subprocess.Popen[bytes]:
            with (log or Path(os.devnull)).open("ab") as output:
                process = subprocess.Popen(
                    [str(part) for part in command],
                    stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    env=env,
                    start_new_session=True,
                    preexec_fn=_dies_with_parent(ends_on, os.getpid()),  # noqa: PLW1509 - we have no threads.
                    **options,
                )
            if stdin and process.stdin:
                process.stdin.write(stdin)
                process.stdin.close()
            return process

        program = Program(name, launch(), log, ends_on, is_service, launch)
        self.started.append(program)
        return program

    def named(self, name: str) -> Program:
        return next(program for program in self.started if program.name == name)

    def start_again(self, name: str) -> None:
        """Start a program that has ended once more, just as before and in its place."""
        program = self.named(name)
        program.process.wait()
        program.process = program.launch()

    def wait_until(self, ready: Callable[[], bool], *, seconds: float, what: str) -> None:
        end = time.monotonic() + seconds
        while not ready():
            self.check()
            if time.monotonic() > end:
                raise Stop(f"{what} did not answer within {seconds:.0f} seconds.\n{self.started[-1].last_words()}")
            time.sleep(0.05)

    def check(self) -> None:
        for program in self.started:
            if (code := program.process.poll()) is not None:
                raise Stop(f"{program.name} ended by itself (code {code}). Its last words:\n{program.last_words()}")

    def stop(self) -> None:
        """End them all. Deaf to further signals meanwhile: a second Ctrl-C must not leave half of them running."""
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, signal.SIG_IGN)
        self.end_started()
        end_strays()

    def end_started(self) -> None:
        """End those alone: other children of this process, such as a browser, go on."""
        # All hear at once, but for the services, which the others need until they are gone.
        for program in self.started:
            if not program.is_service and program.process.poll() is None:
                program.process.send_signal(program.ends_on)
        while self.started:
            end(self.started.pop())


def end(program: Program) -> None:
    process = program.process
    if process.poll() is None:
        if program.is_service:
            process.send_signal(program.ends_on)
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    # What it left behind in its session, such as the children of a program that was killed.
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def end_strays() -> None:
    """End the grandchildren that came to this program because their parent is gone (Linux only)."""
    for signum, patience in ((signal.SIGTERM, 3.0), (signal.SIGKILL, 3.0)):
        limit = time.monotonic() + patience
        told: set[int] = set()
        while (children := _children()) and time.monotonic() < limit:
            for pid in children - told:
                os.kill(pid, signum)
            told |= children
            while _reap():
                pass
            time.sleep(0.02)


def _children() -> set[int]:
    try:
        return {int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()}
    except OSError:
        return set()


def _reap() -> bool:
    try:
        return os.waitpid(-1, os.WNOHANG)[0] > 0
    except ChildProcessError:
        return False


def run_in_front(command: Sequence[str], env: Mapping[str, str]) -> int:
    """Run a command that has the terminal; at a terminal it hears Ctrl-C itself. Returns its exit code."""
    process = subprocess.Popen(command, env=env, preexec_fn=_dies_with_parent(signal.SIGTERM, os.getpid()))  # noqa: PLW1509
    patience: float | None = None
    while True:
        try:
            code = process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
        except Interrupted as interrupted:
            if interrupted.signum == signal.SIGINT and os.isatty(0):
                continue
            process.send_signal(interrupted.signum)
            patience = GRACE_SECONDS
        else:
            return code if code >= 0 else 128 - code
