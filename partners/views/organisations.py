from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.access import UserRequest, may, public, requires
from accounts.domain.refusals import Refusal
from accounts.refusals import refused_into
from partners.actions import organisations
from partners.domain.organisations import OrganisationRole
from partners.forms.organisations import InvitationForm, OrganisationForm
from partners.models import Bid, Organisation, OrganisationMember


@requires("partners.add_organisation")
def register(request: UserRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refused_into(form):
            organisation = organisations.register(**form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, f"{organisation} is registered. You are its administrator.")
            if (wanted := _wanted(request)) is not None:
                return redirect(wanted)
            return redirect("partners:organisation", reference=organisation.reference)
    return render(request, "partners/organisation_form.html", {"form": form})


def _wanted(request: UserRequest) -> str | None:
    """The page of this service from which somebody came, and wants to go on."""
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else None


@requires("partners.view_organisation", Organisation)
def detail(request: UserRequest, organisation: Organisation) -> HttpResponse:
    return _page(request, organisation, InvitationForm())


@require_POST
@requires("partners.manage_organisation", Organisation)
def invite(request: UserRequest, organisation: Organisation) -> HttpResponse:
    form = InvitationForm(request.POST)
    if form.is_valid():
        with refused_into(form):
            site = request.build_absolute_uri("/").rstrip("/")
            organisations.invite(organisation, **form.cleaned_data, by=request.user, at=timezone.now(), site=site)
            messages.success(request, f"An invitation is on its way to {form.cleaned_data['email']}.")
            return redirect("partners:organisation", reference=organisation.reference)
    return _page(request, organisation, form)


@require_POST
@requires("partners.manage_organisation", Organisation)
def withdraw_invitation(request: UserRequest, organisation: Organisation) -> HttpResponse:
    email = request.POST.get("email", "")
    organisations.withdraw_invitation(organisation, email, by=request.user, at=timezone.now())
    messages.success(request, f"The invitation to {email} is withdrawn.")
    return redirect("partners:organisation", reference=organisation.reference)


@require_POST
@requires("partners.manage_organisation", Organisation)
def change_role(request: UserRequest, organisation: Organisation) -> HttpResponse:
    member = _member(request, organisation)
    role = OrganisationRole.ADMINISTRATOR if member.role == OrganisationRole.WRITER else OrganisationRole.WRITER
    if request.POST.get("role") in set(OrganisationRole):
        role = OrganisationRole(request.POST["role"])
    try:
        organisations.change_role(member, role, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{member.user} is now {role.label.lower()}.")
    return redirect("partners:organisation", reference=organisation.reference)


@require_POST
@requires("partners.view_organisation", Organisation)
def remove_member(request: UserRequest, organisation: Organisation) -> HttpResponse:
    """An administrator may remove anybody, and everybody may leave."""
    member = _member(request, organisation)
    try:
        organisations.remove_member(member, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("partners:organisation", reference=organisation.reference)
    if member.user == request.user:
        messages.success(request, f"You left {organisation}.")
        return redirect("my_work")
    messages.success(request, f"{member.user} does not belong to {organisation} any more.")
    return redirect("partners:organisation", reference=organisation.reference)


@never_cache
@public
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What somebody sees who opens the link of an invitation, signed in or not; the button joins."""
    if request.user.is_authenticated and (joined := organisations.joined_with(token, by=request.user)):
        return redirect("partners:organisation", reference=joined.organisation.reference)
    try:
        if request.method == "POST" and request.user.is_authenticated:
            member = organisations.accept(token, by=request.user, at=timezone.now())
            messages.success(request, f"You belong to {member.organisation} now.")
            return redirect("partners:organisation", reference=member.organisation.reference)
        invitation = organisations.invitation_for(token, at=timezone.now())
    except Refusal as refusal:
        return render(request, "partners/invitation.html", {"sentences": refusal.sentences}, status=409)
    is_theirs = request.user.is_authenticated and request.user.email.casefold() == invitation.email.casefold()
    context = {"invitation": invitation, "role": OrganisationRole(invitation.role).label, "is_theirs": is_theirs}
    return render(request, "partners/invitation.html", context)


def _member(request: UserRequest, organisation: Organisation) -> OrganisationMember:
    """The member whom the form names; one's own only, unless one is an administrator."""
    members = organisation.members.select_related("user", "organisation")
    if not may(request.user, "partners.manage_organisation", organisation):
        members = members.filter(user=request.user)
    return get_object_or_404(members, user__email=request.POST.get("member", ""))


def _page(request: UserRequest, organisation: Organisation, form: InvitationForm) -> HttpResponse:
    context = {
        "organisation": organisation,
        "form": form,
        "kind": organisation.get_kind_display(),
        "members": organisation.members.select_related("user").order_by("user__name", "pk"),
        "invitations": sorted(organisation.invitations.filter(accepted_at=None), key=lambda each: each.email),
        "bids": Bid.objects.visible_to(request.user).filter(organisation=organisation).order_by("-started_at", "-pk"),
    }
    return render(request, "partners/organisation_detail.html", context)
