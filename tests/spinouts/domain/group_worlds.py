"""Groups to test with: short ways to write one, and any small one for property tests."""

from hypothesis import strategies as st

from spinouts.domain.groups import Group, GroupCompany, Owner, Trust

COMPANIES, OWNERS = "ABCD", "pqr"


def company(reference, capital, *, votes=None, board=None, form=None, name=None):
    """A company in which shares are votes unless the votes are given."""
    votes = capital if votes is None else votes
    return GroupCompany(reference, name or f"{reference} Ltd", capital, votes, board or {}, form)


def owners(**kinds):
    """Owners named after their references, each of the kind given."""
    return tuple(Owner(reference, reference.replace("_", " "), kind) for reference, kind in kinds.items())


def group(*companies, trusts=(), **kinds):
    return Group(companies, owners(**kinds), trusts)


CIRCLE = group(
    company("H", {"Circle_Partnership": 499, "Circle_plc": 501}, name="Circle Holdings"),
    *(company(reference, {"H": 1000}, name=f"Spin-out {reference}") for reference in ("1", "2", "3")),
    Circle_Partnership="employees",
    Circle_plc="partner",
)


def paymaster(shares):
    return group(
        company("M", shares, name="MyCSP"),
        company("P", {"Equiniti": 1}, name="Paymaster"),
        Equiniti="partner",
        Government="council",
        trusts=(Trust("T", "the Employee Partnership Trust", ("Ann", "Bob"), "all employees of MyCSP"),),
    )


MYCSP_2012 = paymaster({"P": 40, "Government": 35, "T": 25})
MYCSP_2014 = paymaster({"P": 51, "Government": 24, "T": 25})


@st.composite
def any_group(draw, *, acyclic=False, most=6):
    """Up to four companies with up to three owners, any of whom may hold shares in any company, or nobody.

    Without cycles, companies only hold in later ones, and each has at least one owner outside.
    """
    names = COMPANIES[: draw(st.integers(1, 4))]
    counts, made = st.integers(0, most), []
    for index, name in enumerate(names):
        holders = [*(names[:index] if acyclic else names), *OWNERS]
        capital = {holder: draw(counts) for holder in holders}
        if acyclic and not any(capital[owner] for owner in OWNERS):
            capital["p"] = 1
        board = {holder: draw(st.integers(0, 2)) for holder in holders}
        made.append(company(name, capital, board=board))
    return group(*made, **dict.fromkeys(OWNERS, "partner"))
