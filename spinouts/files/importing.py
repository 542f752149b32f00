"""Reads companies from any kind of file that the product knows, by the end of the file's name."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from accounts.domain.refusals import Refusal
from spinouts.domain.company import Company
from spinouts.files import bods_in, companies, sheet_in
from spinouts.files.opening import as_text, bytes_of

KINDS = (".yaml", ".yml", ".json", ".xlsx", ".csv")


@dataclass(frozen=True, slots=True)
class Imported:
    """The companies of a file, the one in question first; `losses` says in sentences what did not come with them.

    What can't be known of the file is said there too.
    """

    companies: tuple[Company, ...]
    losses: tuple[str, ...] = ()


def load_any(path: Path) -> Imported:
    """The companies of a file on the disk. Raises Refusal with a sentence for each fault."""
    return read_any(bytes_of(path), str(path))


def read_any(content: bytes, name: str) -> Imported:
    """The companies of a file, of whose kind its name tells. Raises Refusal with a sentence for each fault."""
    match Path(name).suffix.lower():
        case ".json":
            return _read_json(as_text(content, name), name)
        case ".xlsx":
            company = sheet_in.read_xlsx(content, name)
            return Imported((company,), tuple(_passed_over(content)))
        case ".csv":
            text = as_text(content, name)
            return Imported((sheet_in.read_csv(text, name),), _of_end(sheet_in.says_its_end(text)))
        case ".yaml" | ".yml":
            text = as_text(content, name)
            return Imported(companies.read(text, name), _of_end(companies.says_its_end(text)))
    raise Refusal(
        f"{name}: the end of its name does not say what this file is: .yaml or .yml for companies, .json for BODS or "
        "companies, .xlsx or .csv for a sheet."
    )


def _read_json(text: str, name: str) -> Imported:
    """Statements of BODS are a list; what this product writes is not, and is read as YAML, which JSON is too."""
    if text.lstrip().startswith("{"):
        return Imported(companies.read(text, name))
    return Imported(*bods_in.read(text, name))


def _of_end(is_said: bool) -> tuple[str, ...]:
    """A remark on text that reads well wherever it is cut; JSON and workbooks can't be read without their end."""
    if is_said:
        return ()
    return (
        "The file has no mark of its end, as files written by hand have none: check that nothing is missing below.",
    )


def _passed_over(content: bytes) -> Iterator[str]:
    if titles := sheet_in.passed_over(content):
        yield f"Nothing was taken from these sheets of the workbook: {', '.join(titles)}."
