"""What organisations and bidders do."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from partners.actions import bids, organisations, submissions
from partners.domain import instruments, offers
from partners.domain.organisations import OrganisationRole
from partners.models import Organisation, OrganisationMember
from scoring.files.council import file_content
from scoring.files.rows import Path, Rows, Step
from scoring.files.schema import CompetitionFile
from scoring.files.schema_bids import BidFilePart, BidPart, OfferPart, OrganisationPart
from scoring.files.values import Deed, Part


def steps(file: CompetitionFile, rows: Rows) -> Iterator[Step]:
    """Each deed with its instant."""
    for index, organisation in enumerate([] if file.follows else file.organisations):
        yield Step(organisation.registered.at, ("organisations", index), partial(_register, rows, organisation))
    for index, bid in enumerate(file.bids):
        here: Path = ("bids", index)
        yield Step(bid.started.at, (*here, "started"), partial(_start, rows, bid))
        if bid.consortium:
            yield Step(bid.started.at, (*here, "consortium"), partial(_name_consortium, rows, bid))
        for reference, text in bid.answers.items():
            yield Step(bid.started.at, (*here, "answers", reference), partial(_answer, rows, bid, reference, text))
        if bid.offer:
            yield Step(bid.started.at, (*here, "offer"), partial(_offer, rows, bid, bid.offer))
        for place, document in enumerate(bid.documents):
            yield Step(document.uploaded.at, (*here, "documents", place), partial(_add_document, rows, bid, document))
        if bid.submitted:
            yield Step(bid.submitted.at, (*here, "submitted"), partial(_submit, rows, bid, bid.submitted))


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
        investments=tuple(instruments.Investment(each.instrument, each.year, each.amount) for each in part.investments),
        prices=tuple(offers.Price(each.year, each.amount) for each in part.prices),
        notes=part.notes,
        classes=offers.classes_from_content(_content(each) for each in part.classes),
        agreed=offers.agreed_of(_content(part.agreed)),
        terms=tuple(
            instruments.InvestmentTerms(each.instrument, each.provider, each.conditions, each.valuation)
            for each in part.terms
        ),
        support=part.support,
        confidential=tuple(
            offers.Confidential(each.part, each.passage, each.reason, each.until) for each in part.confidential
        ),
    )


def _content(part: Part) -> dict[str, Any]:
    """As content holds it: what is not said is left to what is usual."""
    return part.model_dump(mode="json", exclude_unset=True, exclude_none=True)


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
    organisation = rows.organisations[part.organisation]
    rows.bids[part.organisation] = bids.start(rows.competition, organisation, takes_over=False, **who)


def _name_consortium(rows: Rows, part: BidPart) -> None:
    members = [member.model_dump(mode="json") for member in part.consortium]
    bids.name_consortium(rows.bids[part.organisation], members, **rows.who(part.started))


def _answer(rows: Rows, part: BidPart, reference: str, text: str) -> None:
    bid, criterion = rows.bids[part.organisation], rows.criteria[reference]
    bids.save_answer(bid, criterion, text, version=0, **rows.who(part.started))


def _offer(rows: Rows, part: BidPart, offer: OfferPart) -> None:
    typed = bids.typed_of(offer_of(offer))
    bids.save_offer(rows.bids[part.organisation], typed, version=0, **rows.who(part.started))


def _add_document(rows: Rows, bid: BidPart, part: BidFilePart) -> None:
    document = bids.add_document(
        rows.bids[bid.organisation],
        title=part.title,
        upload=file_content(part),
        criterion=rows.criteria[part.criterion] if part.criterion else None,
        **rows.who(part.uploaded),
    )
    rows.stored.append(document.file)


def _submit(rows: Rows, part: BidPart, deed: Deed) -> None:
    """A file that was written while offers were closed holds none of them, and tells what else there is."""
    file = rows.file
    closed = file.competition.offers_wait and len(file.opened) == 2 and len(file.offers_opened) < 2
    submissions.submit(rows.bids[part.organisation], holds_offer=bool(part.offer) or not closed, **rows.who(deed))
