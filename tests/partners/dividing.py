"""A competition whose key is divided, and a bid in it, for tests."""

from django.core.files.uploadedfile import SimpleUploadedFile

from partners.actions import bids, document_checks, submissions
from partners.models import Answer, Bid, BidDocument
from procurement.actions import competitions, divisions
from procurement.models import KeyShare
from tests import world
from tests.partners.conftest import complete
from tests.world import BEFORE, PUBLISHED

WORDS = "zanzibar-in-the-answer"
FILE = b"zanzibar-in-the-file"


def divided(draft, holders, maker, *, by):
    """Publish the draft with its key divided: two of the holders, and an envelope. Returns the codes by share."""
    divisions.divide(draft, holders=holders, needed=2, kept_by="The monitoring officer", by=by, at=PUBLISHED)
    codes = {}
    for share in KeyShare.objects.all():
        maker_of_it = share.holder or maker
        codes[share.number] = divisions.make_code(share, by=maker_of_it, at=PUBLISHED)
        divisions.accept(share, codes[share.number].lower(), by=maker_of_it, at=PUBLISHED)
    competitions.publish(draft, by=by, at=PUBLISHED)
    return codes


def submitted(competition):
    """A bid with WORDS in an answer and FILE among its documents, submitted in time."""
    organisation, ada = world.organisation("Zanzibar Care")
    bid = complete(bids.start(competition, organisation, by=ada, at=BEFORE), ada)
    answer = Answer.objects.filter(bid=bid).first()
    bids.save_answer(bid, answer.criterion, WORDS, version=answer.version, by=ada, at=BEFORE)
    bids.add_document(bid, title="Film", upload=SimpleUploadedFile("film.txt", FILE), by=ada, at=BEFORE)
    submissions.submit(Bid.objects.get(pk=bid.pk), by=ada, at=BEFORE)
    document_checks.check(BidDocument.objects.get().pk, at=BEFORE)
    return Bid.objects.get(pk=bid.pk)
