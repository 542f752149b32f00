"""What a person may be on a panel, and what interest they may declare."""

from enum import StrEnum


class PanelRole(StrEnum):
    CHAIR = "chair"
    EVALUATOR = "evaluator"
    EXPERT = "expert"
    OBSERVER = "observer"
    CHECKER = "checker"

    @property
    def label(self) -> str:
        return {
            PanelRole.CHAIR: "Chair",
            PanelRole.EVALUATOR: "Evaluator",
            PanelRole.EXPERT: "Subject expert",
            PanelRole.OBSERVER: "Observer",
            PanelRole.CHECKER: "Quality checker",
        }[self]

    @property
    def looks_on(self) -> bool:
        """Takes no part in the judging: reads scores once all who score have locked."""
        return self in {PanelRole.OBSERVER, PanelRole.CHECKER}

    @property
    def may_score(self) -> bool:
        return self in {PanelRole.CHAIR, PanelRole.EVALUATOR}


class Background(StrEnum):
    """Where somebody on the panel comes from: a panel is the more independent the less one side decides alone."""

    SERVICE = "service"
    STAFF = "staff"
    COUNCIL = "council"
    COUNCILLOR = "councillor"
    OUTSIDE = "outside"

    @property
    def label(self) -> str:
        return {
            Background.SERVICE: "Manages or commissions the service",
            Background.STAFF: "Works in the service",
            Background.COUNCIL: "Works elsewhere at the council",
            Background.COUNCILLOR: "Councillor",
            Background.OUTSIDE: "From outside the council",
        }[self]


class Interest(StrEnum):
    """Whether a panel member has an interest in a bidder (s.81): actual, potential, or one that others may perceive."""

    NONE = "none"
    ACTUAL = "actual"
    POTENTIAL = "potential"
    PERCEIVED = "perceived"

    @property
    def label(self) -> str:
        return {
            Interest.NONE: "No interest",
            Interest.ACTUAL: "An actual conflict of interest",
            Interest.POTENTIAL: "A potential conflict: it could arise",
            Interest.PERCEIVED: "A perceived conflict: a fair-minded person might think there is one",
        }[self]


class Reopened(StrEnum):
    """Why somebody who declared about a bidder is asked again."""

    PEOPLE = "people"
    BY_HAND = "by_hand"

    @property
    def label(self) -> str:
        return {
            Reopened.PEOPLE: "Who is behind the bid changed",
            Reopened.BY_HAND: "An officer or the chair asks again",
        }[self]
