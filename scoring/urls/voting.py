"""The ballot of staff: where staff vote, and where the council prepares and counts it."""

from django.urls import path

from scoring.views import staff_annulments, staff_ballots, staff_texts, staff_voting

_OF = "council/competitions/<slug:reference>/staff-ballot/"

urlpatterns = [
    path(_OF, staff_ballots.ballot, name="staff_ballot"),
    path(f"{_OF}who/", staff_ballots.who, name="staff_ballot_who"),
    path(f"{_OF}anew/", staff_annulments.anew, name="staff_ballot_anew"),
    path(f"{_OF}annul/", staff_annulments.annul, name="staff_ballot_annul"),
    path(f"{_OF}annul/decide/", staff_annulments.decide, name="staff_ballot_annul_decide"),
    path(f"{_OF}approve/", staff_ballots.approve, name="staff_ballot_approve"),
    path(f"{_OF}codes/", staff_ballots.codes, name="staff_ballot_codes"),
    path(f"{_OF}codes/replace/", staff_ballots.replace, name="staff_ballot_replace"),
    path(f"{_OF}codes/cancel/", staff_ballots.cancel, name="staff_ballot_cancel"),
    path(f"{_OF}count/", staff_ballots.count, name="staff_ballot_count"),
    path("opened-bids/<slug:reference>/staff-text/", staff_texts.text, name="staff_text"),
    path("opened-bids/<slug:reference>/staff-text/write/", staff_texts.write, name="staff_text_write"),
    path("bids/<slug:reference>/staff-text/", staff_texts.own, name="staff_text_own"),
    path("staff-ballot/", staff_voting.enter, name="staff_vote"),
    path("staff-ballot/bids/", staff_voting.bids, name="staff_bids"),
    path("staff-ballot/bids/<int:place>/", staff_voting.bid, name="staff_bid"),
    path("staff-ballot/rate/", staff_voting.rate, name="staff_rate"),
    path("staff-ballot/cast/", staff_voting.cast, name="staff_cast"),
    path("staff-ballot/counted/", staff_voting.voted, name="staff_voted"),
    path("staff-ballot/leave/", staff_voting.leave, name="staff_leave"),
]
