from django.urls import URLPattern, path

from partners.views import answers, bids, changes, consortia, documents, offers, openings, organisations, submissions

app_name = "partners"
urlpatterns: list[URLPattern] = [
    path("organisations/new/", organisations.register, name="organisation_new"),
    path("organisations/join/<str:token>/", organisations.invitation, name="invitation"),
    path("organisations/<slug:reference>/", organisations.detail, name="organisation"),
    path("organisations/<slug:reference>/invite/", organisations.invite, name="organisation_invite"),
    path(
        "organisations/<slug:reference>/withdraw-invitation/",
        organisations.withdraw_invitation,
        name="organisation_withdraw_invitation",
    ),
    path("organisations/<slug:reference>/role/", organisations.change_role, name="organisation_change_role"),
    path("organisations/<slug:reference>/remove/", organisations.remove_member, name="organisation_remove_member"),
    path("competitions/<slug:reference>/bid/", bids.start, name="bid_start"),
    path("bids/<slug:reference>/", bids.detail, name="bid"),
    path("bids/<slug:reference>/status/", bids.status, name="bid_status"),
    path("bids/<slug:reference>/answers/<slug:criterion>/", answers.answer, name="bid_answer"),
    path("bids/<slug:reference>/answers/<slug:criterion>/history/", answers.history, name="bid_answer_history"),
    path("bids/<slug:reference>/answers/<slug:criterion>/restore/", answers.restore, name="bid_answer_restore"),
    path("bids/<slug:reference>/offer/", offers.offer, name="bid_offer"),
    path("bids/<slug:reference>/offer/check/", offers.check, name="bid_offer_check"),
    path("bids/<slug:reference>/offer/<slug:page>/", offers.further, name="bid_offer_page"),
    path("bids/<slug:reference>/consortium/", consortia.name_members, name="bid_consortium"),
    path("bids/<slug:reference>/documents/", documents.add, name="bid_documents"),
    path("bids/<slug:reference>/submit/", submissions.submit, name="bid_submit"),
    path("bids/<slug:reference>/withdraw/", submissions.withdraw, name="bid_withdraw"),
    path("bids/<slug:reference>/receipt/", submissions.last_receipt, name="bid_receipt"),
    path("receipts/<slug:reference>/", submissions.receipt, name="receipt"),
    path("bid-documents/<slug:reference>/", documents.download, name="document"),
    path("late-attempts/<slug:reference>/", documents.late_file, name="late_file"),
    path("bid-documents/<slug:reference>/remove/", documents.remove, name="document_remove"),
    path("council/competitions/<slug:reference>/deadlines/", changes.extend, name="extend_deadlines"),
    path("council/competitions/<slug:reference>/abandon/", changes.abandon, name="abandon"),
    path("council/competitions/<slug:reference>/opening/", openings.opening, name="opening"),
    path("council/competitions/<slug:reference>/opening/confirm/", openings.confirm, name="opening_confirm"),
]
