from scoring.models.awards import Award, Ranking, Report
from scoring.models.opened import OpenedBid
from scoring.models.panels import InterestDeclaration, PanelMember
from scoring.models.scores import Assignment, ConsensusScore, Score

__all__ = [
    "Assignment",
    "Award",
    "ConsensusScore",
    "InterestDeclaration",
    "OpenedBid",
    "PanelMember",
    "Ranking",
    "Report",
    "Score",
]
