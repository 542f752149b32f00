"""All bidders on one page: what is asked about each, and once about the company that the competition forms.

An interest is told entry by entry: in whom, how it conflicts, its kind, what it is, and what could be done about it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from accounts.domain.refusals import Refusal
from partners.models import Bid
from scoring.domain.behind_bids import Behind
from scoring.domain.interests import ITS_PART, Declared, Entry, InterestKind, in_the_company
from scoring.domain.roles import Interest
from scoring.models import InterestDeclaration, InterestReopening
from scoring.models.reading import Bidder

NOTHING, MORE = "nothing", "more"
NONE, SOME, YES, NO = "none", "some", "yes", "no"
CONFLICTS = [(each.value, each.label) for each in Interest if each is not Interest.NONE]
KINDS = [(each.value, each.label) for each in InterestKind]
MOST_ENTRIES = 20
TYPED = ("about", "interest", "kind", "details", "mitigation")
Data = Mapping[str, str]


@dataclass
class TypedEntry:
    """One interest as typed so far; `key` ends the names of its fields, which are their ids too."""

    key: str
    about: str = ""
    interest: str = ""
    kind: str = ""
    details: str = ""
    mitigation: str = ""
    errors: dict[str, str] = field(default_factory=dict, init=False)

    @property
    def is_blank(self) -> bool:
        return not (self.interest or self.kind or self.details.strip() or self.mitigation.strip())

    def value(self, behind: Mapping[str, Behind]) -> Entry | None:
        """What it tells, or None with an error beside each field that lacks something."""
        who = behind.get(self.about)
        conflicts, kinds = dict(CONFLICTS), dict(KINDS)
        self.errors = {
            name: sentence
            for name, sentence, is_missing in (
                ("about", "Choose in whom your interest is.", who is None),
                ("interest", "Choose how your interest conflicts.", self.interest not in conflicts),
                ("kind", "Choose what kind of interest it is.", self.kind not in kinds),
                ("details", "Say what your interest is, in your own words.", not self.details.strip()),
            )
            if is_missing
        }
        if self.errors or who is None:
            return None
        return Entry(
            who.name, who.part, Interest(self.interest), InterestKind(self.kind), self.details, self.mitigation
        )


@dataclass
class Question:
    """What is asked about one bidder: who is named in its bid, never its content, and what was typed so far."""

    bid: Bid
    bidder: Bidder
    asked_again: InterestReopening | None
    before: InterestDeclaration | None = None
    answer: str = ""
    entries: list[TypedEntry] = field(default_factory=list)
    error: str = ""
    told: tuple[Entry, ...] = ()

    @property
    def name(self) -> str:
        return self.bidder.name

    @property
    def id(self) -> str:
        return f"interest-{self.bid.reference}"

    @property
    def others(self) -> tuple[Behind, ...]:
        """All who are named in the bid besides the bidder."""
        return self.bidder.behind[1:]

    @property
    def choices(self) -> dict[str, Behind]:
        return {str(each): each for each in self.bidder.behind}

    def check(self) -> None:
        filled = [each for each in self.entries if not each.is_blank]
        if self.answer not in {"", NONE, SOME}:
            self.error = f"Choose one of the answers about {self.name}."
        elif self.answer == "" and filled:
            self.error = f"Choose whether you have an interest in {self.name}, or in anybody named with it."
        elif self.answer == SOME:
            told = [each.value(self.choices) for each in filled or self.entries]
            self.told = tuple(entry for entry in told if entry)

    def problems(self) -> Iterator[tuple[str, str]]:
        if self.error:
            yield self.id, self.error
        for each in self.entries:
            for name, error in each.errors.items():
                yield f"{name}-{each.key}", f"{self.name}: {error}"


@dataclass
class CompanyQuestions:
    """What is asked once: whether one will own part of the company that the competition forms, or sit on its board."""

    own: str = ""
    sit: str = ""
    details: str = ""
    mitigation: str = ""
    errors: dict[str, str] = field(default_factory=dict, init=False)

    def check(self) -> None:
        holds = YES in (self.own, self.sit)
        self.errors = {
            name: sentence
            for name, sentence, is_missing in (
                ("own", "Say whether you will own part of the company.", self.own not in {YES, NO}),
                ("sit", "Say whether you will sit on the board of the company.", self.sit not in {YES, NO}),
                (
                    "details",
                    "Say what part of the company you will own, or why you will sit on its board.",
                    holds and not self.details.strip(),
                ),
            )
            if is_missing
        }

    def entries(self) -> tuple[Entry, ...]:
        return in_the_company(
            will_own=self.own == YES, will_sit=self.sit == YES, details=self.details, mitigation=self.mitigation
        )


class InterestsForm:
    """The company first, then one question for each bidder. Bidders left open stay open: their bids stay hidden.

    `before` is what was declared in earlier stages, by organisation: whoever had an interest then answers line by line.
    """

    def __init__(
        self,
        bidders: Mapping[Bid, Bidder],
        declared: Mapping[int, InterestDeclaration],
        asked_again: Mapping[int, InterestReopening],
        data: Data | None = None,
        *,
        before: Mapping[int, InterestDeclaration] | None = None,
    ) -> None:
        before = before or {}
        self.form_errors: list[str] = []
        self.data = data
        self.undeclared = [bid for bid in bidders if bid.pk not in declared]
        known = [*declared.values(), *before.values()]
        self.has_declared_an_interest = any(each.interest != Interest.NONE for each in known)
        self.company = _typed_company(data) if data is not None else _declared_company(declared)
        self.questions = []
        for bid, bidder in bidders.items():
            question = Question(bid, bidder, asked_again.get(bid.pk), before.get(bid.organisation_id))
            if data is not None:
                _fill(question, data)
            else:
                _fill_from(question, declared.get(bid.pk))
            self.questions.append(question)

    @property
    def says_nothing(self) -> bool:
        """Whether the one press was made that declares no interest in any bidder that is still open."""
        return self.data is not None and NOTHING in self.data

    @property
    def offers_nothing(self) -> bool:
        return bool(self.undeclared) and not self.has_declared_an_interest

    def is_valid(self) -> bool:
        if self.data is None or MORE in self.data:
            return False
        if self.says_nothing:
            return not self.has_declared_an_interest
        for question in self.questions:
            question.check()
        if any(question.answer for question in self.questions):
            self.company.check()
        return not self.problems

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal above what was typed."""
        self.form_errors.extend(refusal.sentences)

    @property
    def problems(self) -> list[tuple[str, str]]:
        first = self.questions[0].id if self.questions else ""
        found = [(first, error) for error in self.form_errors]
        found += [(f"company-{name}", error) for name, error in self.company.errors.items()]
        return found + [problem for question in self.questions for problem in question.problems()]

    @property
    def answered(self) -> list[tuple[Bid, Declared]]:
        if self.says_nothing:
            return [(bid, Declared((), will_own=False, will_sit=False)) for bid in self.undeclared]
        will_own, will_sit = self.company.own == YES, self.company.sit == YES
        return [
            (each.bid, Declared((*each.told, *self.company.entries()), will_own, will_sit))
            for each in self.questions
            if each.answer
        ]


def _fill(question: Question, data: Data) -> None:
    """What was typed, with one more entry if that was asked for."""
    reference = question.bid.reference
    question.answer = data.get(question.id, "")
    typed = data.get(f"entries-{reference}", "1")
    count = min(max(int(typed) if typed.isdecimal() and len(typed) < 4 else 1, 1), MOST_ENTRIES)
    if data.get(MORE) == reference:
        count, question.answer = min(count + 1, MOST_ENTRIES), SOME
    for number in range(1, count + 1):
        key = f"{reference}-{number}"
        given = {name: _clean(data.get(f"{name}-{key}", "")) for name in TYPED}
        question.entries.append(TypedEntry(key, **given))


def _fill_from(question: Question, declaration: InterestDeclaration | None) -> None:
    if declaration is None:
        question.entries = [TypedEntry(f"{question.bid.reference}-1")]
        return
    told = [each for each in declaration.entries.all() if each.part != ITS_PART]
    # Before entries were kept, a declaration told of one interest in words alone.
    before = not told and declaration.interest != Interest.NONE and not (declaration.will_own or declaration.will_sit)
    question.answer = SOME if told or before else NONE
    question.entries = [
        TypedEntry(
            f"{question.bid.reference}-{number}",
            str(Behind(each.about, each.part)),
            each.interest,
            each.kind,
            each.details,
            each.mitigation,
        )
        for number, each in enumerate(told, 1)
    ] or [
        TypedEntry(
            f"{question.bid.reference}-1",
            interest=declaration.interest if before else "",
            details=declaration.details if before else "",
        )
    ]


def _typed_company(data: Data) -> CompanyQuestions:
    return CompanyQuestions(
        *(_clean(data.get(f"company-{name}", "")) for name in ("own", "sit", "details", "mitigation"))
    )


def _declared_company(declared: Mapping[int, InterestDeclaration]) -> CompanyQuestions:
    """As it was answered last."""
    answered = [each for each in declared.values() if each.will_own is not None]
    if not answered:
        return CompanyQuestions()
    last = max(answered, key=lambda each: (each.at, each.pk))
    told = next((each for each in last.entries.all() if each.part == ITS_PART), None)
    return CompanyQuestions(
        YES if last.will_own else NO,
        YES if last.will_sit else NO,
        told.details if told else "",
        told.mitigation if told else "",
    )


def _clean(text: str) -> str:
    return text.replace("\x00", "")
