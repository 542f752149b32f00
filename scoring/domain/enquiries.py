"""Questions of the panel to one bidder about what its bid says: how far one has come, and how it must not be worded."""

import re
from collections.abc import Collection
from enum import StrEnum

LONGEST_QUESTION = 5_000


class EnquiryState(StrEnum):
    """How far a question has come on its way from an evaluator to the bidder."""

    DRAFTED = "drafted"
    APPROVED = "approved"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    SENT = "sent"

    @property
    def label(self) -> str:
        return {
            EnquiryState.DRAFTED: "Before the chair",
            EnquiryState.APPROVED: "Approved, not sent yet",
            EnquiryState.REFUSED: "Refused by the chair",
            EnquiryState.TAKEN_BACK: "Taken back",
            EnquiryState.SENT: "Sent",
        }[self]

    @property
    def in_a_sentence(self) -> str:
        """Why it goes no further just now, for whoever came to move it on."""
        return {
            EnquiryState.DRAFTED: "The chair has not decided on this question yet.",
            EnquiryState.APPROVED: "The chair has approved this question. It waits for an officer to send it.",
            EnquiryState.REFUSED: "The chair refused this question, so it is not sent.",
            EnquiryState.TAKEN_BACK: "Its author took this question back, so it is not sent.",
            EnquiryState.SENT: "This question was sent to the bidder.",
        }[self]


NEXT: dict[EnquiryState, frozenset[EnquiryState]] = {
    EnquiryState.DRAFTED: frozenset({EnquiryState.APPROVED, EnquiryState.REFUSED, EnquiryState.TAKEN_BACK}),
    EnquiryState.APPROVED: frozenset({EnquiryState.SENT, EnquiryState.REFUSED}),
    EnquiryState.REFUSED: frozenset(),
    EnquiryState.TAKEN_BACK: frozenset(),
    EnquiryState.SENT: frozenset(),
}

_TELLS_OF_SCORES = re.compile(
    r"\b(?:scor(?:e|es|ed|ing)|marks?\s+(?:of|for|out)|marked\s+(?:you|it|this|down|up)|rank(?:ed|ing)|"
    r"\d+\s+out\s+of\s+\d+|moderat(?:e|ed|ion)|other\s+bid(?:s|ders?)?|another\s+bid(?:der)?|competitors?)\b",
    re.IGNORECASE,
)
_INVITES = re.compile(
    r"\b(?:improv\w*|revis(?:e|ed|ion)|reconsider\w*|resubmit\w*|increas(?:e|ed|ing)|reduc(?:e|ed|ing)|lower(?:ed|ing)?|"
    r"rais(?:e|ed|ing)|better|amend\w*|would\s+you\s+(?:also|be\s+willing|agree)|(?:can|could|will)\s+you\s+(?:also|offer|add)|"
    r"additional|instead|willing\s+to|add\s+to|change\s+your|new\s+(?:offer|price|proposal))\b",
    re.IGNORECASE,
)


def tells_too_much(question: str, others: Collection[str]) -> list[str]:
    """What in the wording tells of scores or of other bids, as it stands there; `others` are the other bidders."""
    found = [each.group() for each in _TELLS_OF_SCORES.finditer(question)]
    found += [name for name in others if name.casefold() in question.casefold()]
    return list(dict.fromkeys(found))


def may_invite_more(question: str) -> list[str]:
    """Words that often ask for another bid than the one that was sent in; a person decides whether they do here."""
    return list(dict.fromkeys(each.group() for each in _INVITES.finditer(question)))
