"""The addresses of the product, each with its parts filled in from what there is (`tests/everything.py`)."""

import re

from partners.models import (
    Bid,
    BidDocument,
    Consent,
    Enquiry,
    FilledKit,
    LateAttempt,
    MemberDeclaration,
    Submission,
    Upload,
)
from procurement.models import Clarification, Competition, Document, Scale
from scoring.models import (
    Assignment,
    Award,
    EnquiryDraft,
    FilledScoreSheet,
    JudgedBid,
    LateBid,
    LowOfferQuestion,
    Meeting,
    MeetingMinutes,
    OpenedBid,
    OpenedLateAttempt,
    PanelMember,
    Promise,
    PromiseReview,
    Report,
    Sample,
)
from spinouts.models import AppraisalCriterion, HoldingEvent, JointVenture, Service

_BIDS = {Bid, JudgedBid, LateBid, OpenedBid, LateAttempt, OpenedLateAttempt, Submission, Assignment}
OF_BIDS = {
    *_BIDS,
    LowOfferQuestion,
    BidDocument,
    Consent,
    Enquiry,
    EnquiryDraft,
    FilledKit,
    FilledScoreSheet,
    MemberDeclaration,
    Upload,
}
EXPECTED_LATER = {
    *OF_BIDS,
    Award,
    Meeting,
    MeetingMinutes,
    Report,
    JointVenture,
    HoldingEvent,
    Promise,
    PromiseReview,
    Clarification,
    Sample,
}
# What the reference in an address stands for, where the view does not say it with a model.
PLACES = {
    "competitions/": Competition,
    "companies/": JointVenture,
    "council/competitions/": Competition,
    "council/services/": Service,
    "record/": Competition,
}


def app_of(pattern):
    return pattern.callback.__module__.split(".")[0]


def model_of(route, pattern):
    given = pattern.callback.access.model
    if given or "<" not in route:
        return given
    return next((model for prefix, model in PLACES.items() if route.startswith(prefix)), None)


def address_of(route, pattern, all_of_it):
    """The address with each of its parts filled in; nothing if what it is about is not there at this moment."""
    address = route.removeprefix("^").removesuffix("$")
    for name in pattern.pattern.converters or re.findall(r"\?P<(\w+)>", route):
        value = _value(name, route, pattern, all_of_it)
        if value is None:
            return None
        address = re.sub(rf"<(\w+:)?{name}>|\(\?P<{name}>[^)]*\)", str(value), address, count=1)
    assert not re.search(r"[<>()]", address), address
    return f"/{address}"


def _value(name, route, pattern, all_of_it):
    """What stands for a part of an address. Teach it here what a new name means."""
    things = all_of_it.things
    reference_of = {
        "criterion": things.get(AppraisalCriterion) if route.startswith("council/services/") else all_of_it.criterion,
        "part": all_of_it.section
        if route.startswith("council/competitions/") and "sections/" in route
        else all_of_it.criterion,
        "bid": things.get(Bid),
        "document": things.get(Document if app_of(pattern) == "procurement" else BidDocument),
        "member": things.get(PanelMember),
        "scale": things.get(Scale),
        "question": things.get(Clarification),
        "award": things.get(Award),
        "report": things.get(Report),
        "venture": things.get(JointVenture),
    }
    if name == "reference":
        model = model_of(route, pattern)
        assert model, f"Which model does the reference in {route} belong to? Tell PLACES."
        assert model in things or model in EXPECTED_LATER, f"There is no {model.__name__} in tests/everything.py."
        return things[model].reference if model in things else None
    if name in reference_of:
        thing = reference_of[name]
        return thing and (getattr(thing, "reference", None) or thing.pk)
    given = {
        "name": "bods.json",
        "token": all_of_it.token,
        "uidb36": "1",
        "key": "a-key",
        "link": all_of_it.link or "a-link",
        "kind": "issue" if route.startswith("ventures/") else "award",
        "option": "joint_venture",
    }
    given |= {"page": "agreements", "place": "0"}
    assert name in given, f"What does “{name}” stand for in {route}? Tell tests/addresses.py."
    return given[name]
