from django.urls import path

from scoring.views import (
    assignments,
    comparisons,
    exclusions,
    independence,
    interest_register,
    interests,
    late_attempts,
    late_bids,
    moderation,
    opened,
    panels,
    score_changes,
    scores,
    seats,
)

urlpatterns = [
    path("council/competitions/<slug:reference>/panel/", panels.panel, name="panel"),
    path("council/competitions/<slug:reference>/panel/appoint/", panels.appoint, name="panel_appoint"),
    path(
        "council/competitions/<slug:reference>/panel/<slug:member>/stand-down/",
        panels.stand_down,
        name="panel_stand_down",
    ),
    path("council/competitions/<slug:reference>/panel/independence/", independence.independence, name="independence"),
    path("council/competitions/<slug:reference>/panel/independence/<slug:link>/", independence.find, name="find_link"),
    path(
        "council/competitions/<slug:reference>/panel/interests/", interest_register.register, name="interest_register"
    ),
    path(
        "council/competitions/<slug:reference>/panel/interests/<slug:bid>/ask-again/",
        interest_register.ask_again,
        name="interest_ask_again",
    ),
    path(
        "council/competitions/<slug:reference>/panel/interests/<slug:bid>/<slug:member>/decide/",
        interest_register.decide,
        name="interest_decide",
    ),
    path("council/competitions/<slug:reference>/opened-bids/", opened.bids, name="opened_bids"),
    path("council/competitions/<slug:reference>/late-attempts/", late_attempts.late_attempts, name="late_attempts"),
    path("late-bids/<slug:reference>/decide/", late_bids.decide, name="late_bid_decide"),
    path("late-attempts/<slug:reference>/file/", late_attempts.file, name="late_file"),
    path(
        "council/competitions/<slug:reference>/opened-bids/compared/", comparisons.compare, name="opened_bids_compared"
    ),
    path("opened-bids/<slug:reference>/", opened.bid, name="opened_bid"),
    path("opened-bids/<slug:reference>/offer/", opened.offer, name="opened_offer"),
    path("opened-bids/<slug:reference>/documents/<slug:document>/", opened.document, name="opened_document"),
    path("opened-bids/<slug:reference>/exclusion/", exclusions.case, name="exclusion"),
    path("opened-bids/<slug:reference>/exclusion/debarment/", exclusions.check, name="exclusion_check"),
    path("opened-bids/<slug:reference>/exclusion/grounds/", exclusions.assess, name="exclusion_assess"),
    path("opened-bids/<slug:reference>/exclusion/invite/", exclusions.invite, name="exclusion_invite"),
    path("opened-bids/<slug:reference>/exclusion/answer/", exclusions.receive, name="exclusion_receive"),
    path("opened-bids/<slug:reference>/exclusion/decide/", exclusions.decide, name="exclusion_decide"),
    path("panel/<slug:reference>/", seats.seat, name="seat"),
    path("panel/<slug:reference>/interests/", interests.declare, name="interests"),
    path("panel/<slug:reference>/lock/", seats.lock, name="lock_scores"),
    path("assign/<slug:reference>/", assignments.assign, name="assign"),
    path("score/<slug:reference>/", scores.score, name="score"),
    path("score/<slug:reference>/change/", score_changes.change, name="score_change"),
    path("moderate/<slug:reference>/", moderation.overview, name="moderation"),
    path("moderate/<slug:reference>/<slug:criterion>/", moderation.criterion, name="moderate"),
    path("moderate/<slug:reference>/<slug:criterion>/reveal/", moderation.reveal, name="moderate_reveal"),
    path("moderate/<slug:reference>/<slug:criterion>/agree/", moderation.agree, name="moderate_agree"),
    path("moderate/<slug:reference>/<slug:criterion>/<slug:bid>/draft/", moderation.draft, name="moderate_draft"),
]
