"""Who stands behind a supplier: connected persons (Procurement Act 2023, Sch. 6, para. 45), and associated persons."""

import re
from enum import StrEnum

from accounts.domain.refusals import Refusal


class Connection(StrEnum):
    DIRECTOR = "director"
    SIGNIFICANT_CONTROL = "significant_control"
    PARENT = "parent"
    SUBSIDIARY = "subsidiary"
    PREDECESSOR = "predecessor"
    EQUIVALENT = "equivalent"
    INFLUENCE = "influence"
    ASSOCIATED = "associated"

    @property
    def label(self) -> str:
        return {
            Connection.DIRECTOR: "Director, trustee or shadow director",
            Connection.SIGNIFICANT_CONTROL: "Person with significant control",
            Connection.PARENT: "Parent undertaking",
            Connection.SUBSIDIARY: "Subsidiary undertaking",
            Connection.PREDECESSOR: "Predecessor company",
            Connection.EQUIVALENT: "Equivalent of these outside company law",
            Connection.INFLUENCE: "Otherwise with significant influence or control",
            Connection.ASSOCIATED: "Associated person",
        }[self]

    @property
    def hint(self) -> str:
        return {
            Connection.DIRECTOR: "Whoever directs the organisation, or on whose instructions its directors act.",
            Connection.SIGNIFICANT_CONTROL: "As in its register: over 25% of shares or votes, or a like hold.",
            Connection.PARENT: "An organisation that controls yours, at any height.",
            Connection.SUBSIDIARY: "An organisation that yours controls.",
            Connection.PREDECESSOR: (
                "A company that became insolvent, did the same business, passed its assets on to yours, and shared a "
                "director or similar."
            ),
            Connection.EQUIVALENT: "In an organisation that is no company, whoever has the place of one of the above.",
            Connection.INFLUENCE: "With significant influence or control over your organisation, or under yours.",
            Connection.ASSOCIATED: (
                "Somebody on whom you rely to meet the conditions of participation, such as a main subcontractor; a "
                "guarantor is none (section 26(4))."
            ),
        }[self]


def month_of_birth(typed: str) -> str:
    """A month and a year, as they were typed. Raises Refusal where a day stands with them, which nobody has to know."""
    if len(re.findall(r"\d+|[^\W\d_]+", typed)) > 2:
        raise Refusal("Enter the month and the year of birth alone, such as May 1970: the day is not to be kept.")
    return typed.strip()


BEHIND = frozenset({Connection.SIGNIFICANT_CONTROL, Connection.PARENT, Connection.EQUIVALENT, Connection.INFLUENCE})
"""The connections of whoever controls a supplier, or may."""
