from django.urls import path

from spinouts.views import appraisals, appraised_options, registers, services, ventures

app_name = "spinouts"
urlpatterns = [
    path("council/services/", services.service_list, name="service_list"),
    path("council/services/new/", services.service_new, name="service_new"),
    path("council/services/<slug:reference>/", services.service_detail, name="service_detail"),
    path("council/services/<slug:reference>/change/", services.service_change, name="service_change"),
    path("council/services/<slug:reference>/options/", services.service_options, name="service_options"),
    path("council/services/<slug:reference>/appraisal/", appraisals.appraisal, name="appraisal"),
    path("council/services/<slug:reference>/appraisal/basis/", appraisals.basis, name="appraisal_basis"),
    path("council/services/<slug:reference>/appraisal/criteria/new/", appraisals.criterion_new, name="criterion_new"),
    path(
        "council/services/<slug:reference>/appraisal/criteria/<slug:criterion>/",
        appraisals.criterion_change,
        name="criterion_change",
    ),
    path(
        "council/services/<slug:reference>/appraisal/criteria/<slug:criterion>/move/",
        appraisals.criterion_move,
        name="criterion_move",
    ),
    path(
        "council/services/<slug:reference>/appraisal/criteria/<slug:criterion>/remove/",
        appraisals.criterion_remove,
        name="criterion_remove",
    ),
    path(
        "council/services/<slug:reference>/appraisal/criteria/<slug:criterion>/scores/",
        appraised_options.scores,
        name="option_scores",
    ),
    path(
        "council/services/<slug:reference>/appraisal/<slug:option>/ownership/",
        appraised_options.ownership,
        name="option_ownership",
    ),
    path(
        "council/services/<slug:reference>/appraisal/<slug:option>/money/", appraised_options.money, name="option_money"
    ),
    path("ventures/<slug:reference>/", ventures.venture, name="venture"),
    path("ventures/<slug:reference>/changes/", registers.kinds, name="register_kinds"),
    path("ventures/<slug:reference>/changes/<slug:kind>/", registers.entry_new, name="entry_new"),
    path("ventures/<slug:reference>/publish/", registers.note_publish, name="note_publish"),
    path("entries/<slug:reference>/strike/", registers.entry_strike, name="entry_strike"),
    path("companies/<slug:reference>/", registers.company_note, name="company_note"),
    path("companies/<slug:reference>/staff/", registers.company_staff, name="company_staff"),
]
