"""How money, things and promises come into the company, and on what terms."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from spinouts.domain.terms import LoanKind


class Instrument(StrEnum):
    """How an investment is made. What is given in kind is never added to cash, and what is only promised to neither."""

    EQUITY = "equity"
    PREFERENCE = "preference"
    LOAN = "loan"
    QUASI_EQUITY = "quasi_equity"
    CONVERTIBLE = "convertible"
    GRANT = "grant"
    IN_KIND = "in_kind"
    SECONDMENT = "secondment"
    GUARANTEE = "guarantee"

    @property
    def label(self) -> str:
        """The instrument's name, as a person reads it."""
        return _LABELS[self]

    @property
    def is_cash(self) -> bool:
        """Whether it brings money, rather than things, time, or a promise."""
        return not (self.is_in_kind or self.is_contingent)

    @property
    def is_in_kind(self) -> bool:
        """Whether it brings things or people's time, so that somebody has to put a value on it."""
        return self in {Instrument.IN_KIND, Instrument.SECONDMENT}

    @property
    def is_contingent(self) -> bool:
        """Whether it brings something only if something else happens: a promise, and no investment yet."""
        return self is Instrument.GUARANTEE

    @property
    def loan_kind(self) -> LoanKind | None:
        """The kind of loan that it is, where the company owes it back."""
        return LoanKind(self.value) if self.value in set(LoanKind) else None


_LABELS = {
    Instrument.EQUITY: "Shares (equity)",
    Instrument.PREFERENCE: "Preference shares",
    Instrument.LOAN: "Loan",
    Instrument.QUASI_EQUITY: "Quasi-equity (a share of income)",
    Instrument.CONVERTIBLE: "Convertible loan",
    Instrument.GRANT: "Grant",
    Instrument.IN_KIND: "In kind",
    Instrument.SECONDMENT: "Seconded staff",
    Instrument.GUARANTEE: "Guarantee (only if it is called)",
}


@dataclass(frozen=True, slots=True)
class Investment:
    """Pounds committed in a year of the contract; the first year, and anything before it, is year 1.

    In kind and for seconded staff it is the value put on them, and for a guarantee the most that could be called.
    """

    instrument: Instrument
    year: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class InvestmentTerms:
    """What goes for all that is invested by one instrument, in words; loans have figures of their own besides.

    `provider` says who brings it, `conditions` what must happen first, and `valuation` how the value of what is given
    in kind was found.
    """

    instrument: Instrument
    provider: str = ""
    conditions: str = ""
    valuation: str = ""
