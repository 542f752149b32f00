from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import UserRequest, requires
from accounts.domain.roles import CouncilRole
from accounts.models import Council, CouncilMember


@requires("accounts.view_council_people")
def people(request: UserRequest) -> HttpResponse:
    """Who works on competitions at the councils of which the person is a lead officer."""
    members = CouncilMember.objects.select_related("user").order_by("user__name", "pk")
    councils = (
        Council.objects.filter(members__user=request.user, members__role=CouncilRole.LEAD_OFFICER.value)
        .prefetch_related(Prefetch("members", members))
        .order_by("name")
    )
    return render(request, "accounts/council_people.html", {"councils": councils})
