"""An organisation that has said all that a competition asks of a supplier."""

from datetime import date

from partners.actions import declarations
from partners.actions import supplier_information as information
from partners.domain.identifiers import Scheme
from tests.world import BEFORE

PERSON_SECRET = "doris-director-is-nobodys-business"


def inform(organisation, by, at=BEFORE, ticked=()):
    """All of it, written and not confirmed; grounds ticked without their details."""
    who = {"by": by, "at": at}
    information.add_identifier(organisation, Scheme.CHARITY_COMMISSION, "1090095", **who)
    information.save_details(
        organisation,
        contact_email="bids@harbour.example",
        legal_form="Charitable company limited by guarantee",
        governing_law="Companies Act 2006",
        registered_on=date(1999, 4, 1),
        accounts_end_on=date(2026, 3, 31),
        accounts_where="On the register of charities",
        is_vcse=True,
        **who,
    )
    person = declarations.save_person(organisation, name=PERSON_SECRET, connection="director", **who)
    declarations.answer_grounds(organisation, ticked, **who)
    return person


def confirmed(organisation, by, at=BEFORE, ticked=()):
    inform(organisation, by, at, ticked)
    return information.confirm(organisation, by=by, at=at)
