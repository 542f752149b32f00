"""Questions about prices that seem abnormally low, as a file tells of them: lived, written, and read for a ranking."""

from collections.abc import Iterator
from functools import partial

from accounts.domain.refusals import Refusal
from procurement.models import Competition
from scoring.actions import low_offers
from scoring.domain.low_offers import WHY_DISREGARDED, Outcome
from scoring.files.answer_files import content_of, note_stored, uploads_of
from scoring.files.content import Content, deed
from scoring.files.rows import Rows, Step
from scoring.files.schema import CompetitionFile
from scoring.files.schema_evaluation import LowOfferPart, PriceAnswerPart
from scoring.models import LowOfferQuestion


def steps(file: CompetitionFile, rows: Rows) -> Iterator[Step]:
    for index, part in enumerate(file.low_offers):
        here = ("low_offers", index)
        yield Step(part.asked.at, (*here, "asked"), partial(_ask, rows, part))
        for place, said in enumerate(part.answers):
            yield Step(said.at, (*here, "answers", place), partial(_answer, rows, part, said))
        if part.decided:
            yield Step(part.decided.at, (*here, "decided"), partial(_decide, rows, part))


def disregarded_in(file: CompetitionFile) -> dict[str, str]:
    """Why each bid that is disregarded for its price is, by its organisation: the last decision on it stands."""
    decided = [(part.organisation, part.decided) for part in file.low_offers if part.decided]
    last = {name: each.outcome for name, each in sorted(decided, key=lambda pair: pair[1].at)}
    return {name: WHY_DISREGARDED for name, outcome in last.items() if outcome is Outcome.DISREGARDED}


def content(competition: Competition) -> list[Content]:
    """What was asked, in order of time, each with the decision on it that stands."""
    rows = LowOfferQuestion.objects.filter(bid__competition=competition).select_related("bid__organisation", "by")
    return [_content(each) for each in rows.prefetch_related("answers__by", "decisions__by").order_by("at", "pk")]


def _content(question: LowOfferQuestion) -> Content:
    decided = next((each for each in question.decisions.all() if each.superseded_at is None), None)
    return {
        "organisation": question.bid.organisation.name,
        "about": question.about,
        "reply_by": question.reply_by,
        "asked": deed(question.by, question.at),
        "answers": [
            {**deed(each.by, each.at), "text": each.text, "files": content_of(each.files)}
            for each in question.answers.all()
        ],
        "decided": {**deed(decided.by, decided.at), "outcome": decided.outcome, "reasons": decided.reasons}
        if decided
        else None,
    }


def _ask(rows: Rows, part: LowOfferPart) -> None:
    low_offers.ask(rows.bid(part.organisation), about=part.about, reply_by=part.reply_by, **rows.who(part.asked))


def _answer(rows: Rows, part: LowOfferPart, said: PriceAnswerPart) -> None:
    asked = LowOfferQuestion.objects.filter(bid=rows.bid(part.organisation)).last()
    if asked is None:
        raise Refusal("by then this bidder was not asked")
    files, who = uploads_of(said.files), rows.who(said)
    low_offers.answer(asked, said.text, files=files, **who)
    note_stored(rows, asked.bid, who["at"])


def _decide(rows: Rows, part: LowOfferPart) -> None:
    if part.decided:
        bid, decided = rows.bid(part.organisation), part.decided
        low_offers.decide(bid, outcome=decided.outcome, reasons=decided.reasons, **rows.who(decided))
