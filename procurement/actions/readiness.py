"""Whether a competition can be published: everything missing or wrong, at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from accounts.domain.refusals import Refusal
from procurement.actions import divisions
from procurement.domain.clocks import earliest_deadline, shortest_tendering_period
from procurement.domain.dates import day_in_words, in_words, time_left
from procurement.domain.soundness import problems_in_stage, warnings
from procurement.models import Competition, methodology_of, stages_of, terms_of

LONDON = ZoneInfo("Europe/London")
OF_THE_WHOLE = {"service", "sought", "terms", "stages"}
"""The pages of the design that the first stage has for all."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A sentence about what must be mended, and the name of the page where it is."""

    page: str
    sentence: str


def problems_by_page(competition: Competition, at: datetime) -> list[Problem]:
    """Everything that stands between the draft and its publication at this instant, with that of its later stages."""
    later = [
        Problem("stages", f"{each.label}: {problem.sentence}")
        for each in stages_of(competition)
        if competition.follows_id is None and each.competition != competition
        for problem in problems_of_one(each.competition, at)
        if problem.page not in OF_THE_WHOLE
    ]
    return [*problems_of_one(competition, at), *later]


def problems_of_one(competition: Competition, at: datetime) -> list[Problem]:
    """What stands between this stage alone and its publication; of a later one, what is written in the first too."""
    of_criteria = problems_in_stage(methodology_of(competition), asks_offer=competition.asks_offer)
    return [
        *(Problem("sought", sentence) for sentence in _sought(competition)),
        *(Problem("terms", sentence) for sentence in terms_of(competition).problems()),
        *(_of_methodology(sentence) for sentence in of_criteria),
        *(Problem("dates", sentence) for sentence in _dates(competition, at)),
        *(Problem("going_on", sentence) for sentence in competition.going_on.problems()),
        *(Problem("sealing", sentence) for sentence in divisions.problems(competition)),
    ]


def warnings_of(competition: Competition, at: datetime) -> list[Problem]:
    """What is allowed but often regretted, or often forgotten, if it is published at this instant."""
    has_documents = competition.documents.exists()
    found = [Problem("service", sentence) for sentence in _unsaid_of_service(competition)]
    found += [Problem("terms", sentence) for sentence in terms_of(competition).warnings()]
    for sentence in warnings(methodology_of(competition)):
        found.append(Problem("tie_break" if "tie-break" in sentence else "criteria", sentence))
    found += [Problem("dates", sentence) for sentence in _short_time(competition, has_documents, at)]
    if not has_documents:
        found.append(
            Problem(
                "documents", "There are no documents yet, such as the draft contract or the list of staff who transfer."
            )
        )
    return found


def refuse_unless_ready(competition: Competition, at: datetime) -> None:
    found = problems_by_page(competition, at)
    if found:
        raise Refusal(*(problem.sentence for problem in found))


def _of_methodology(sentence: str) -> Problem:
    if "tie-break" in sentence or "decimal places" in sentence:
        return Problem("tie_break", sentence)
    return Problem("scales" if sentence.startswith("The scale") else "criteria", sentence)


def _unsaid_of_service(competition: Competition) -> Iterator[str]:
    if not competition.service.why_spin_out.strip():
        yield "The public page will not say why the council wants to spin out the service."
    if not competition.service.options.exists():
        yield "The options for the service have not been compared, so the public can’t see why a partner is sought."


def _sought(competition: Competition) -> Iterator[str]:
    if not competition.summary.strip():
        yield "Say what the council seeks from a partner."
    if competition.contract_years is None:
        yield "Enter the length of the contract in years."
    if competition.estimated_value_amount is None:
        yield "Enter the estimated value of the contract."


def _dates(competition: Competition, at: datetime) -> Iterator[str]:
    deadline, questions = competition.bid_deadline, competition.questions_deadline
    if questions is None:
        yield "Enter the deadline for questions."
    elif questions <= at:
        yield f"The deadline for questions, {in_words(questions)}, has passed: choose a later one."
    if deadline is None:
        yield "Enter the deadline for bids."
        return
    before = competition.follows.bid_deadline if competition.follows else None
    if before and (questions or deadline) <= before:
        yield f"The deadlines must come after that of the stage before, {in_words(before)}."
    if deadline <= at:
        yield f"The deadline for bids, {in_words(deadline)}, has passed: choose a later one."
    else:
        yield from _tendering_period(competition, deadline, at)
    if questions is not None and questions >= deadline:
        yield "The deadline for questions must come before the deadline for bids."
    ends_on = deadline.astimezone(LONDON).date()
    if competition.award_expected_on and competition.award_expected_on <= ends_on:
        yield "The day on which the award is expected must come after the deadline for bids."
    awarded, starts = competition.award_expected_on, competition.contract_starts_on
    if starts and starts <= (awarded or ends_on):
        yield f"The contract must start after the {'expected award' if awarded else 'deadline for bids'}."


def _tendering_period(competition: Competition, deadline: datetime, at: datetime) -> Iterator[str]:
    """The shortest tendering period (s.54), with electronic submission and all documents supplied with the notice."""
    days = shortest_tendering_period(competition.is_light_touch)
    earliest = earliest_deadline(at.astimezone(LONDON).date(), days)
    if deadline.astimezone(LONDON).date() < earliest:
        yield (
            f"The deadline for bids must be {day_in_words(earliest)} or later if the competition is published today:"
            f" bidders must have at least {days} days, unless the contract is a light touch one"
            " (Procurement Act 2023, s.54)."
        )


def _short_time(competition: Competition, has_documents: bool, at: datetime) -> Iterator[str]:
    """Where the time for bids is lawful, but short (s.54(1)); what is unlawful stands among the problems."""
    deadline = competition.bid_deadline
    if deadline is None or deadline <= at:
        return
    today, ends_on = at.astimezone(LONDON).date(), deadline.astimezone(LONDON).date()
    usual = earliest_deadline(today, shortest_tendering_period(light_touch=False))
    without = earliest_deadline(today, shortest_tendering_period(light_touch=False, all_documents_supplied=False))
    if competition.is_light_touch and ends_on < usual:
        yield (
            f"Bidders would have only {time_left(deadline - at)}. The Act sets no shortest period for a light touch "
            "contract, but the council must allow for how complex the contract is, for visits and for subcontracting "
            "(Procurement Act 2023, s.54(1)). For any other contract with all its documents the deadline would be "
            f"{day_in_words(usual)} or later."
        )
    elif not competition.is_light_touch and usual <= ends_on < without and not has_documents:
        yield (
            f"A deadline before {day_in_words(without)} is lawful only if all documents of the competition come with "
            "its notice, and there are none yet (Procurement Act 2023, s.54)."
        )
