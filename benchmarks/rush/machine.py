"""The product on this machine as a server runs it, whose parts are killed, as by a power cut, and started again."""

import base64
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from config.local.demo import manage, start_product
from config.local.places import CHECKOUT, Stop
from config.local.processes import Programs
from config.local.services import answers_ping, free_port, start_services

READY_WITHIN_SECONDS = 30.0


@dataclass
class Machine:
    """`home` is where everything lies that it writes."""

    home: Path
    programs: Programs = field(default_factory=Programs)
    env: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)

    def start(self) -> None:
        """PostgreSQL, which writes through to the disk, and Redis; then the product's settings and its tables."""
        os.environ.pop("DATABASE_URL", None)
        os.environ.pop("REDIS_URL", None)
        self.env = start_services(
            self.programs, home=self.home, passing=self.home, logs=self.home / "logs", lasting=True
        )
        self.env |= {
            "DEBUG": "0",
            "DEMO": "0",
            "SECRET_KEY": secrets.token_urlsafe(64),
            "SEALING_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "SECURE_SSL_REDIRECT": "0",
            "TRUSTED_PROXY_COUNT": "1",
            "EMAIL_URL": f"file:///{self.letters}",
            "MEDIA_ROOT": str(self.home / "media"),
            "STATIC_ROOT": str(self.home / "static"),
        }
        manage(self.env, "collectstatic", "--no-input", "--verbosity=0")
        manage(self.env, "migrate", "--no-input", "--verbosity=0")

    @property
    def letters(self) -> Path:
        """The folder into which letters are sent, a file each."""
        return self.home / "letters"

    def serve(self) -> None:
        start_product(self.programs, self.env, "127.0.0.1", self.port, home=self.home)

    def run(self, module: str, *arguments: object) -> str:
        """What a program of this package prints; Stop with its last words when it fails."""
        command = [sys.executable, "-m", f"benchmarks.rush.{module}", *(str(each) for each in arguments)]
        done = subprocess.run(command, env=self.env, cwd=CHECKOUT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Stop(f"{module} failed:\n{(done.stdout + done.stderr)[-3000:]}")
        return done.stdout

    def kill(self, part: str) -> None:
        """End it without a word (SIGKILL): one process of the web server, or a part with all its processes."""
        if part == "a web worker":
            os.kill(self._children("The web server")[0], signal.SIGKILL)
            return
        pid = self.programs.named(NAMES[part]).process.pid
        if part == "PostgreSQL":
            # Its own processes are in sessions of their own, and end when they miss it.
            os.kill(pid, signal.SIGKILL)
        else:
            os.killpg(pid, signal.SIGKILL)

    def start_again(self, part: str) -> None:
        """Start what was killed, and wait until it answers. A web worker is replaced by the web server itself."""
        if part == "a web worker":
            return
        end = time.monotonic() + READY_WITHIN_SECONDS
        while True:
            self.programs.start_again(NAMES[part])
            if self._comes_up(part, end):
                return
            # PostgreSQL does not start while processes of the one before are still about to end.
            if time.monotonic() > end:
                raise Stop(f"{part} did not come back.\n{self.programs.named(NAMES[part]).last_words()}")

    def _comes_up(self, part: str, end: float) -> bool:
        ready, process = self._answer_of(part), self.programs.named(NAMES[part]).process
        while process.poll() is None and time.monotonic() < end:
            if ready():
                return True
            time.sleep(0.05)
        return False

    def _answer_of(self, part: str) -> Callable[[], bool]:
        redis = urlsplit(self.env["REDIS_URL"])
        answers: Mapping[str, Callable[[], bool]] = {
            "PostgreSQL": lambda: _answers_questions(self.env["DATABASE_URL"]),
            "Redis": lambda: answers_ping(redis.port or 0, redis.password or ""),
            "the web server": lambda: _listens(self.port),
        }
        return answers.get(part, lambda: True)

    def _children(self, name: str) -> list[int]:
        pid = self.programs.named(name).process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


NAMES = {
    "PostgreSQL": "PostgreSQL",
    "Redis": "Redis",
    "the Celery worker": "The worker",
    "the web server": "The web server",
}


def _answers_questions(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=2) as connection:
            connection.execute("SELECT 1")
    except psycopg.Error:
        return False
    return True


def _listens(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False
