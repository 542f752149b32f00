"""The bids of a written file: as they were submitted, and only once they are open."""

from collections.abc import Iterable, Iterator

from partners.models import Bid, BidDocument, Organisation, Submission
from procurement.models import Competition
from scoring.files.content import Content, deed, document_content, first_deed


def counted(competition: Competition) -> Iterator[tuple[Bid, Submission]]:
    """Each opened bid with the submission that counts, in the order in which they were started."""
    submissions = Submission.objects.filter(bid__in=Bid.objects.opened(competition), superseded_at=None)
    for submission in submissions.select_related(
        "bid__organisation", "bid__competition", "bid__started_by", "by"
    ).order_by("bid__pk"):
        yield submission.bid, submission


def organisation_content(organisation: Organisation) -> Content:
    members = organisation.members.select_related("user").order_by("pk")
    return {
        "name": organisation.name,
        "kind": organisation.kind,
        "registered_number": organisation.registered_number,
        "address": organisation.address,
        "members": [{"person": member.user.email, "role": member.role} for member in members],
        "registered": first_deed(organisation.reference),
    }


def bid_content(bid: Bid, submission: Submission, questions: Iterable[str]) -> Content:
    """The bid as it was submitted, as far as it may be read: without its offer while offers are closed.

    A request to participate has none.
    `questions` are the references of the criteria in their published order.
    """
    content = submission.content or {}
    answers = content["answers"]
    return {
        "organisation": bid.organisation.name,
        "started": deed(bid.started_by, bid.started_at),
        "consortium": [_member(each) for each in content["consortium"]],
        "answers": {reference: answers[reference] for reference in questions if reference in answers},
        "documents": list(_documents(content)),
        "offer": content.get("offer") if bid.competition.asks_offer else None,
        "submitted": deed(submission.by, submission.at),
    }


def _member(said: Content) -> Content:
    """Who agreed is left out: what was said on the way is not part of the file."""
    return {name: each for name, each in said.items() if name != "agreed"}


def _documents(submitted: Content) -> Iterator[Content]:
    references = [part["reference"] for part in submitted["documents"]]
    documents = BidDocument.objects.filter(reference__in=references).select_related("uploaded_by", "criterion")
    for each in documents.order_by("uploaded_at", "pk"):
        content = document_content(each.title, each.name, each.file, each.uploaded_by, each.uploaded_at)
        yield {**content, "criterion": each.criterion.reference if each.criterion else None}
