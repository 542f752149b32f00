"""Reads companies from any kind of file that the product knows, by the end of the file's name."""

from dataclasses import dataclass
from pathlib import Path

from accounts.domain.refusals import Refusal
from spinouts.domain.company import Company
from spinouts.files import bods_in, companies, sheet_in
from spinouts.files.opening import bytes_of, text_of


@dataclass(frozen=True, slots=True)
class Imported:
    """The companies of a file, the one in question first; `losses` says in sentences what did not come with them."""

    companies: tuple[Company, ...]
    losses: tuple[str, ...] = ()


def load_any(path: Path) -> Imported:
    """The companies of a file on the disk. Raises Refusal with a sentence for each fault."""
    match path.suffix.lower():
        case ".json":
            return Imported(*bods_in.read(text_of(path), str(path)))
        case ".xlsx":
            return Imported((sheet_in.read_xlsx(bytes_of(path), str(path)),))
        case ".csv":
            return Imported((sheet_in.read_csv(text_of(path), str(path)),))
        case ".yaml" | ".yml":
            return Imported(companies.load(path))
    raise Refusal(
        f"{path}: the end of its name does not say what this file is: .yaml or .yml for companies, .json for BODS, "
        ".xlsx or .csv for a sheet."
    )
