"""Where local files lie, and who may read them."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

CHECKOUT = Path(__file__).resolve().parents[2]
VAR = CHECKOUT / "var"
DEMO = VAR / "demo"
PREFIX = "partner-competitions-"


class Stop(Exception):
    """What went wrong, in a sentence for the person at the terminal."""


def is_root() -> bool:
    return os.geteuid() == 0


def open_to_others(path: Path) -> bool:
    """Whether a user without rights can reach the folder: every folder on the way lets others through."""
    return all(folder.stat().st_mode & 0o001 for folder in [path, *path.parents])


def away() -> Path:
    """A folder outside the checkout for what another user must reach, the same one for the same checkout."""
    return Path("/var/tmp") / (PREFIX + hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:16])  # noqa: S108


def database_home() -> Path:
    """The demonstration's database lies in the checkout, unless PostgreSQL's user could not reach it there."""
    DEMO.mkdir(parents=True, exist_ok=True)
    if not is_root() or open_to_others(DEMO):
        return DEMO
    home = away()
    home.mkdir(mode=0o711, exist_ok=True)
    return owned(home)


def owned(folder: Path) -> Path:
    """The folder, unless somebody else put it where everybody may write, to have us use what is theirs."""
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise Stop(f"{folder} belongs to somebody else. Remove it, then try again.")
    return folder


def reset_demo() -> None:
    with locked(VAR / "demo.lock"):
        shutil.rmtree(DEMO, ignore_errors=True)
        shutil.rmtree(away(), ignore_errors=True)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of that name; the system lets go of it even when this program is killed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        if not _try_lock(file):
            raise Stop("The demonstration of this folder is running already. Stop it first (Ctrl-C in its terminal).")
        yield


@contextmanager
def passing_folder() -> Iterator[Path]:
    """A folder that goes when the block ends, with a path short enough for a socket (100 characters)."""
    _sweep()
    path = Path(tempfile.mkdtemp(prefix=PREFIX, dir="/tmp"))
    path.chmod(0o711)
    with (path / "lock").open("w") as file:
        _try_lock(file)
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)


def _sweep() -> None:
    """Remove the folders of runs that were killed: those whose lock nobody holds."""
    for lock in Path("/tmp").glob(f"{PREFIX}*/lock"):  # noqa: S108
        try:
            with lock.open("r+") as file:
                if _try_lock(file):
                    shutil.rmtree(lock.parent, ignore_errors=True)
        except OSError:
            continue


def _try_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
