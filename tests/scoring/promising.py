"""Steps with promises for the tests: enter one, agree all, review one, with the real actions."""

from datetime import UTC, date, datetime

from scoring.actions import promise_ledgers, promise_reviews, promises
from scoring.actions.promises import answer_of
from scoring.domain.promises import Rating

AT = datetime(2028, 4, 3, 9, 0, tzinfo=UTC)
FIRST = date(2028, 3, 31)


def promised(award, criterion, by, reference="page-1", **changed):
    terms = {
        "quote": answer_of(award, criterion)[:20],
        "words": "Every centre stays open.",
        "measure": "Hours a week at each centre; at least 40.",
        "owner": "The managing director",
        "first_review_on": FIRST,
        "review_months": 12,
    }
    return promises.make_promise(award, criterion, reference=reference, by=by, at=AT, **terms | changed)


def agreed(award, by, why_fewer=""):
    return promise_ledgers.agree(award, why_fewer=why_fewer, by=by, at=AT)


def reviewed(promise, by, **changed):
    typed = {"on": FIRST, "rating": Rating.GOOD, "evidence": "The rota of March.", "reference": "page-1", "at": AT}
    return promise_reviews.review(promise, by=by, **typed | changed)


def not_light_touch(award):
    """Now the Act asks for indicators: the contract is estimated at more than £5 million."""
    award.competition.is_light_touch = False
    award.competition.save(update_fields=["is_light_touch"])
