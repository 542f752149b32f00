"""A report's pages as a tagged PDF, drawn from its frozen record alone: the same record gives the same bytes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pydyf
import weasyprint
from django.contrib.staticfiles import finders
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from accounts.domain.fingerprints import fingerprint

FONTS = "font:"
Tell = Callable[[int, str], None]


class RecordChanged(Exception):
    """The frozen record is not the one that was approved or asked for."""


class PartMissing(Exception):
    """A font that the report needs is not there, or it names something outside."""


def draw(record: object, mark: str, render: Callable[[], str], *, name: str, tell: Tell) -> bytes:
    """The report as a tagged PDF (PDF/UA-1), from the frozen record whose fingerprint is `mark`.

    `render` gives its HTML, `name` says which kind of report it is, and `tell` hears how far it has come, in per cent
    and in words.
    """
    tell(5, "Checking the frozen record")
    if fingerprint(record) != mark:
        raise RecordChanged
    tell(15, "Working out the tables")
    html = render()
    tell(35, "Laying out the pages")
    document = lay_out(html)
    tell(80, f"Writing {len(document.pages)} pages")
    identity = f"{name}-{mark}".encode()
    pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identity, finisher=_scope_headers)
    tell(95, "Storing the file")
    return pdf


def lay_out(html: str) -> Any:
    """The pages, before they are written."""
    page = weasyprint.HTML(string=html, url_fetcher=_OwnFiles())
    try:
        return page.render(font_config=FontConfiguration(), pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as error:
        # Not an Exception, and so nothing that a worker would survive.
        raise PartMissing from error


def _scope_headers(document: Any, pdf: Any) -> None:
    """Say of each table header whether it heads a column or a row, and make each header findable by its identifier.

    In our tables the first row heads the columns, also where it is repeated on a new page; other headers head rows.
    """
    elements = [one for one in pdf.objects if isinstance(one, pydyf.Dictionary)]
    headers = [one for one in elements if one.get("S") == "/TH" and "ID" in one]
    for header in headers:
        _, row, _ = header["ID"].string.split("-")
        header["A"]["Scope"] = "/Column" if row == "0" else "/Row"
    names = sorted(((header["ID"].data, header) for header in headers), key=lambda pair: pair[0])
    tree = pydyf.Dictionary({"Names": pydyf.Array(part for name, each in names for part in (name, each.reference))})
    if names:
        tree["Limits"] = pydyf.Array([names[0][0], names[-1][0]])
        pdf.add_object(tree)
        root = next(one for one in elements if one.get("Type") == "/StructTreeRoot")
        root["IDTree"] = pydyf.Dictionary({"Kids": pydyf.Array([tree.reference])}).data


class _OwnFiles(URLFetcher):  # type: ignore[misc]
    """Only what the report itself brings: the diagram, and our own fonts. Nothing is fetched from anywhere else."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        if url.startswith("data:"):
            return super().fetch(url, headers)
        found = finders.find(f"build/fonts/{url.removeprefix(FONTS)}") if url.startswith(FONTS) else None
        if not found:
            raise FatalURLFetchingError("A report fetches nothing from outside, and its fonts must be built.")
        return URLFetcherResponse(url, Path(str(found)).read_bytes(), {"Content-Type": "font/woff2"})
