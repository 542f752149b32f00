"""Who must consent to a reserved matter, whatever the votes."""

from spinouts.domain.company import Company
from spinouts.domain.parties import Party
from spinouts.domain.registers import Register
from spinouts.domain.terms import Matter


def who_consents(company: Company, of: Register, matter: Matter) -> tuple[Party, ...]:
    """The parties without whose consent nothing is done, each once; none if the matter is not reserved.

    Those whom the articles name, then whoever holds a golden share on the day of the register.
    """
    reserved = [each for each in company.agreed.articles.reserved if each.matter is matter]
    golden = {known.reference for known in of.classes if known.golden}
    holders = [party for party, known in of.holdings if known in golden] if reserved else []
    asked = [*(party for each in reserved for party in each.consent_of), *holders]
    return tuple(company.party(party) for party in dict.fromkeys(asked))


def in_words(company: Company, of: Register, matter: Matter) -> tuple[str, ...]:
    """A sentence that says whose consent the matter needs; none if it is not reserved."""
    names = " and ".join(party.name for party in who_consents(company, of, matter))
    return (f"{names} must consent: {matter.label[0].lower()}{matter.label[1:]}.",) if names else ()
