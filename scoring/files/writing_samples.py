"""What a written file tells of sample answers. Scores of one that is not revealed yet are nobody's to read."""

from collections.abc import Iterator

from procurement.models import Competition
from scoring.files.content import Content, deed
from scoring.models import Sample


def content(competition: Competition) -> Iterator[Content]:
    rows = Sample.objects.of(competition).select_related("criterion", "written_by", "revealed_by")
    for each in rows.prefetch_related("scores__member__user", "notes__by"):
        given = sorted(each.scores.all(), key=lambda score: (score.given_at, score.pk)) if each.revealed_at else []
        yield {
            "criterion": each.criterion.reference,
            "text": each.text,
            "is_required": each.is_required,
            "written": deed(each.written_by, each.written_at),
            "scores": [
                {
                    "person": score.member.user.email,
                    "score": score.value,
                    "reasons": score.reasons,
                    "at": score.given_at,
                }
                for score in given
                if score.member.left_at is None
            ],
            "revealed": deed(each.revealed_by, each.revealed_at) if each.revealed_by else None,
            "notes": [{**deed(note.by, note.at), "text": note.text} for note in reversed(each.notes.all())],
        }
