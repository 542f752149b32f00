"""An organisation's core supplier information: the whole of it on one page, its parts on pages of their own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import UserRequest, requires
from accounts.domain.fingerprints import fingerprint
from accounts.domain.refusals import Refusal
from accounts.refusals import refused_into
from partners.actions import supplier_information as information
from partners.actions.member_declarations import parts_to_declare_for
from partners.domain.supplier_information import NO_NUMBER, InformationPart, Lack, good_until
from partners.forms.supplier_information import DetailsForm, IdentifierForm, InformationForm, StandingForm
from partners.models import Organisation
from partners.views.information_words import sections_of
from procurement.domain.dates import day_in_words


@require_GET
@requires("partners.view_organisation", Organisation)
def overview(request: UserRequest, organisation: Organisation) -> HttpResponse:
    """All of it as it stands, what is missing, and whether it is confirmed."""
    content = information.content_of(organisation)
    lacks = information.what_lacks(organisation)
    version = information.latest_version(organisation)
    context = {
        "organisation": organisation,
        "sections": sections_of(content),
        "lacks": [(lack.sentence, _mended_at(lack)) for lack in lacks],
        "missing": information.what_is_missing(organisation, timezone.now())[len(lacks) :],
        "version": version,
        "until": version and day_in_words(good_until(information.day_of(version.confirmed_at))),
        "seen": fingerprint(content),
        "parts": parts_to_declare_for(organisation, request.user, timezone.now()),
    }
    return render(request, "partners/supplier_information.html", context)


def _mended_at(lack: Lack) -> str:
    """The name of the page on which what is missing can be given."""
    if lack.sentence == NO_NUMBER:
        return "partners:identifiers"
    return {
        InformationPart.BASIC: "partners:supplier_details",
        InformationPart.STANDING: "partners:supplier_standing",
        InformationPart.PERSONS: "partners:connected_persons",
        InformationPart.GROUNDS: "partners:grounds",
    }[lack.part]


@requires("partners.write_supplier_information", Organisation)
def details(request: UserRequest, organisation: Organisation) -> HttpResponse:
    return _save(request, organisation, DetailsForm, "Basic details")


@requires("partners.write_supplier_information", Organisation)
def standing(request: UserRequest, organisation: Organisation) -> HttpResponse:
    return _save(request, organisation, StandingForm, "Economic and financial standing")


def _save(request: UserRequest, organisation: Organisation, make: type[InformationForm], heading: str) -> HttpResponse:
    form = make(request.POST or None, information=information.information_of(organisation))
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            information.save_details(
                organisation, **form.typed(), seen=form.cleaned_data["seen"], by=request.user, at=timezone.now()
            )
            messages.success(request, f"{heading}: saved.")
            return redirect("partners:supplier_information", reference=organisation.reference)
    context = {"organisation": organisation, "form": form, "heading": heading}
    return render(request, "partners/supplier_information_form.html", context)


@requires("partners.write_supplier_information", Organisation)
def identifiers(request: UserRequest, organisation: Organisation) -> HttpResponse:
    form = IdentifierForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            typed = form.cleaned_data
            identifier = information.add_identifier(
                organisation, typed["scheme"], typed["typed"], by=request.user, at=timezone.now()
            )
            messages.success(request, identifier.note or f"{identifier.scheme.label}: {identifier.value} is kept.")
            return redirect("partners:identifiers", reference=organisation.reference)
    context = {"organisation": organisation, "form": form, "identifiers": organisation.identifiers.all()}
    return render(request, "partners/identifier_list.html", context)


@require_POST
@requires("partners.write_supplier_information", Organisation)
def identifier_remove(request: UserRequest, organisation: Organisation) -> HttpResponse:
    scheme, value = request.POST.get("scheme", ""), request.POST.get("value", "")
    information.remove_identifier(organisation, scheme, value, by=request.user, at=timezone.now())
    messages.success(request, f"The number {value} is removed.")
    return redirect("partners:identifiers", reference=organisation.reference)


@require_POST
@requires("partners.manage_organisation", Organisation)
def confirm(request: UserRequest, organisation: Organisation) -> HttpResponse:
    try:
        version = information.confirm(
            organisation, seen=request.POST.get("seen", ""), by=request.user, at=timezone.now()
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        until = day_in_words(good_until(information.day_of(version.confirmed_at)))
        messages.success(
            request, f"The supplier information is confirmed. It holds until {until}, or until it changes."
        )
    return redirect("partners:supplier_information", reference=organisation.reference)
