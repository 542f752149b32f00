from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.access import UserRequest, signed_in
from accounts.actions import people

ON = "on"


@require_POST
@signed_in
def switch(request: UserRequest) -> HttpResponse:
    """Switch one's own reminders on or off, as the button says."""
    wanted = request.POST.get("reminders") == ON
    people.set_reminders(request.user, wanted=wanted)
    messages.success(request, f"Reminders before a deadline are switched {'on' if wanted else 'off'}.")
    return redirect("my_work")
