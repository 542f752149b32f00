"""What organisations and bidders do."""

from collections.abc import Iterator
from functools import partial

from partners.actions import bids, organisations, submissions
from partners.domain import offers
from partners.domain.organisations import OrganisationRole
from partners.models import Organisation, OrganisationMember
from scoring.files.council import file_content
from scoring.files.rows import Rows, Step
from scoring.files.schema import BidFilePart, BidPart, CompetitionFile, Deed, OfferPart, OrganisationPart


def steps(file: CompetitionFile, rows: Rows) -> Iterator[Step]:
    """Each deed with its instant."""
    for organisation in file.organisations:
        yield organisation.registered.at, partial(_register, rows, organisation)
    for bid in file.bids:
        yield bid.started.at, partial(_start, rows, bid)
        for document in bid.documents:
            yield document.uploaded.at, partial(_add_document, rows, bid, document)
        if bid.submitted:
            yield bid.submitted.at, partial(_submit, rows, bid, bid.submitted)


def offer_of(part: OfferPart) -> offers.Offer:
    """The offer as the arithmetic knows it."""
    return offers.Offer(
        company_name=part.company_name,
        legal_form=part.legal_form,
        total_shares=part.total_shares,
        holdings=tuple(
            offers.ProposedHolding(
                kind=each.kind,
                name=each.name,
                percent=each.percent,
                votes_per_share=each.votes_per_share,
                share_class=each.share_class,
                board_seats=each.board_seats,
            )
            for each in part.holdings
        ),
        investments=tuple(offers.Investment(each.instrument, each.year, each.amount) for each in part.investments),
        prices=tuple(offers.Price(each.year, each.amount) for each in part.prices),
        notes=part.notes,
    )


def _register(rows: Rows, part: OrganisationPart) -> None:
    who = rows.who(part.registered)
    known = Organisation.objects.filter(name=part.name, members__user=who["by"]).first()
    organisation = known or organisations.register(
        name=part.name,
        kind=part.kind.value,
        registered_number=part.registered_number,
        address=part.address,
        **who,
    )
    rows.organisations[part.name] = organisation
    for member in part.members:
        user, role = rows.people[member.person], OrganisationRole(member.role)
        if not OrganisationMember.objects.filter(organisation=organisation, user=user).exists():
            token = organisations.invite(organisation, user.email, role.value, **who)
            organisations.accept(token, by=user, at=who["at"])


def _start(rows: Rows, part: BidPart) -> None:
    who = rows.who(part.started)
    bid = bids.start(rows.competition, rows.organisations[part.organisation], **who)
    rows.bids[part.organisation] = bid
    if part.consortium:
        members = [member.model_dump(mode="json") for member in part.consortium]
        bids.name_consortium(bid, members, **who)
    for reference, text in part.answers.items():
        bids.save_answer(bid, rows.criteria[reference], text, version=0, **who)
    if part.offer:
        bids.save_offer(bid, bids.typed_of(offer_of(part.offer)), version=0, **who)


def _add_document(rows: Rows, bid: BidPart, part: BidFilePart) -> None:
    bids.add_document(
        rows.bids[bid.organisation],
        title=part.title,
        upload=file_content(part),
        criterion=rows.criteria[part.criterion] if part.criterion else None,
        **rows.who(part.uploaded),
    )


def _submit(rows: Rows, part: BidPart, deed: Deed) -> None:
    submissions.submit(rows.bids[part.organisation], **rows.who(deed))
