"""What a legal form lets its owners be paid: dividends year by year, and what is left at the end.

Read by the notices on a form, by the projection and by the waterfall, so that all three keep the same rules.
"""

from dataclasses import dataclass
from fractions import Fraction

from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import Party, PartyKind
from spinouts.domain.terms import Articles

CIC_DIVIDENDS = "Community Interest Company Regulations 2005 (SI 2005/1788), regs 17, 19 and 22"
CIC_BUY_BACKS = "Community Interest Company Regulations 2005 (SI 2005/1788), reg 24"
CIC_INTEREST = "Community Interest Company Regulations 2005 (SI 2005/1788), regs 21 and 22"
CIC_END = "Community Interest Company Regulations 2005 (SI 2005/1788), reg 23"
CHARITY = "Charities Act 2011, s.1"
SOCIETY = "Co-operative and Community Benefit Societies Act 2014, s.2, as its registrar applies it (RFCCBS 4 to 6)"
COMPANY_DIVIDENDS = "Companies Act 2006, s.830"
GUARANTEE = "Companies Act 2006, s.37; the articles"
LLP_PROFITS = "Limited Liability Partnerships Act 2000, s.5: the members' agreement"

CIC_PERCENT = Fraction(35)
"""The most that a CIC may pay of its distributable profits to holders whose own assets are not locked."""


@dataclass(frozen=True, slots=True)
class PayOut:
    """What may be paid in a year. `fixed`: a fixed percentage on the nominal amount; `rest`: a part of the profit.

    `unlocked_percent` is the most of distributable profits that all holders without an asset lock may get together;
    `sentence` says the rule.
    """

    fixed: bool
    rest: bool
    sentence: str
    source: str
    unlocked_percent: Fraction | None = None


def pay_out(form: LegalForm) -> PayOut:
    """What owners may be paid in a year in this form."""
    if form.is_charity:
        return PayOut(False, False, "A charity pays no profit to its members.", CHARITY)
    if form is LegalForm.CIC_BY_SHARES:
        sentence = (
            "A community interest company pays at most 35% of its distributable profits to holders whose own assets "
            "are not locked, all together."
        )
        return PayOut(True, True, sentence, CIC_DIVIDENDS, CIC_PERCENT)
    if form is LegalForm.CIC_BY_GUARANTEE:
        return PayOut(False, False, "A community interest company without shares pays no dividends.", CIC_DIVIDENDS)
    if form.is_society:
        whom = "for the community" if form is LegalForm.COMMUNITY_BENEFIT_SOCIETY else "by trade with it, not by shares"
        sentence = (
            "A society may pay its members interest on their shares, no more than it needs to get the capital; "
            f"other profit is used {whom}."
        )
        return PayOut(True, False, sentence, SOCIETY)
    if form is LegalForm.COMPANY_BY_GUARANTEE:
        sentence = "A company limited by guarantee has no shares to pay dividends on; its articles usually forbid it."
        return PayOut(False, False, sentence, GUARANTEE)
    source = LLP_PROFITS if form is LegalForm.LLP else COMPANY_DIVIDENDS
    return PayOut(True, True, "Owners are paid out of distributable profits only.", source)


@dataclass(frozen=True, slots=True)
class End:
    """Who gets what is left when the company ends and its debts are paid.

    `members` says whether members get anything, `at_most_paid` whether no more than the nominal amount of their
    shares; what they may not have goes to `body`, a name or a description, or "" where members share all of it.
    """

    members: bool
    at_most_paid: bool
    body: str
    sentence: str
    source: str


def at_the_end(form: LegalForm, articles: Articles) -> End:
    """Who gets what is left when the company ends, by its form and its articles."""
    named = articles.asset_lock_body.strip()
    if form.is_charity:
        body = named or "Another charity with the same purposes"
        return End(False, True, body, "All that is left goes to charitable purposes, nothing to members.", CHARITY)
    if form.is_cic:
        body = named or "An asset-locked body that the Regulator directs"
        sentence = "Members get back at most what was paid for their shares; the rest goes to an asset-locked body."
        return End(form.has_shares, True, body, sentence, CIC_END)
    if form is LegalForm.COMMUNITY_BENEFIT_SOCIETY:
        body = named or "A body for the same community, as the society's rules say"
        sentence = "Members get back at most what was paid for their shares; the rest stays with the community."
        return End(True, True, body, sentence, f"{SOCIETY}; s.29 for a lock that the law keeps")
    if articles.asset_lock:
        sentence = "The articles lock the assets: members get back at most what was paid, the rest goes to the body."
        return End(form.has_shares, True, named or "The body that the articles name", sentence, "The articles")
    return End(True, False, "", "What is left is shared among the owners by the rights of their shares.", _rest(form))


def _rest(form: LegalForm) -> str:
    if form.is_society:
        return "The society's rules"
    return LLP_PROFITS if form is LegalForm.LLP else "The articles; Insolvency Act 1986, s.107"


def is_asset_locked(party: Party) -> bool:
    """Whether the party is taken to be an asset-locked body: a charity. Reg 17 asks also that the articles name it."""
    return party.kind is PartyKind.CHARITY
