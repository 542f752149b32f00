"""Sound companies of every kind, for tests that hold for any of them."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from accounts.domain.refusals import Refusal
from spinouts.domain.company import Company
from spinouts.domain.events import EventKind, HoldingEvent, Reason
from spinouts.domain.forms import LegalForm
from spinouts.domain.parties import Party, PartyKind
from spinouts.domain.registers import register
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

FIRST = date(2012, 5, 1)
letters = st.characters(exclude_categories=["Cs", "Cc", "Cn"])
awkward = st.sampled_from(
    ["no", "1e3", "2026-01-01", "- a", "a: b", "=1+1", "@b", "-c", "+d", "'e", '"', "a;b", "🌻", "~"]
)
names = st.one_of(awkward, st.text(letters, min_size=1, max_size=40).map(str.strip).filter(bool))
notes = st.one_of(st.just(""), names, st.lists(names, max_size=3).map("\n".join))
percents = st.none() | st.decimals(0, 100, places=2)
pounds = st.decimals(0, 10**9, places=2)


@st.composite
def parties(draw, most=5):
    kinds = draw(st.lists(st.sampled_from(PartyKind), min_size=1, max_size=most))
    return tuple(
        Party(
            f"party-{number}",
            draw(names),
            kind,
            draw(st.sampled_from(["", f"GB-COH-0826416{number}"])),
            tuple(draw(st.lists(names.filter(lambda name: ";" not in name), max_size=2))) if kind.is_trust else (),
        )
        for number, kind in enumerate(kinds)
    )


@st.composite
def classes(draw):
    return tuple(
        ShareClass(
            f"class-{number}",
            draw(names),
            votes_per_share=draw(st.integers(0, 3)),
            nominal_amount=draw(st.sampled_from([Decimal(1), Decimal("0.01"), Decimal("0.000001")])),
            dividends=draw(st.booleans()),
            fixed_dividend_percent=draw(percents),
            preference_rank=rank,
            preference_amount=Decimal("1.25") if rank else Decimal(0),
            participates=draw(st.booleans()),
            most_amount=draw(st.none() | pounds),
            appoints=draw(st.integers(0, 2)),
            golden=draw(st.booleans()),
            memberships=draw(st.booleans()),
        )
        for number in range(draw(st.integers(1, 3)))
        for rank in [draw(st.integers(0, 2))]
    )


@st.composite
def companies(draw, forms=tuple(LegalForm), kinds=tuple(EventKind), agreed=True):
    """A company with up to a dozen events that its register accepts."""
    owners, shares, form = draw(parties()), draw(classes()), draw(st.sampled_from(forms))
    holders = draw(st.lists(st.sampled_from(owners), min_size=1, max_size=4))
    events = [
        HoldingEvent(
            EventKind.ISSUE,
            FIRST,
            number,
            share_class=draw(st.sampled_from(shares)),
            shares=draw(st.integers(1, 1000)),
            to_party=party,
            amount=draw(st.none() | pounds),
            reason=Reason.FORMATION,
        )
        for number, party in enumerate(holders)
    ]
    for kind in draw(st.lists(st.sampled_from(kinds), max_size=8)):
        event = draw(happening(kind, len(events), owners, shares))
        try:
            register([*events, event], date.max, form=form)
        except Refusal:
            continue
        events.append(event)
    return Company(
        reference="the-company",
        name=draw(names),
        form=form,
        formed_on=FIRST,
        parties=owners,
        classes=shares,
        events=tuple(events),
        agreed=draw(what_is_agreed(owners, shares)) if agreed else Agreed(),
        identifier=draw(st.sampled_from(["", "GB-COH-12345678"])),
    )


@st.composite
def happening(draw, kind, number, owners, shares):
    """An event of the kind; the register may yet refuse it."""
    one, other = draw(st.sampled_from(owners)), draw(st.sampled_from(owners))
    share_class, to_class = draw(st.sampled_from(shares)), draw(st.sampled_from(shares))
    some, under = draw(st.integers(1, 20)), draw(st.sampled_from(["first", "second"]))
    on = FIRST + timedelta(days=100 * number)
    event = HoldingEvent(
        kind,
        on,
        number,
        reason=draw(st.sampled_from(Reason)),
        note=draw(notes),
        consents=draw(st.sampled_from([(), (one.reference,)])),
    )
    of_shares = {"share_class": share_class, "shares": some}
    fields = {
        EventKind.ISSUE: {**of_shares, "to_party": one, "amount": draw(st.none() | pounds)},
        EventKind.TRANSFER: {**of_shares, "to_party": one, "from_party": other},
        EventKind.CANCEL: {**of_shares, "from_party": one, "amount": draw(st.none() | pounds)},
        EventKind.CONVERT: {**of_shares, "from_party": one, "to_class": to_class, "to_shares": some * 2},
        EventKind.SPLIT: {"share_class": share_class, "shares": draw(st.integers(1, 3)), "to_shares": some},
        EventKind.SEATS: {"to_party": one, "seats": draw(st.integers(0, 3))},
        EventKind.GRANT: {**of_shares, "to_party": one, "under": under, "until": draw(st.none() | st.just(date.max))},
        EventKind.LAPSE: {"under": under},
        EventKind.DRAW: {"to_party": one, "amount": draw(pounds), "under": under},
        EventKind.REPAY: {"amount": Decimal("0.01"), "under": under},
        EventKind.LOCK: {"until": on + timedelta(days=1000), "from_party": draw(st.none() | st.just(one))},
        EventKind.UNLOCK: {"from_party": draw(st.none() | st.just(one))},
        EventKind.DIVIDEND: {"amount": draw(pounds), "profits": draw(pounds)},
        EventKind.STRIKE: {"corrects": draw(st.integers(0, number))},
    }[kind]
    if fields.get("until") == date.max:
        fields["until"] = on + timedelta(days=5000)
    return replace(event, **fields)


@st.composite
def what_is_agreed(draw, owners, shares):
    party, share_class = draw(st.sampled_from(owners)).reference, draw(st.sampled_from(shares)).reference
    some = st.booleans().map(int)
    return Agreed(
        Articles(
            reserved=(ReservedMatter(draw(st.sampled_from(Matter)), (party,), draw(notes)),) * draw(some),
            locks=(LockIn(date(2030, 1, 1), draw(st.none() | st.just(party)), draw(notes)),) * draw(some),
            pre_emption=draw(st.booleans()),
            asset_lock=draw(st.booleans()),
            asset_lock_body=draw(notes),
            most_dividend_percent=draw(percents),
            leaver_rule=draw(st.none() | st.sampled_from(LeaverRule)),
            anti_dilution=(party,) * draw(some),
            mission=draw(notes),
        ),
        (Loan("loan", draw(names), party, draw(st.sampled_from(LoanKind)), draw(pounds)),) * draw(some),
        (Right("right", draw(names), draw(st.sampled_from(RightKind)), party, share_class, 3),) * draw(some),
        (Vesting("vesting", party, share_class, 6, FIRST, 36),) * draw(some),
    )
