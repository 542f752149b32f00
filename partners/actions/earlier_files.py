"""Files of a bidder's bid in the stage before, which it may take over into its bid in this one; those there stay."""

from dataclasses import dataclass
from datetime import datetime

from django.core.files import File
from django.db import transaction

from accounts.models import User
from partners.actions.completeness import places_for_files
from partners.actions.documents import same_as, store
from partners.actions.writing import kept_if_late, locked, may_repeat
from partners.domain.last_day import Deed
from partners.models import Admission, Bid, BidDocument
from procurement.models import Criterion


@dataclass(frozen=True, slots=True)
class EarlierFile:
    """A file of the stage before, and the question to which it would belong in this one; None is the whole bid."""

    document: BidDocument
    criterion: Criterion | None


def earlier_bid(bid: Bid) -> Bid | None:
    """The bid of the same bidder that went on from the stage before, if it can be read."""
    admission = Admission.objects.filter(competition=bid.competition_id, organisation=bid.organisation_id)
    found = admission.select_related("earlier__competition").first()
    return found.earlier if found and not found.earlier.is_sealed_shut else None


def files_to_take_over(bid: Bid) -> list[EarlierFile]:
    """The files of the stage before that the bid does not have yet, in the order in which they came.

    Where offers wait, a file for the offer is offered only if it would be one again: elsewhere it is read before them.
    """
    earlier = None if bid.is_sealed_shut else earlier_bid(bid)
    if earlier is None:
        return []
    there = {_marks(each) for each in BidDocument.objects.present().filter(bid=bid)}
    places = {each.reference: each for each in places_for_files(bid.competition)}
    rows = BidDocument.objects.present().filter(bid=earlier).select_related("criterion", "bid__competition")
    files = [EarlierFile(row, places.get(row.criterion.reference) if row.criterion else None) for row in rows]
    return [each for each in files if _marks(each.document) not in there and not _would_be_read_early(bid, each)]


def take_over_file(bid: Bid, earlier: EarlierFile, *, by: User, at: datetime) -> BidDocument:
    """Seal the file anew into the bid, to be checked again, with the same hash. Twice does no harm.

    Its bytes are read once: that they have the hash which they had, the check by the worker finds out.
    """
    source = earlier.document
    document = BidDocument(
        bid=bid,
        criterion=earlier.criterion,
        came_from=source.reference,
        uploaded_by=by,
        uploaded_at=at,
        **{name: getattr(source, name) for name in ("title", "name", "size", "sha256")},
    )
    if may_repeat(bid, at) and (same := same_as(document)):
        return same
    tried = {name: getattr(source, name) for name in ("title", "name", "size", "sha256")}
    if earlier.criterion is not None:
        tried |= {"criterion": earlier.criterion.reference, "question": earlier.criterion.title}
    with source.file.storage.open(str(source.file.name)) as stored:
        file = File(stored, name=source.name)
        with kept_if_late(bid, Deed.DOCUMENT, "Add a document", tried, by=by, at=at, file=file), transaction.atomic():
            return store(document, locked(bid, at=at), file)


def _marks(document: BidDocument) -> tuple[str, str, str]:
    return document.sha256, document.name, document.title


def _would_be_read_early(bid: Bid, earlier: EarlierFile) -> bool:
    was_for = earlier.document.criterion
    was_for_the_offer = was_for is not None and was_for.is_formula
    return bid.competition.offers_wait and was_for_the_offer and earlier.criterion is None
