"""What a board that is kept in the cache must be asked about before it is shown again."""

from django.db import connection

from procurement.models import Competition


def newest(competition: Competition) -> tuple[int | None, ...]:
    """The keys of the newest of what the figures follow from, all of which is only ever added to. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT (SELECT max(declared.id) FROM scoring_interestdeclaration declared
                    JOIN scoring_panelmember member ON member.id = declared.member_id
                    WHERE member.competition_id = %(competition)s),
                (SELECT max(decided.id) FROM scoring_interestdecision decided
                    JOIN scoring_interestdeclaration declared ON declared.id = decided.declaration_id
                    JOIN scoring_panelmember member ON member.id = declared.member_id
                    WHERE member.competition_id = %(competition)s),
                (SELECT max(changed.id) FROM scoring_scorechange changed
                    JOIN scoring_score score ON score.id = changed.score_id
                    JOIN scoring_assignment assigned ON assigned.id = score.assignment_id
                    JOIN partners_bid bid ON bid.id = assigned.bid_id WHERE bid.competition_id = %(competition)s),
                (SELECT max(reopened.id) FROM scoring_interestreopening reopened
                    JOIN scoring_interestdeclaration declared ON declared.id = reopened.declaration_id
                    JOIN scoring_panelmember member ON member.id = declared.member_id
                    WHERE member.competition_id = %(competition)s),
                (SELECT max(revealed.id) FROM scoring_reveal revealed
                    JOIN partners_bid bid ON bid.id = revealed.bid_id WHERE bid.competition_id = %(competition)s),
                (SELECT max(agreed.id) FROM scoring_consensusscore agreed
                    JOIN partners_bid bid ON bid.id = agreed.bid_id WHERE bid.competition_id = %(competition)s),
                (SELECT max(id) FROM scoring_ranking WHERE competition_id = %(competition)s)
            """,
            {"competition": competition.pk},
        )
        return tuple(cursor.fetchone())
