"""The files that came with bidders' answers about their bids, as a competition file holds them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.domain.refusals import Refusal
from partners.actions.answer_files import AnswerFile
from partners.actions.documents import hash_of
from partners.models import Bid, BidDocument
from scoring.files.content import Content, bytes_content
from scoring.files.council import file_content
from scoring.files.rows import Path, Rows
from scoring.files.schema import CompetitionFile
from scoring.files.schema_evaluation import AnswerFilePart


def uploads_of(parts: Iterable[AnswerFilePart]) -> list[SimpleUploadedFile]:
    """As they would come in; refused if one is not what its hash says."""
    found = []
    for part in parts:
        upload = file_content(part)
        if part.sha256 and hash_of(upload) != part.sha256:
            raise Refusal(f"“{part.name}” is not the file with the SHA-256 that stands beside it")
        found.append(upload)
    return found


def note_stored(rows: Rows, bid: Bid, at: datetime) -> None:
    """What was stored for the answer of that instant goes again if the whole file is refused."""
    rows.stored += [each.file for each in BidDocument.objects.filter(bid=bid, is_part=False, uploaded_at=at)]


def content_of(kept: Sequence[AnswerFile] | None) -> list[Content]:
    """Each with its name, its hash and its bytes."""
    if not kept:
        return []
    rows = BidDocument.objects.in_bulk([each["reference"] for each in kept], field_name="reference")
    return [
        {"name": each["name"], "sha256": each["sha256"], **bytes_content(rows[each["reference"]].file)} for each in kept
    ]


def files_of_answers(file: CompetitionFile) -> Iterator[tuple[Path, AnswerFilePart]]:
    """Where a file holds them."""
    for index, asked in enumerate(file.enquiries):
        for place, sent in enumerate(asked.answered.files if asked.answered else []):
            yield ("enquiries", index, "answered", "files", place), sent
    for index, price in enumerate(file.low_offers):
        for number, said in enumerate(price.answers):
            for place, sent in enumerate(said.files):
                yield ("low_offers", index, "answers", number, "files", place), sent
