from django.urls import path

from spinouts.views import appraisals, appraised_options, registers, services, venture_exports, ventures

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
    path("ventures/<slug:reference>/bods.json", venture_exports.bods_json, name="venture_bods"),
    path("ventures/<slug:reference>/ocf.zip", venture_exports.ocf_zip, name="venture_ocf"),
    path("ventures/<slug:reference>/owners.csv", venture_exports.owners_csv, name="venture_owners_csv"),
    path("ventures/<slug:reference>/sheet.csv", venture_exports.sheet_csv, name="venture_sheet_csv"),
    path("ventures/<slug:reference>/ownership.xlsx", venture_exports.ownership_xlsx, name="venture_xlsx"),
    path("ventures/<slug:reference>/ownership.json", venture_exports.ownership_json, name="venture_json"),
    path("ventures/<slug:reference>/company.yaml", venture_exports.company_yaml, name="venture_yaml"),
    path("ventures/<slug:reference>/changes/", registers.kinds, name="register_kinds"),
    path("ventures/<slug:reference>/changes/<slug:kind>/", registers.entry_new, name="entry_new"),
    path("ventures/<slug:reference>/publish/", registers.note_publish, name="note_publish"),
    path("entries/<slug:reference>/strike/", registers.entry_strike, name="entry_strike"),
    path("companies/<slug:reference>/", registers.company_note, name="company_note"),
    path("companies/<slug:reference>/staff/", registers.company_staff, name="company_staff"),
]
