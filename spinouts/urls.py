from django.urls import path

from spinouts.views import services, venture_exports, ventures

app_name = "spinouts"
urlpatterns = [
    path("council/services/", services.service_list, name="service_list"),
    path("council/services/new/", services.service_new, name="service_new"),
    path("council/services/<slug:reference>/", services.service_detail, name="service_detail"),
    path("council/services/<slug:reference>/change/", services.service_change, name="service_change"),
    path("council/services/<slug:reference>/options/", services.service_options, name="service_options"),
    path("ventures/<slug:reference>/", ventures.venture, name="venture"),
    path("ventures/<slug:reference>/bods.json", venture_exports.bods_json, name="venture_bods"),
    path("ventures/<slug:reference>/ocf.zip", venture_exports.ocf_zip, name="venture_ocf"),
    path("ventures/<slug:reference>/owners.csv", venture_exports.owners_csv, name="venture_owners_csv"),
    path("ventures/<slug:reference>/sheet.csv", venture_exports.sheet_csv, name="venture_sheet_csv"),
    path("ventures/<slug:reference>/ownership.xlsx", venture_exports.ownership_xlsx, name="venture_xlsx"),
    path("ventures/<slug:reference>/ownership.json", venture_exports.ownership_json, name="venture_json"),
    path("ventures/<slug:reference>/company.yaml", venture_exports.company_yaml, name="venture_yaml"),
]
