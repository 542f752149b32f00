"""Numbers under which registers know an organisation: each scheme's form, read from what people type.

Schemes bear the codes of org-id.guide, which the Procurement Regulations 2024 (reg. 8) and OCDS use. Only the form of a
number is checked here: none of these registers gives its numbers a check digit.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from accounts.domain.refusals import Refusal


class Scheme(StrEnum):
    COMPANIES_HOUSE = "GB-COH"
    CHARITY_COMMISSION = "GB-CHC"
    SCOTTISH_CHARITIES = "GB-SC"
    NORTHERN_IRELAND_CHARITIES = "GB-NIC"
    MUTUALS = "GB-MPR"
    PPON = "GB-PPON"

    @property
    def label(self) -> str:
        return {
            Scheme.COMPANIES_HOUSE: "Companies House",
            Scheme.CHARITY_COMMISSION: "Charity Commission for England and Wales",
            Scheme.SCOTTISH_CHARITIES: "Scottish Charity Register (OSCR)",
            Scheme.NORTHERN_IRELAND_CHARITIES: "Charity Commission for Northern Ireland",
            Scheme.MUTUALS: "Mutuals Public Register",
            Scheme.PPON: "Central digital platform (PPON)",
        }[self]

    @property
    def form(self) -> str:
        """What its numbers look like, in words that go on from "A number of this register has …"."""
        return {
            Scheme.COMPANIES_HOUSE: "8 characters: digits, or two letters such as SC, NI, OC, CE or RS before digits",
            Scheme.CHARITY_COMMISSION: "6 or 7 digits, with -1 and so on after it for a linked charity",
            Scheme.SCOTTISH_CHARITIES: "SC and then 6 digits",
            Scheme.NORTHERN_IRELAND_CHARITIES: "6 digits; NIC before them is left out",
            Scheme.MUTUALS: "up to 6 digits, with letters before or after them, such as IP, RS, B, C, F, R or S",
            Scheme.PPON: "P and three letters, four digits, then four letters",
        }[self]

    @property
    def example(self) -> str:
        """A number that the register or org-id.guide publishes as an example; of a PPON, its form."""
        return {
            Scheme.COMPANIES_HOUSE: "09506232",
            Scheme.CHARITY_COMMISSION: "1090095",
            Scheme.SCOTTISH_CHARITIES: "SC042386",
            Scheme.NORTHERN_IRELAND_CHARITIES: "100012",
            Scheme.MUTUALS: "IP031455",
            Scheme.PPON: "PXYZ-1234-BCDG",
        }[self]


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number in its register's own form. `note` says what was made of what was typed, if anything."""

    scheme: Scheme
    value: str
    note: str = ""

    @property
    def whole(self) -> str:
        """Scheme and number together, as org-id.guide writes an organisation's identifier: "GB-COH-09506232"."""
        return f"{self.scheme.value}-{self.value}"


# Prefixes of Companies House (its list of company number prefixes, and chguide.co.uk on the whole register). A royal
# charter company is RC or, in Northern Ireland, R0; old societies end in letters, such as IP00525R.
COMPANY_PREFIXES = (
    *("AC", "CE", "CS", "EN", "ES", "FC", "FE", "GE", "GN", "GS", "IC", "IP", "LP", "NA", "NC", "NF", "NI", "NL", "NO"),
    *("NP", "NR", "NZ", "OC", "OE", "PC", "R0", "RC", "RS", "SA", "SC", "SE", "SF", "SG", "SI", "SL", "SO", "SP", "SR"),
    *("SZ", "ZC"),
)
_COMPANY = re.compile(rf"(?:\d{{2}}|{'|'.join(COMPANY_PREFIXES)})(?:\d{{6}}|\d{{5}}[ACR]|\d{{4}}[A-Z]{{2}})")
_FORMS = {
    Scheme.COMPANIES_HOUSE: _COMPANY,
    Scheme.CHARITY_COMMISSION: re.compile(r"[1-9]\d{5,6}(?:-\d{1,3})?"),
    Scheme.SCOTTISH_CHARITIES: re.compile(r"SC\d{6}"),
    Scheme.NORTHERN_IRELAND_CHARITIES: re.compile(r"\d{6}"),
    Scheme.MUTUALS: re.compile(r"(?:[A-Z]{2})?\d{1,6}[A-Z]{0,3}"),
    Scheme.PPON: re.compile(r"P[A-Z]{3}-\d{4}-[A-Z]{4}"),
}


def read(scheme: Scheme, typed: str) -> Identifier:
    """The number as its register writes it: without blanks, in capitals, with the zeros that people leave out.

    Raises Refusal, saying what a number of the register looks like, for what can't be one.
    """
    plain = re.sub(r"[\s.·/–—]+", "", typed).upper().removeprefix(f"{scheme.value}-")
    if not plain:
        raise Refusal(f"Enter the number in the register “{scheme.label}”.")
    value = _written_out(scheme, plain)
    if not _FORMS[scheme].fullmatch(value):
        raise Refusal(
            f"“{typed.strip()}” can’t be a number of {scheme.label}: that has {scheme.form}; such as {scheme.example}."
        )
    note = "" if value == typed else f"You typed “{typed.strip()}”. It is kept as {value}, as the register writes it."
    return Identifier(scheme, value, note)


def as_registers_write(typed: str, *, is_charity: bool) -> str:
    """A number whose register nobody named, as the register writes it that such an organisation is most likely in.

    As it was typed, where it fits none.
    """
    likely = (Scheme.CHARITY_COMMISSION, Scheme.COMPANIES_HOUSE) if is_charity else (Scheme.COMPANIES_HOUSE,)
    for scheme in likely:
        try:
            return read(scheme, typed).value
        except Refusal:
            continue
    return typed.strip()


def _written_out(scheme: Scheme, plain: str) -> str:
    """With the zeros, hyphens and letters that belong to the number and are often left out."""
    if scheme is Scheme.PPON:
        letters = plain.replace("-", "")
        return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"
    if scheme is Scheme.CHARITY_COMMISSION:
        return plain
    plain = plain.replace("-", "")
    if scheme is Scheme.COMPANIES_HOUSE:
        prefix, digits = ("", plain) if plain[:2].isdecimal() or plain.isdecimal() else (plain[:2], plain[2:])
        return prefix + digits.rjust(8 - len(prefix), "0") if digits else plain
    if scheme is Scheme.SCOTTISH_CHARITIES:
        digits = plain.removeprefix("SC")
        return f"SC{digits.rjust(6, '0')}" if digits.isdecimal() else plain
    if scheme is Scheme.NORTHERN_IRELAND_CHARITIES:
        return plain.removeprefix("NIC")
    return plain
