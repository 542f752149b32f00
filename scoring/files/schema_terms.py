"""What a competition file says of the company that an offer proposes, beyond who holds how much of it."""

from typing import Annotated

from pydantic import Field

from partners.domain.instruments import Instrument
from partners.domain.offers import OfferPart
from scoring.files.values import Amount, Day, Line, LongName, Number, Part, Percent, Text, Whole
from spinouts.domain.terms import LeaverRule, LoanKind, Matter, RightKind

ClassName = Annotated[Line, Field(min_length=1, max_length=60)]
TermName = Annotated[Line, Field(min_length=1, max_length=200)]
Exact = Annotated[Number, Field(ge=0, decimal_places=4, max_digits=14)]
Shares = Annotated[Whole, Field(ge=1, le=10**12)]


class ClassPart(Part):
    name: ClassName
    votes_per_share: Annotated[Whole, Field(ge=0, le=1_000_000)] = 1
    nominal_amount: Annotated[Exact, Field(le=10**6)] | None = None
    dividends: bool = True
    fixed_dividend_percent: Annotated[Exact, Field(le=1_000)] | None = None
    preference_rank: Annotated[Whole, Field(ge=0, le=99)] = 0
    preference_amount: Exact | None = None
    participates: bool = True
    most_amount: Exact | None = None
    appoints: Annotated[Whole, Field(ge=0, le=1_000)] = 0
    golden: bool = False
    memberships: bool = False


class LoanPart(Part):
    name: TermName
    lender: LongName
    kind: LoanKind
    amount: Amount
    yearly_percent: Percent | None = None
    years: Annotated[Whole, Field(ge=1, le=100)] = 10
    holiday_years: Annotated[Whole, Field(ge=0, le=100)] = 0
    income_percent: Percent | None = None
    most_times: Annotated[Exact, Field(le=100)] | None = None
    converts_to: ClassName | None = None
    price_per_share: Exact | None = None
    secured: bool = False
    rank: Annotated[Whole, Field(ge=1, le=99)] = 1


class RightPart(Part):
    name: TermName
    kind: RightKind
    holder: LongName
    share_class: ClassName
    shares: Shares
    price_per_share: Exact | None = None
    until: Day | None = None
    milestone: Text = ""
    giver: LongName | None = None


class VestingPart(Part):
    holder: LongName
    share_class: ClassName
    shares: Shares
    starts_on: Day
    months: Annotated[Whole, Field(ge=1, le=600)]
    cliff_months: Annotated[Whole, Field(ge=0, le=600)] = 0
    returns_to: LongName | None = None


class ReservedPart(Part):
    matter: Matter
    consent_of: Annotated[list[LongName], Field(min_length=1)]
    note: Text = ""


class LockPart(Part):
    until: Day
    party: LongName | None = None
    note: Text = ""


class ArticlesPart(Part):
    reserved: list[ReservedPart] = []
    locks: Annotated[list[LockPart], Field(max_length=40)] = []
    pre_emption: bool = True
    asset_lock: bool = False
    asset_lock_body: Line = ""
    most_dividend_percent: Percent | None = None
    least_employees_percent: Percent | None = None
    leaver_rule: LeaverRule | None = None
    drag_along_percent: Percent | None = None
    tag_along: bool = False
    anti_dilution: list[LongName] = []
    mission: Text = ""
    deadlock: Text = ""
    step_in: Text = ""
    exit: Text = ""


class AgreedPart(Part):
    articles: ArticlesPart = ArticlesPart()
    loans: Annotated[list[LoanPart], Field(max_length=40)] = []
    rights: Annotated[list[RightPart], Field(max_length=40)] = []
    vestings: Annotated[list[VestingPart], Field(max_length=40)] = []


class TermsPart(Part):
    instrument: Instrument
    provider: Line = ""
    conditions: Text = ""
    valuation: Text = ""


class ConfidentialPart(Part):
    part: OfferPart
    passage: Text
    reason: Text
    until: Day | None = None
