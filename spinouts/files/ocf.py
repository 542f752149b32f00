"""A company with shares as a package of the Open Cap Format, OCF 1.2: a zip of files of JSON.

OCF counts securities, each of which one stakeholder holds: what is transferred, cancelled or converted is a security,
and what is left of it becomes another. What the format has no place for is said in the comments of the manifest.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from accounts.domain.refusals import Refusal
from spinouts.domain.company import Company
from spinouts.domain.events import EventKind
from spinouts.domain.forms import LegalForm
from spinouts.domain.money import in_pounds
from spinouts.domain.parties import Party
from spinouts.domain.shares import ShareClass
from spinouts.domain.terms import Agreed
from spinouts.files.ocf_ledger import Item, Ledger, identity, money, numeric

VERSION = "1.2.0"
FORMS = {LegalForm.COMPANY_BY_SHARES, LegalForm.CIC_BY_SHARES}
MANIFEST = "Manifest.ocf.json"
_FILES = {
    "stakeholders_files": ("Stakeholders.ocf.json", "OCF_STAKEHOLDERS_FILE"),
    "stock_classes_files": ("StockClasses.ocf.json", "OCF_STOCK_CLASSES_FILE"),
    "transactions_files": ("Transactions.ocf.json", "OCF_TRANSACTIONS_FILE"),
}
_EMPTY = ("stock_plans_files", "stock_legend_templates_files", "vesting_terms_files", "valuations_files")
_LEFT_OUT = {
    EventKind.DIVIDEND: "dividends",
    EventKind.SEATS: "who fills seats on the board",
    EventKind.GRANT: "rights to shares",
    EventKind.LAPSE: "rights to shares",
    EventKind.DRAW: "loans",
    EventKind.REPAY: "loans",
    EventKind.LOCK: "lock-ins",
    EventKind.UNLOCK: "lock-ins",
}


def files(company: Company, on: date, *, generated_at: datetime) -> dict[str, Item]:
    """The files of the package by name, as all stood at the end of the day; the manifest comes first.

    Raises Refusal for a legal form whose members do not hold shares that carry the votes: OCF knows no other.
    """
    if company.form not in FORMS:
        raise Refusal(
            f"The Open Cap Format knows only companies with shares that carry the votes; {company.name} is a "
            f"{company.form.label.lower()}. Use BODS instead, which can hold it."
        )
    ledger = Ledger(company, on)
    items = {
        "stakeholders_files": [_stakeholder(company, party) for party in company.parties],
        "stock_classes_files": [_stock_class(company, known) for known in company.classes],
        "transactions_files": ledger.transactions,
    }
    inner = {_FILES[part][0]: {"file_type": _FILES[part][1], "items": found} for part, found in items.items()}
    manifest: Item = {
        "file_type": "OCF_MANIFEST_FILE",
        "ocf_version": VERSION,
        "as_of": on.isoformat(),
        "generated_at": generated_at.isoformat(timespec="seconds"),
        "issuer": _issuer(company),
        "comments": left_out(company, on),
        **{part: [] for part in _EMPTY},
        **{
            part: [{"filepath": name, "md5": hashlib.md5(_bytes(inner[name]), usedforsecurity=False).hexdigest()}]
            for part, (name, _) in _FILES.items()
        },
    }
    return {MANIFEST: manifest, **inner}


def package(company: Company, on: date, *, generated_at: datetime) -> bytes:
    """The package as one zip; the same again makes the same bytes. Raises Refusal as `files` does."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as packed:
        for name, content in files(company, on, generated_at=generated_at).items():
            packed.writestr(ZipInfo(name, date_time=generated_at.timetuple()[:6]), _bytes(content), ZIP_DEFLATED)
    return written.getvalue()


def left_out(company: Company, on: date) -> list[str]:
    """In sentences, what of the company has no place in the package."""
    kinds = dict.fromkeys(
        _LEFT_OUT[event.kind] for event in company.events if event.on <= on and event.kind in _LEFT_OUT
    )
    said = [f"Left out, since this package holds shares alone: {', '.join(kinds)}."] if kinds else []
    no_place = "Left out, since the format has no place for it"
    if company.agreed != Agreed():
        said.append(f"{no_place}: what the owners agreed beside the shares.")
    if any(known.golden or known.appoints for known in company.classes):
        said.append(f"{no_place}: that classes must consent or choose directors.")
    return said


def _issuer(company: Company) -> Item:
    issuer: Item = {
        "object_type": "ISSUER",
        "id": identity(company, "issuer", company.reference),
        "legal_name": company.name,
        "formation_date": company.formed_on.isoformat(),
        "country_of_formation": "GB",
        "comments": [company.form.label],
    }
    if company.identifier:
        issuer["comments"].append(f"Identifier: {company.identifier}")
    return issuer


def _stakeholder(company: Company, party: Party) -> Item:
    said = [party.kind.label]
    if party.identifier:
        said.append(f"Identifier: {party.identifier}")
    if party.trustees:
        said.append(f"Trustees: {'; '.join(party.trustees)}")
    return {
        "object_type": "STAKEHOLDER",
        "id": identity(company, "stakeholder", party.reference),
        "name": {"legal_name": party.name},
        "stakeholder_type": "INSTITUTION",
        "issuer_assigned_id": party.reference,
        "comments": said,
    }


def _stock_class(company: Company, known: ShareClass) -> Item:
    preferred = known.preference_rank > 0
    last = max((each.preference_rank for each in company.classes), default=0)
    return {
        "object_type": "STOCK_CLASS",
        "id": identity(company, "stock-class", known.reference),
        "name": known.name,
        "class_type": "PREFERRED" if preferred else "COMMON",
        "default_id_prefix": f"{re.sub(r'[^A-Z0-9]', '', known.reference.upper())[:6] or 'S'}-",
        "initial_shares_authorized": "UNLIMITED",
        "votes_per_share": numeric(known.votes_per_share),
        "par_value": money(known.nominal_amount),
        # Here the first to be paid has the highest number, there the lowest.
        "seniority": numeric(last - known.preference_rank + 2 if preferred else 1),
        "comments": _rights_in_words(known),
    }


def _rights_in_words(known: ShareClass) -> list[str]:
    said = ["Shares in dividends." if known.dividends else "No dividends."]
    if known.fixed_dividend_percent is not None:
        said.append(f"A fixed dividend of {known.fixed_dividend_percent}% of the nominal amount.")
    if known.preference_rank:
        further = "and then shares in what is left" if known.participates else "and no more"
        said.append(
            f"Gets {in_pounds(known.preference_amount)} a share before others when the company ends, {further}."
        )
    if known.most_amount is not None:
        said.append(f"Gets {in_pounds(known.most_amount)} a share at most.")
    return said


def _bytes(content: Mapping[str, Any] | Sequence[Any]) -> bytes:
    return json.dumps(content, indent=2, ensure_ascii=False).encode()
