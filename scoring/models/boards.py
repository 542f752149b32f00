"""What a board that is kept in the cache must be asked about before it is shown again."""

from django.db import connection

from procurement.models import Competition


def newest(competition: Competition) -> tuple[int | None, ...]:
    """The newest key of each kind of row that the board follows from, which are only ever added to. One query."""
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
                (SELECT max(reopened.id) FROM scoring_interestreopening reopened
                    JOIN scoring_interestdeclaration declared ON declared.id = reopened.declaration_id
                    JOIN scoring_panelmember member ON member.id = declared.member_id
                    WHERE member.competition_id = %(competition)s),
                (SELECT max(agreed.id) FROM scoring_consensusscore agreed
                    JOIN partners_bid bid ON bid.id = agreed.bid_id WHERE bid.competition_id = %(competition)s),
                (SELECT max(id) FROM scoring_ranking WHERE competition_id = %(competition)s)
            """,
            {"competition": competition.pk},
        )
        return tuple(cursor.fetchone())
