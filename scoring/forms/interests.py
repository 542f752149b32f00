from collections.abc import Mapping
from dataclasses import dataclass

from accounts.domain.refusals import Refusal
from partners.models import Bid
from scoring.domain.roles import Interest
from scoring.models import InterestDeclaration, InterestReopening
from scoring.models.reading import Bidder


@dataclass
class Question:
    """What is asked about one bidder: its names, never its bid's content, and what was declared or typed so far."""

    bid: Bid
    name: str
    consortium: tuple[str, ...]
    interest: str = ""
    details: str = ""
    error: str = ""
    asked_again: InterestReopening | None = None

    @property
    def id(self) -> str:
        return f"interest-{self.bid.reference}"

    @property
    def details_id(self) -> str:
        return f"details-{self.bid.reference}"


class InterestsForm:
    """One question for each bidder, on one page. Bidders left open stay open: their bids stay hidden."""

    def __init__(
        self,
        bidders: Mapping[Bid, Bidder],
        declared: Mapping[int, InterestDeclaration],
        asked_again: Mapping[int, InterestReopening],
        data: Mapping[str, str] | None = None,
    ) -> None:
        self.form_errors: list[str] = []
        self.questions = []
        for bid, bidder in bidders.items():
            last = declared.get(bid.pk)
            question = Question(bid, bidder.name, bidder.consortium, asked_again=asked_again.get(bid.pk))
            if data is not None:
                question.interest = data.get(f"interest-{bid.reference}", "")
                question.details = data.get(f"details-{bid.reference}", "").replace("\x00", "")
            elif last:
                question.interest, question.details = last.interest, last.details
            self.questions.append(question)

    def is_valid(self) -> bool:
        for question in self.questions:
            if question.interest and question.interest not in {each.value for each in Interest}:
                question.error = f"Choose one of the answers about {question.name}."
            elif question.interest not in {"", Interest.NONE.value} and not question.details.strip():
                question.error = f"Say what your interest in {question.name} is, in your own words."
        return not self.problems

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal above what was typed."""
        self.form_errors.extend(refusal.sentences)

    @property
    def problems(self) -> list[tuple[str, str]]:
        first = self.questions[0].id if self.questions else ""
        return [(first, error) for error in self.form_errors] + [
            (question.details_id if question.interest else question.id, question.error)
            for question in self.questions
            if question.error
        ]

    @property
    def answered(self) -> list[tuple[Bid, Interest, str]]:
        return [(each.bid, Interest(each.interest), each.details) for each in self.questions if each.interest]
