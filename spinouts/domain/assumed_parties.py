"""Of whom and of what an assumption speaks, where a person need not say it: the class, the staff, a new investor."""

from spinouts.domain.company import Company
from spinouts.domain.parties import Party, PartyKind
from spinouts.domain.registers import Register
from spinouts.domain.shares import ShareClass


def usual_class(company: Company, of: Register, party: str | None = None) -> ShareClass | None:
    """The class of which the party has most, golden shares aside; for others the first plain one.

    None for a company without any class.
    """
    golden = {known.reference for known in company.classes if known.golden}
    held = {known: count for (holder, known), count in of.holdings.items() if holder == party and known not in golden}
    if held:
        most = max(held, key=lambda known: held[known])
        return next(known for known in company.classes if known.reference == most)
    plain = [known for known in company.classes if not known.golden and not known.memberships]
    return next(iter((*plain, *company.classes)), None)


def investor_named(company: Company, name: str) -> Party:
    """The company's party of that name, or a new investor whose reference no party has."""
    for party in company.parties:
        if party.name.casefold() == name.strip().casefold():
            return party
    return Party(f"(new) {name.strip().casefold()}", name.strip(), PartyKind.SOCIAL_INVESTOR)


def vesting_of(company: Company, party: str, share_class: str) -> str | None:
    """The reference of the vesting that binds the party's shares of the class, if there is one."""
    for vesting in company.agreed.vestings:
        if (vesting.holder, vesting.share_class) == (party, share_class):
            return vesting.reference
    return None
