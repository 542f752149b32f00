"""How independent the panel is, and the links that nobody declared."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import UserRequest, requires
from accounts.models import User
from accounts.refusals import refused_into
from procurement.models import Competition
from scoring.actions import links
from scoring.domain.hidden_links import Link
from scoring.domain.independence import MemberRow, map_of, sentences, standing_of
from scoring.domain.roles import Background, Interest, PanelRole
from scoring.forms.links import CONFIRM, LinkForm
from scoring.models import InterestDeclaration, InterestReopening, LinkFinding, OpenedBid, PanelMember
from scoring.models.links import links_for


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link, and what was made of it so far, the newest last; `is_own` if it is about the reader."""

    link: Link
    findings: list[LinkFinding]
    is_own: bool

    @property
    def stands(self) -> LinkFinding | None:
        return next((each for each in self.findings if each.superseded_at is None), None)


@require_GET
@requires("scoring.view_interests", Competition)
def independence(request: UserRequest, competition: Competition) -> HttpResponse:
    """The map of members and bids with its table, then the links to look at. The number of queries is constant."""
    bids, members = _members(request.user, competition)
    rows = _links(request.user, competition)
    context = {
        "competition": competition,
        "bids": bids,
        "members": members,
        "picture": map_of(bids, members),
        "sentences": sentences(bids, members) if bids else [],
        "open_links": [row for row in rows if row.stands is None],
        "found_links": [row for row in rows if row.stands],
    }
    return render(request, "scoring/independence.html", context)


@require_http_methods(["GET", "POST"])
@requires("scoring.find_link", Competition)
def find(request: UserRequest, competition: Competition, link: str) -> HttpResponse:
    """Confirm or dismiss a link."""
    row = next((each for each in _links(request.user, competition) if each.link.key == link), None)
    if row is None:
        raise Http404
    form = LinkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refused_into(form):
            confirmed, reason = form.cleaned_data["outcome"] == CONFIRM, form.cleaned_data["reason"]
            links.find(competition, row.link, is_confirmed=confirmed, reason=reason, by=request.user, at=timezone.now())
            messages.success(request, f"The link is {'confirmed' if confirmed else 'dismissed'}.")
            return redirect("scoring:independence", reference=competition.reference)
    return render(request, "scoring/link_form.html", {"competition": competition, "row": row, "form": form})


def _links(user: User, competition: Competition) -> list[LinkRow]:
    found: dict[str, list[LinkFinding]] = {}
    for each in LinkFinding.objects.filter(competition=competition).select_related("by"):
        found.setdefault(each.key, []).append(each)
    own = set(PanelMember.objects.filter(competition=competition, user=user).values_list("reference", flat=True))
    return [LinkRow(link, found.get(link.key, []), link.judge in own) for link in links_for(user, competition)]


def _members(user: User, competition: Competition) -> tuple[list[str], list[MemberRow]]:
    readable = OpenedBid.objects.visible_to(user).filter(competition=competition)
    bids = list(readable.order_by("organisation__name", "pk").values_list("pk", "organisation__name"))
    counting = InterestDeclaration.objects.filter(member__competition=competition, superseded_at=None)
    declared = {
        (member, bid): (clears, interest)
        for member, bid, clears, interest in counting.values_list("member", "bid", "clears", "interest")
    }
    asked = InterestReopening.objects.of(competition).unanswered()
    asked_again = set(asked.values_list("declaration__member", "declaration__bid"))
    rows = [
        MemberRow(
            str(member.user),
            PanelRole(member.role),
            Background(member.background) if member.background else None,
            tuple(
                standing_of(
                    clears=declared.get((member.pk, bid), (None, ""))[0],
                    has_interest=declared.get((member.pk, bid), (None, ""))[1] != Interest.NONE,
                    is_asked_again=(member.pk, bid) in asked_again,
                )
                for bid, _ in bids
            ),
        )
        for member in PanelMember.objects.sitting(competition)
    ]
    return [name for _, name in bids], rows
