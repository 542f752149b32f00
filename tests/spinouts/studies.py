"""The real cases as files and as studies of a council."""

from datetime import UTC, datetime
from pathlib import Path

from spinouts.actions import studies
from spinouts.files.importing import read_any

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "companies"
CASES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def companies(case):
    return read_any(file(case), f"{case}.yaml").companies


def file(case):
    return (FOLDER / f"{case}.yaml").read_bytes()


def study(council, by, case="mycsp", *, name="", at=AT, **changes):
    """The case as a study of the council, brought in from its file."""
    sent = {"companies": companies(case), "file": file(case), "file_name": f"{case}.yaml"} | changes
    return studies.bring_in(council, name=name, by=by, at=at, **sent)
