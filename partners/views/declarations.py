"""Who stands behind an organisation, and the exclusion grounds that it answers for itself and for them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import UserRequest, requires
from accounts.domain.refusals import Refusal
from accounts.refusals import refused_into
from partners.actions import declarations
from partners.domain.exclusion_grounds import ground_of
from partners.forms.supplier_information import DeclaredGroundForm, GroundsForm, PersonForm
from partners.models import ConnectedPerson, DeclaredGround, Organisation


@require_GET
@requires("partners.view_organisation", Organisation)
def persons(request: UserRequest, organisation: Organisation) -> HttpResponse:
    context = {"organisation": organisation, "persons": ConnectedPerson.objects.filter(organisation=organisation)}
    return render(request, "partners/connected_person_list.html", context)


@requires("partners.write_supplier_information", Organisation)
def person_new(request: UserRequest, organisation: Organisation) -> HttpResponse:
    return _person(request, organisation, None)


@requires("partners.write_connected_person", ConnectedPerson)
def person(request: UserRequest, person: ConnectedPerson) -> HttpResponse:
    return _person(request, person.organisation, person)


def _person(request: UserRequest, organisation: Organisation, person: ConnectedPerson | None) -> HttpResponse:
    form = PersonForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            saved = declarations.save_person(
                organisation,
                reference=person.reference if person else form.reference_for_new(),
                seen=form.cleaned_data["seen"],
                **form.typed(),
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, f"{saved.name} is on the list.")
            return redirect("partners:connected_persons", reference=organisation.reference)
    context = {"organisation": organisation, "form": form, "person": person}
    return render(request, "partners/connected_person_form.html", context)


@require_POST
@requires("partners.write_connected_person", ConnectedPerson)
def person_remove(request: UserRequest, person: ConnectedPerson) -> HttpResponse:
    try:
        declarations.remove_person(person, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{person.name} is off the list.")
    return redirect("partners:connected_persons", reference=person.organisation.reference)


@requires("partners.write_supplier_information", Organisation)
def grounds(request: UserRequest, organisation: Organisation) -> HttpResponse:
    """All grounds on one page; those that are ticked are told of on pages of their own, one after the other."""
    declared = list(DeclaredGround.objects.filter(organisation=organisation).select_related("person").order_by("pk"))
    form = GroundsForm(request.POST or None, ticked={each.ground for each in declared})
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            left = declarations.answer_grounds(organisation, form.ticked(), by=request.user, at=timezone.now())
            messages.success(request, "Your answers are kept." + (" Now say what happened." if left else ""))
            if left:
                return redirect("partners:declared_ground", reference=left[0].reference)
            return redirect("partners:supplier_information", reference=organisation.reference)
    context = {
        "organisation": organisation,
        "form": form,
        "declared": declared,
        "persons": ConnectedPerson.objects.filter(organisation=organisation),
    }
    return render(request, "partners/grounds_form.html", context)


@requires("partners.write_declared_ground", DeclaredGround)
def ground(request: UserRequest, row: DeclaredGround) -> HttpResponse:
    return _ground(request, row.organisation, row.ground, row)


@requires("partners.write_declared_ground", DeclaredGround)
def ground_again(request: UserRequest, row: DeclaredGround) -> HttpResponse:
    """The same ground for somebody else, or for another event."""
    return _ground(request, row.organisation, row.ground, None)


def _ground(request: UserRequest, organisation: Organisation, ground: str, row: DeclaredGround | None) -> HttpResponse:
    form = DeclaredGroundForm(request.POST or None, organisation=organisation, ground=ground, row=row)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            declarations.save_ground(
                organisation,
                ground,
                reference=row.reference if row else form.reference_for_new(),
                seen=form.cleaned_data["seen"],
                **form.typed(),
                by=request.user,
                at=timezone.now(),
            )
            left = declarations.without_details(organisation)
            messages.success(request, "What you declared is kept.")
            if left:
                return redirect("partners:declared_ground", reference=left[0].reference)
            return redirect("partners:supplier_information", reference=organisation.reference)
    context = {"organisation": organisation, "form": form, "row": row, "ground": ground_of(ground)}
    return render(request, "partners/declared_ground_form.html", context)


@require_POST
@requires("partners.write_declared_ground", DeclaredGround)
def ground_remove(request: UserRequest, row: DeclaredGround) -> HttpResponse:
    declarations.remove_ground(row, by=request.user, at=timezone.now())
    messages.success(request, "It is not declared any more.")
    return redirect("partners:grounds", reference=row.organisation.reference)
