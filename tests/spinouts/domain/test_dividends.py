from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinouts.domain.dividends import dividends
from spinouts.domain.form_limits import is_asset_locked
from spinouts.domain.forms import LegalForm
from spinouts.domain.terms import Articles
from tests.spinouts.domain.made_up import CHARITY, COUNCIL, DAY, MYCSP, PARTNER, PREFERENCE, STAFF, company

money = st.integers(0, 10**8).map(lambda whole: Decimal(whole).scaleb(-2))


def paid(of, distributable, percent=100, cash=10**9, **articles):
    return dividends(
        of.register(DAY),
        Articles(**articles),
        distributable=Decimal(distributable),
        percent=Decimal(percent),
        cash=Decimal(cash),
    )


def test_each_share_earns_the_same():
    assert paid(company(), 100_000, 50).by_party == {"staff": 12_500, "council": 17_500, "partner": 20_000}


def test_fixed_dividends_come_first():
    # 1,000 preference shares of a pound at 5%: fifty pounds, also where the policy would pay nothing.
    of = company(more=[(PARTNER, PREFERENCE, 1000)])

    assert paid(of, 1050, 100).by_party == {"staff": 250, "council": 350, "partner": 450}
    assert paid(of, 1050, 0).by_party == {"partner": 50}
    assert paid(of, 30, 0).by_party == {"partner": 30}


def test_a_cic_pays_35_per_cent_to_those_whose_assets_are_not_locked_and_no_less_to_a_charity():
    of = company({CHARITY: 40, PARTNER: 45, STAFF: 15}, form=LegalForm.CIC_BY_SHARES)

    result = paid(of, 100_000)

    assert result.by_party == {"charity": 40_000, "partner": 26_250, "staff": 8_750}
    assert "at most 35%" in result.sentences[0]
    assert paid(of, 100_000, 35).sentences == ()


@pytest.mark.parametrize(
    "form",
    [
        LegalForm.COMPANY_BY_GUARANTEE,
        LegalForm.CIC_BY_GUARANTEE,
        LegalForm.COMMUNITY_BENEFIT_SOCIETY,
        LegalForm.COOPERATIVE_SOCIETY,
        LegalForm.CHARITABLE_COMPANY,
        LegalForm.CIO,
    ],
)
def test_forms_that_pay_no_profit_to_their_members_pay_none(form):
    result = paid(company(form=form), 100_000)

    assert result.by_party == {}
    assert len(result.sentences) == 1


def test_articles_and_cash_are_limits_too():
    assert paid(company(), 100_000, most_dividend_percent=Decimal(10)).total == 10_000
    short = paid(company(), 100_000, cash=5_000)
    assert short.total == 5_000
    assert short.sentences == ("Dividends stop at £5,000: there is £5,000 in cash.",)


def test_nothing_is_paid_out_of_losses():
    assert paid(company(more=[(PARTNER, PREFERENCE, 1000)]), 0).by_party == {}


holdings = st.fixed_dictionaries({party: st.integers(0, 50) for party in (*MYCSP, CHARITY)}).filter(
    lambda held: any(held.values())
)


@given(holdings, st.integers(0, 50), money, st.integers(0, 100), money, st.sampled_from(LegalForm))
def test_dividends_keep_every_limit(held, preferred, distributable, percent, cash, form):
    of = company(held, form=form, more=[(COUNCIL, PREFERENCE, preferred)] if preferred else [])

    result = paid(of, distributable, percent, cash)

    assert all(amount > 0 for amount in result.by_party.values())
    assert result.total <= min(distributable, cash)
    free = [party for party in of.parties if not is_asset_locked(party)]
    if form is LegalForm.CIC_BY_SHARES:
        unlocked = sum(result.by_party.get(party.reference, 0) for party in free)
        assert unlocked <= Fraction(distributable) * Fraction(35, 100)
