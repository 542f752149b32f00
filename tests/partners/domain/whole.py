"""Whole offers: all that an offer can say, sound as a whole; for properties."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from partners.domain.instruments import Instrument, Investment, InvestmentTerms
from partners.domain.offers import Confidential, Offer, OfferPart, Price, ProposedHolding
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import PartyKind
from spinouts.domain.shares import ShareClass
from spinouts.domain.terms import (
    Agreed,
    Articles,
    LeaverRule,
    Loan,
    LoanKind,
    LockIn,
    Matter,
    ReservedMatter,
    Right,
    RightKind,
    Vesting,
)

NAMES = ("Staff trust", "Harbour Care", "The council", "Tide Fund", "Friends")
CLASSES = ("A ordinary", "B ordinary", "Preference")
texts = st.sampled_from(["", "As agreed.", "Two lines\nof it", "£5 & “more”"])
days = st.dates(date(2027, 4, 1), date(2040, 1, 1))
percents = st.decimals("0.0001", 100, places=4)
pounds = st.decimals(1, 10**8, places=2)
exact = st.decimals("0.0001", 1000, places=4).map(
    lambda value: value.quantize(Decimal(1)) if value == int(value) else value.normalize()
)
someone = st.sampled_from(NAMES)
nobody_or_someone = st.none() | someone
of_class = st.sampled_from(CLASSES)
few = {"max_size": 3}


@st.composite
def share_classes(draw):
    rank = draw(st.integers(0, 2))
    first = draw(exact) if rank else Decimal(0)
    return lambda name: ShareClass(
        name,
        name,
        draw(st.integers(0, 10)),
        draw(exact),
        draw(st.booleans()),
        draw(st.none() | exact),
        rank,
        first,
        draw(st.booleans()),
        draw(st.none() | exact.map(lambda more: more + first)),
        draw(st.integers(0, 5)),
        draw(st.booleans()),
        draw(st.booleans()),
    )


@st.composite
def articles(draw):
    matters = draw(st.lists(st.sampled_from(Matter), unique=True))
    parties = st.sets(someone, min_size=1).map(lambda names: tuple(sorted(names, key=NAMES.index)))
    return Articles(
        reserved=tuple(ReservedMatter(each, draw(parties), draw(texts)) for each in Matter if each in matters),
        locks=tuple(draw(st.lists(st.builds(LockIn, days, nobody_or_someone, texts), **few))),
        pre_emption=draw(st.booleans()),
        asset_lock=draw(st.booleans()),
        asset_lock_body=draw(st.sampled_from(["", "Friends of the harbour"])),
        most_dividend_percent=draw(st.none() | percents),
        least_employees_percent=draw(st.none() | percents),
        leaver_rule=draw(st.none() | st.sampled_from(LeaverRule)),
        drag_along_percent=draw(st.none() | percents),
        tag_along=draw(st.booleans()),
        anti_dilution=draw(st.just(()) | parties),
        mission=draw(texts),
        deadlock=draw(texts),
        step_in=draw(texts),
        exit=draw(texts),
    )


def _numbered(draw, kind, made):
    return tuple(
        made(f"{kind}-{number}", f"{kind} number {number}") for number in range(1, draw(st.integers(0, 3)) + 1)
    )


@st.composite
def agreed(draw):
    maybe = st.none() | exact
    return Agreed(
        articles=draw(articles()),
        loans=_numbered(
            draw,
            "loan",
            lambda reference, name: Loan(
                reference,
                name,
                draw(someone),
                draw(st.sampled_from(LoanKind)),
                draw(pounds),
                draw(percents),
                draw(st.integers(1, 30)),
                draw(st.integers(0, 5)),
                draw(st.none() | percents),
                draw(st.none() | percents),
                draw(st.none() | of_class),
                draw(maybe),
                draw(st.booleans()),
                draw(st.integers(1, 5)),
            ),
        ),
        rights=_numbered(
            draw,
            "right",
            lambda reference, name: Right(
                reference,
                name,
                draw(st.sampled_from(RightKind)),
                draw(someone),
                draw(of_class),
                draw(st.integers(1, 10**6)),
                draw(exact),
                draw(st.none() | days),
                draw(texts),
                draw(nobody_or_someone),
            ),
        ),
        vestings=_numbered(
            draw,
            "vesting",
            lambda reference, _: Vesting(
                reference,
                draw(someone),
                draw(of_class),
                draw(st.integers(1, 10**6)),
                draw(days),
                draw(st.integers(1, 120)),
                draw(st.integers(0, 24)),
                draw(nobody_or_someone),
            ),
        ),
    )


@st.composite
def whole_offers(draw):
    """Five holders, one of each side and one that may hold nothing at first, and three classes with rights."""
    made = [draw(share_classes())(name) for name in CLASSES]
    if all(each == ShareClass(each.name, each.name) for each in made):
        made = []
    kinds = (PartyKind.EMPLOYEE_TRUST, PartyKind.PARTNER, PartyKind.COUNCIL, PartyKind.SOCIAL_INVESTOR)
    stakes = [25, 30, 35, 10, 0]
    holdings = [
        ProposedHolding(
            kind, name, Decimal(stake), 1, draw(of_class) if index > 2 else CLASSES[index], draw(st.integers(0, 3))
        )
        for index, (kind, name, stake) in enumerate(zip((*kinds, PartyKind.COMMUNITY), NAMES, stakes, strict=True))
    ]
    years = draw(st.lists(st.tuples(st.integers(1, 9), st.sampled_from(Instrument)), unique=True, max_size=5))
    order = list(Instrument)
    instruments = draw(st.sets(st.sampled_from(Instrument), max_size=3))
    some = st.sampled_from(["By market rents.", "Half of the salaries."])
    return Offer(
        company_name="Harbour Day Centres Limited",
        legal_form=draw(st.sampled_from(LegalForm)),
        total_shares=draw(st.integers(20, 10**6)),
        holdings=tuple(holdings),
        investments=tuple(
            Investment(instrument, year, draw(pounds))
            for year, instrument in sorted(years, key=lambda each: (each[0], order.index(each[1])))
        ),
        prices=(Price(1, draw(pounds)),),
        notes=draw(texts),
        classes=tuple(made),
        agreed=draw(agreed()),
        terms=tuple(
            InvestmentTerms(each, draw(texts), draw(texts), draw(some)) for each in order if each in instruments
        ),
        support=draw(texts),
        confidential=tuple(
            draw(st.lists(st.builds(Confidential, st.sampled_from(OfferPart), some, some, st.none() | days), **few))
        ),
    )
