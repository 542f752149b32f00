"""What the owners agree beside their shares: loans, rights, vesting, locks, reserved matters, and who may get what."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from spinouts.domain.forms import LegalForm


class LoanKind(StrEnum):
    """Money that stands beside the shares."""

    LOAN = "loan"
    QUASI_EQUITY = "quasi_equity"
    CONVERTIBLE = "convertible"

    @property
    def label(self) -> str:
        return {
            "loan": "Loan",
            "quasi_equity": "Quasi-equity, paid back as a share of income",
            "convertible": "Convertible loan, which may become shares",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Loan:
    """The terms of a loan; what is owed follows from the events of drawing and repaying it.

    Parties and classes are told by reference. `yearly_percent` is interest on what is owed. A plain loan is repaid in
    equal parts over `years` from its drawing, the first `holiday_years` of them without repayment. Quasi-equity pays
    `income_percent` of each year's income until `most_times` the amount has been paid, or `years` are over. A
    convertible becomes shares of `converts_to` at `price_per_share` pounds. Loans of a lower `rank` are paid first
    when the company ends; secured ones before all others.
    """

    reference: str
    name: str
    lender: str
    kind: LoanKind
    amount: Decimal
    yearly_percent: Decimal = Decimal(0)
    years: int = 10
    holiday_years: int = 0
    income_percent: Decimal | None = None
    most_times: Decimal | None = None
    converts_to: str | None = None
    price_per_share: Decimal | None = None
    secured: bool = False
    rank: int = 1


class RightKind(StrEnum):
    """A right to shares."""

    OPTION = "option"
    WARRANT = "warrant"
    EARN_IN = "earn_in"

    @property
    def label(self) -> str:
        return {"option": "Option", "warrant": "Warrant", "earn_in": "Earn-in on a milestone"}[self.value]


@dataclass(frozen=True, slots=True)
class Right:
    """The terms of a right to whole shares. `milestone` says in words what must be met; `giver` hands over shares
    that it holds, or is None where new ones are issued. `price_per_share` is what the holder pays, in pounds."""

    reference: str
    name: str
    kind: RightKind
    holder: str
    share_class: str
    shares: int
    price_per_share: Decimal = Decimal(0)
    until: date | None = None
    milestone: str = ""
    giver: str | None = None


@dataclass(frozen=True, slots=True)
class Vesting:
    """Shares that a party keeps only by staying: none before `cliff_months`, all after `months`, whole months between.

    A leaver's shares that have not vested go to `returns_to`.
    """

    reference: str
    holder: str
    share_class: str
    shares: int
    starts_on: date
    months: int
    cliff_months: int = 0
    returns_to: str | None = None

    def vested(self, on: date) -> int:
        """Whole shares that have vested at the end of the day: the part of the months that are full, rounded down."""
        full = (on.year - self.starts_on.year) * 12 + on.month - self.starts_on.month - (on.day < self.starts_on.day)
        if full < max(self.cliff_months, 1):
            return self.shares if full >= self.months else 0
        return int(Fraction(self.shares * min(full, self.months), self.months))


class Matter(StrEnum):
    """Decisions that owners commonly reserve to themselves."""

    ARTICLES = "articles"
    SHARES = "shares"
    SALE = "sale"
    BORROWING = "borrowing"
    BUDGET = "budget"
    DIVIDENDS = "dividends"
    DIRECTORS = "directors"
    PAY = "pay"
    SERVICE = "service"
    PURPOSE = "purpose"
    RELATED_DEALS = "related_deals"
    WINDING_UP = "winding_up"

    @property
    def label(self) -> str:
        """The matter in words."""
        return _MATTERS[self]


_MATTERS = {
    Matter.ARTICLES: "Changing the articles",
    Matter.SHARES: "Issuing or buying back shares",
    Matter.SALE: "Selling the business or a large part of it",
    Matter.BORROWING: "Borrowing above an agreed limit",
    Matter.BUDGET: "The business plan and yearly budget",
    Matter.DIVIDENDS: "Paying dividends",
    Matter.DIRECTORS: "Appointing or removing directors",
    Matter.PAY: "The pay of directors and senior staff",
    Matter.SERVICE: "Closing or cutting a service",
    Matter.PURPOSE: "Changing the purpose or mission",
    Matter.RELATED_DEALS: "Contracts with an owner or its group",
    Matter.WINDING_UP: "Winding the company up",
}


@dataclass(frozen=True, slots=True)
class ReservedMatter:
    """A decision that needs the consent of each of these parties (by reference), whatever their votes."""

    matter: Matter
    consent_of: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class LockIn:
    """Until this day the party (by reference; None for every party) may not give up shares without all others."""

    until: date
    party: str | None = None
    note: str = ""


class LeaverRule(StrEnum):
    """What happens to shares of staff who leave."""

    KEEP = "keep"
    SELL_AT_VALUE = "sell_at_value"
    SELL_AT_PAID = "sell_at_paid"
    GIVE_BACK = "give_back"

    @property
    def label(self) -> str:
        return {
            "keep": "Leavers keep their shares",
            "sell_at_value": "Leavers sell their shares back at their value",
            "sell_at_paid": "Leavers sell their shares back for what they paid",
            "give_back": "Leavers give their shares back",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Articles:
    """What the articles and the owners' agreement settle. Percentages are of all, 0 to 100; None where not settled.

    `asset_lock_body` is the body that gets what is left when an asset-locked company ends. `most_dividend_percent`
    is of a year's distributable profits. `least_employees_percent` is a promise to keep the employees' part of the
    capital at or above it. `anti_dilution` names the parties that get shares when others would shrink their part.
    """

    reserved: tuple[ReservedMatter, ...] = ()
    locks: tuple[LockIn, ...] = ()
    pre_emption: bool = True
    asset_lock: bool = False
    asset_lock_body: str = ""
    most_dividend_percent: Decimal | None = None
    least_employees_percent: Decimal | None = None
    leaver_rule: LeaverRule | None = None
    drag_along_percent: Decimal | None = None
    tag_along: bool = False
    anti_dilution: tuple[str, ...] = ()
    mission: str = ""
    deadlock: str = ""
    step_in: str = ""
    exit: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """The council's published terms of ownership, in per cent of all shares; None or empty where it set no limit.

    The partner's limit counts everybody on its side together.
    """

    least_employees_percent: Decimal | None = None
    most_partner_percent: Decimal | None = None
    least_council_percent: Decimal | None = None
    permitted_forms: tuple[LegalForm, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreed:
    """All that is agreed beside the shares, and the limits that the competition set."""

    articles: Articles = field(default_factory=Articles)
    loans: tuple[Loan, ...] = ()
    rights: tuple[Right, ...] = ()
    vestings: tuple[Vesting, ...] = ()
    published: Limits = field(default_factory=Limits)
