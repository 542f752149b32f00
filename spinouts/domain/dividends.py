"""What owners are paid out of a year's distributable profits: by the rights of their shares, under the form's caps."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from spinouts.domain.form_limits import PayOut, is_asset_locked, pay_out
from spinouts.domain.forms import LegalForm
from spinouts.domain.money import NOTHING, in_pounds, paid_as_far_as_it_goes, pence, pence_down, shared_out
from spinouts.domain.percentages import percent_in_words
from spinouts.domain.registers import Register
from spinouts.domain.terms import Articles


@dataclass(frozen=True, slots=True)
class Dividends:
    """Pounds by party reference, above zero only; and what to say about limits that were reached."""

    by_party: Mapping[str, Decimal]
    sentences: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal:
        """All of it."""
        return sum(self.by_party.values(), NOTHING)


def dividends(
    of: Register, articles: Articles, *, distributable: Decimal, percent: Decimal, cash: Decimal
) -> Dividends:
    """Fixed dividends first, then the rest of `percent` of the distributable profits, an equal part for each share.

    All that is paid keeps within the profits, the cash, and the most that the articles allow; what goes to holders
    without an asset lock keeps within the form's cap. Pounds and pence, zero or more.
    """
    rule = pay_out(of.form or LegalForm.COMPANY_BY_SHARES)
    if distributable <= 0 or not (rule.fixed or rule.rest):
        return Dividends({}, (rule.sentence,) if percent and distributable > 0 else ())
    allowed = distributable
    if articles.most_dividend_percent is not None:
        allowed = min(allowed, pence_down(_part(distributable, articles.most_dividend_percent)))
    funds = max(NOTHING, min(allowed, cash))
    fixed = paid_as_far_as_it_goes(funds, _fixed(of)) if rule.fixed else {}
    fixed, capped = _under_cap(of, rule, distributable, fixed, {})
    wanted = max(NOTHING, pence_down(_part(distributable, percent)) - sum(fixed.values(), NOTHING))
    pot = min(wanted, funds - sum(fixed.values(), NOTHING)) if rule.rest else NOTHING
    rest, capped_too = _under_cap(of, rule, distributable, shared_out(pot, _sharing(of)), fixed)
    paid = {
        party: amount
        for party in {**fixed, **rest}
        if (amount := fixed.get(party, NOTHING) + rest.get(party, NOTHING)) > 0
    }
    said = [rule.sentence] if capped or capped_too or (wanted and not rule.rest) else []
    if rule.rest and wanted > pot:
        most = articles.most_dividend_percent
        why = f"the articles allow {percent_in_words(most)} of it" if most is not None and allowed < cash else "cash"
        said.append(f"Dividends stop at {in_pounds(sum(paid.values()))}: {_stopped(why, cash)}.")
    return Dividends(paid, tuple(said))


def _stopped(why: str, cash: Decimal) -> str:
    return f"there is {in_pounds(max(cash, NOTHING))} in cash" if why == "cash" else why


def _part(amount: Decimal, percent: Decimal) -> Fraction:
    return Fraction(amount) * Fraction(percent) / 100


def _fixed(of: Register) -> dict[str, Decimal]:
    """What each party's shares are due before others, to the penny."""
    yearly = {
        known.reference: Fraction(known.nominal_amount) * Fraction(known.fixed_dividend_percent or 0) / 100
        for known in of.classes
    }
    claims: dict[str, Fraction] = {}
    for (party, known), shares in of.holdings.items():
        claims[party] = claims.get(party, Fraction(0)) + shares * yearly[known]
    return {party: pence(claim) for party, claim in claims.items()}


def _sharing(of: Register) -> dict[str, int]:
    sharing = {known.reference for known in of.classes if known.dividends}
    counted: dict[str, int] = {}
    for (party, known), shares in of.holdings.items():
        counted[party] = counted.get(party, 0) + (shares if known in sharing else 0)
    return counted


def _under_cap(
    of: Register, rule: PayOut, distributable: Decimal, amounts: Mapping[str, Decimal], before: Mapping[str, Decimal]
) -> tuple[dict[str, Decimal], bool]:
    """The amounts cut so that all without an asset lock get no more than the cap, with `before`; and whether so."""
    if rule.unlocked_percent is None:
        return dict(amounts), False
    locked = {party.reference for party in of.parties if is_asset_locked(party)}
    cap = pence_down(Fraction(distributable) * rule.unlocked_percent / 100)
    cap -= sum((amount for party, amount in before.items() if party not in locked), NOTHING)
    free = {party: amount for party, amount in amounts.items() if party not in locked}
    if sum(free.values(), NOTHING) <= cap:
        return dict(amounts), False
    return {**amounts, **shared_out(cap, free)}, True
