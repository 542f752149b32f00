"""What an award's record tells of the way to it besides scores: stages before, prices asked about, annulled ballots."""

from datetime import datetime

from procurement.models import Competition, stages_of
from scoring.domain.award_record import Content
from scoring.models import LowOfferQuestion, Shortlist, StaffAnnulment


def earlier_stages(competition: Competition) -> list[Content]:
    """Of each stage before: the ranking that it ended with, by its fingerprint, and who went on by which rule."""
    rows = Shortlist.objects.select_related("ranking", "decided_by")
    before = [each for each in stages_of(competition) if each.competition.ends_with_shortlist]
    decided = [(each, rows.filter(competition=each.competition).first()) for each in before]
    return [
        {
            "reference": each.competition.reference,
            "stage": each.label,
            "ranking": {"number": made.ranking.number, "fingerprint": made.ranking.fingerprint},
            "rule": made.rule,
            "bids": [
                {
                    "bid": row.bid.reference,
                    "name": row.bid.organisation.name,
                    "place": row.place,
                    "goes_on": row.goes_on,
                }
                for row in made.bids.select_related("bid__organisation")
            ],
            "reasons": made.reasons,
            "decided_by": made.decided_by.name,
            "decided_at": _instant(made.decided_at),
        }
        for each, made in decided
        if made
    ]


def low_offers(competition: Competition) -> list[Content]:
    """Which bidders were asked about their price, what they answered, and what was decided, in order of time."""
    rows = LowOfferQuestion.objects.filter(bid__competition=competition).select_related("bid", "by")
    return [
        {
            "bid": each.bid.reference,
            "prompts": each.prompts,
            "about": each.about,
            "reply_by": each.reply_by.isoformat(),
            "asked_by": each.by.name,
            "asked_at": _instant(each.at),
            "answers": [
                {"text": one.text, "files": one.files or [], "by": one.by.name, "at": _instant(one.at)}
                for one in each.answers.all()
            ],
            "decision": next(
                (
                    {"outcome": one.outcome, "reasons": one.reasons, "by": one.by.name, "at": _instant(one.at)}
                    for one in each.decisions.all()
                    if one.superseded_at is None
                ),
                None,
            ),
        }
        for each in rows.prefetch_related("answers__by", "decisions__by").order_by("at", "pk")
    ]


def annulled(competition: Competition) -> list[Content]:
    """Which ballots of staff were annulled: when, by whom and why. Nothing of what staff said is left to be told."""
    rows = StaffAnnulment.objects.confirmed().filter(competition=competition)
    return [
        {
            "reason": each.reason,
            "asked_by": each.asked_by.name,
            "asked_at": _instant(each.asked_at),
            "decided_by": each.decided_by.name if each.decided_by else "",
            "decided_at": _instant(each.decided_at),
        }
        for each in rows.select_related("asked_by", "decided_by")
    ]


def _instant(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
