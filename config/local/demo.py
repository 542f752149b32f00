"""The demonstration: the whole product on this machine, with the same worker, clock and web server as in production."""

import base64
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from config.local.places import CHECKOUT, DEMO, VAR, Stop, database_home, locked, passing_folder
from config.local.processes import Programs
from config.local.services import free_port, start_services

LOGS = DEMO / "logs"


def demo() -> None:
    """Start everything, say where it is, and stay until somebody ends it."""
    host, port = os.environ.get("HOST", "127.0.0.1"), wanted_port()
    programs = Programs()
    with locked(VAR / "demo.lock"), passing_folder() as passing:
        try:
            check_port(host, port)
            say("Starting PostgreSQL and Redis …")
            env = start_services(programs, home=database_home(), passing=passing, logs=LOGS, lasting=True)
            env |= {"DEBUG": "1", "DEMO": "1"}
            env.setdefault("MEDIA_ROOT", str(DEMO / "media"))
            env.setdefault("SEALING_KEY", sealing_key())
            fill(env)
            start_product(programs, env, host, port)
            welcome(env, port)
            while True:
                programs.check()
                time.sleep(1)
        finally:
            if programs.started:
                say("\nStopping …")
            programs.stop()


def sealing_key() -> str:
    """The demonstration's own key, which stays as long as what is sealed with it."""
    path = DEMO / "sealing.key"
    if not path.exists():
        path.write_text(base64.b64encode(secrets.token_bytes(32)).decode())
        path.chmod(0o600)
    return path.read_text().strip()


def say(sentence: str) -> None:
    print(sentence, flush=True)


def wanted_port() -> int:
    given = os.environ.get("PORT") or "8000"
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise Stop(f"PORT must be a number between 1 and 65535, not “{given}”.")
    return int(given)


def check_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Stop(
                f"Port {port} can’t be used ({error.strerror}): perhaps another program has it. "
                f"Try another, for example: PORT={next_port(port)} make demo"
            ) from error


def next_port(port: int) -> int:
    for other in range(port + 1, min(port + 100, 65535)):
        try:
            return free_port(other)
        except OSError:
            continue
    return free_port()


def manage(env: Mapping[str, str], *arguments: str) -> str:
    """What a command of manage.py prints; Stop with its last words when it fails."""
    command = [sys.executable, str(CHECKOUT / "manage.py"), *arguments]
    done = subprocess.run(command, env=env, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stop(f"manage.py {' '.join(arguments)} failed:\n{(done.stdout + done.stderr)[-2000:]}")
    return done.stdout


def fill(env: Mapping[str, str]) -> None:
    say("Bringing the database up to date …")
    manage(env, "migrate", "--no-input", "--verbosity=0")
    say("Loading the example council and its competitions, unless they are there …")
    manage(env, "load_demo", "--if-empty")


def start_product(programs: Programs, env: Mapping[str, str], host: str, port: int, home: Path = DEMO) -> None:
    """The worker, its clock and the web server; `home` is where they keep their logs."""
    say("Starting the worker, its clock and the web server …")
    logs = home / "logs"
    python = sys.executable
    celery = [python, "-m", "celery", "-A", "config"]

    def start(name: str, command: list[str], log: str) -> None:
        path = logs / log
        path.unlink(missing_ok=True)
        programs.start(name, command, log=path, env=env, cwd=CHECKOUT)

    start("The worker", [*celery, "worker", "--concurrency=2", "--loglevel=WARNING"], "worker.log")
    beat = ["beat", f"--schedule={home / 'beat'}", "--pidfile=", "--loglevel=INFO"]
    start("The clock", [*celery, *beat], "clock.log")
    gunicorn = ["-m", "gunicorn", "--config=python:config.gunicorn", "config.wsgi", f"--bind={host}:{port}"]
    start("The web server", [python, *gunicorn, "--graceful-timeout=5"], "web.log")
    programs.wait_until(
        lambda: answers(f"http://127.0.0.1:{port}/health/", logs / "web.log"), seconds=60, what="The web server"
    )


def answers(address: str, log: Path) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310 - our own address.
            return bool(response.status == 200)
    except urllib.error.HTTPError as error:
        raise Stop(f"The web server answers with an error ({error.code}). See {shown(log)}") from error
    except OSError:
        return False


def shown(path: Path) -> str:
    return str(path.relative_to(CHECKOUT) if path.is_relative_to(CHECKOUT) else path)


def welcome(env: Mapping[str, str], port: int) -> None:
    people = manage(env, "demo_people").strip()
    say(
        f"\nThe demonstration is ready:  http://localhost:{port}/\n\n{people}\n\n"
        f"What it writes: {shown(LOGS)}/. What you enter stays until: make demo-reset\n"
        "Stop it with Ctrl-C."
    )
