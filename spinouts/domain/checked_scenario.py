"""Whether a scenario can be played for a company: its references are known, its numbers make sense."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from accounts.domain.refusals import Refusal
from spinouts.domain.company import Company
from spinouts.domain.events import in_words
from spinouts.domain.parties import Party
from spinouts.domain.scenario import Assumption, Leave, Round, Sale, Scenario, day_of
from spinouts.domain.terms import LeaverRule


def newcomers(company: Company, scenario: Scenario) -> tuple[Party, ...]:
    """Parties that the scenario brings in and the company does not have yet, each once."""
    known = {party.reference: party for party in company.parties}
    new: dict[str, Party] = {}
    for assumption in scenario.assumed:
        party = _brought(assumption)
        if party is not None and party.reference not in known:
            new.setdefault(party.reference, party)
    return tuple(new.values())


def check_scenario(company: Company, scenario: Scenario, start: date) -> None:
    """Raise Refusal, with every sentence that says what to mend, unless the scenario can be played.

    `company` has the scenario's `newcomers` among its parties.
    """
    faults = [*_figures(scenario)]
    for assumption in scenario.assumed:
        faults += _unknown(company, assumption)
        faults += _wrong(company, assumption, start)
    loans = {loan.reference for loan in company.agreed.loans}
    faults += [f"There is no loan {loan}." for loan, _ in scenario.misses if loan not in loans]
    if faults:
        raise Refusal(*dict.fromkeys(faults))


def _brought(assumption: Assumption) -> Party | None:
    if isinstance(assumption, Round):
        return assumption.investor
    return assumption.buyer if isinstance(assumption, Sale) else None


def _figures(scenario: Scenario) -> Iterator[str]:
    amounts = (*scenario.income, *scenario.costs, scenario.cash, scenario.reserves)
    if any(not _is_money(amount) for amount in amounts):
        yield "Income, costs, cash and reserves are pounds and pence, 0 or more."
    for words, percent in (("Tax", scenario.tax_percent), ("The dividend", scenario.dividend_percent)):
        if not percent.is_finite() or not 0 <= percent <= 100:
            yield f"{words} is from 0% to 100%, not {percent}%."
    if any(
        not percent.is_finite() or percent < -100
        for percent in (scenario.income_growth_percent, scenario.cost_growth_percent)
    ):
        yield "Growth is -100% or more in a year."


_KINDS = (
    ("party", ("party", "seller", "buyer")),
    ("class of shares", ("share_class",)),
    ("right", ("right",)),
    ("loan", ("loan",)),
    ("vesting", ("vesting",)),
)


def _unknown(company: Company, assumption: Assumption) -> Iterator[str]:
    known = {
        "party": {party.reference for party in company.parties},
        "class of shares": {share_class.reference for share_class in company.classes},
        "right": {right.reference for right in company.agreed.rights},
        "loan": {loan.reference for loan in company.agreed.loans},
        "vesting": {vesting.reference for vesting in company.agreed.vestings},
    }
    for kind, names in _KINDS:
        for name in names:
            reference = getattr(assumption, name, None)
            if isinstance(reference, str) and reference not in known[kind]:
                yield f"The scenario names the {kind} {reference}, which the company does not have."
    party = _brought(assumption)
    if party is not None and party not in company.parties:
        yield f"The scenario gives the reference {party.reference} to another party than the company does."
    if isinstance(assumption, Round):
        for taker in assumption.taken_up_by:
            if taker not in known["party"]:
                yield f"The scenario names the party {taker}, which the company does not have."


def _wrong(company: Company, assumption: Assumption, start: date) -> Iterator[str]:
    if (isinstance(assumption.when, int) and assumption.when < 0) or day_of(assumption.when, start) < start:
        yield f"Something is assumed before the first day, {in_words(start)}: choose that day or a later one."
    shares = getattr(assumption, "shares", None)
    if shares is not None and shares < 1:
        yield f"The scenario assumes {shares} shares: enter 1 or more."
    for name in ("amount", "pre_money"):
        if not _is_money(getattr(assumption, name, None)):
            yield "An amount that is assumed is pounds and pence, 0 or more."
    for name in ("price_per_share", "value_per_share"):
        price = getattr(assumption, name, None)
        if price is not None and (not _is_number(price) or price < 0):
            yield "A price that is assumed is 0 or more."
    if isinstance(assumption, Sale) and assumption.seller == assumption.buyer.reference:
        yield f"{assumption.buyer.name} cannot sell to itself."
    sells_at_value = company.agreed.articles.leaver_rule is LeaverRule.SELL_AT_VALUE
    if isinstance(assumption, Leave) and sells_at_value and assumption.value_per_share is None:
        yield "Leavers sell their shares at their value: say how many pounds a share is then worth."


def _is_number(value: Decimal | Fraction) -> bool:
    return isinstance(value, Fraction) or value.is_finite()


def _is_money(amount: Decimal | None) -> bool:
    return amount is None or (amount.is_finite() and amount >= 0 and (amount * 100) % 1 == 0)
