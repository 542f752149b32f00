import re

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from spinouts.files.exporting import EXPORTS
from spinouts.views import (
    appraisals,
    appraised_options,
    company_notes,
    company_pages,
    company_reports,
    joining,
    registers,
    services,
    studies,
    study_pages,
    venture_exports,
    ventures,
)


class ExportConverter(StringConverter):
    """The name of a file that can be taken away, such as "bods.json"."""

    regex = "|".join(map(re.escape, EXPORTS))


register_converter(ExportConverter, "export")
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
    path("ventures/<slug:reference>/projection/", company_pages.projection, name="venture_projection"),
    path(
        "ventures/<slug:reference>/projection/projection.csv",
        company_pages.projection_csv,
        name="venture_projection_csv",
    ),
    path("ventures/<slug:reference>/exit/", company_pages.company_exit, name="venture_exit"),
    path("ventures/<slug:reference>/level/", company_pages.level, name="venture_level"),
    path("ventures/<slug:reference>/report/", company_reports.venture_report_new, name="venture_report_new"),
    path("ventures/<slug:reference>/<export:name>", venture_exports.venture_file, name="venture_file"),
    path("ventures/<slug:reference>/changes/", registers.kinds, name="register_kinds"),
    path("ventures/<slug:reference>/changes/<slug:kind>/", registers.entry_new, name="entry_new"),
    path("ventures/<slug:reference>/note/", company_notes.venture_note, name="venture_note"),
    path("ventures/<slug:reference>/note/publish/", company_notes.note_publish, name="note_publish"),
    path("ventures/<slug:reference>/note/withdraw/", company_notes.note_withdraw, name="note_withdraw"),
    path("entries/<slug:reference>/strike/", registers.entry_strike, name="entry_strike"),
    path("companies/<slug:reference>/", company_notes.company_note, name="company_note"),
    path("companies/<slug:reference>/staff/", company_notes.company_staff, name="company_staff"),
    path("council/studies/", studies.study_list, name="study_list"),
    path("council/studies/new/", studies.study_new, name="study_new"),
    path("studies/<slug:reference>/", studies.study, name="study"),
    path("studies/<slug:reference>/original/", studies.original, name="study_original"),
    path("studies/<slug:reference>/hide/", studies.hide, name="study_hide"),
    path("studies/<slug:reference>/show/", studies.show_again, name="study_show"),
    path("studies/<slug:reference>/joining/", joining.joining, name="study_joining"),
    path("studies/<slug:reference>/projection/", study_pages.projection, name="study_projection"),
    path("studies/<slug:reference>/exit/", study_pages.company_exit, name="study_exit"),
    path("studies/<slug:reference>/report/", company_reports.study_report_new, name="study_report_new"),
    path("studies/<slug:reference>/<export:name>", studies.study_file, name="study_file"),
    path("company-reports/<slug:reference>/", company_reports.report, name="company_report"),
    path("company-reports/<slug:reference>/retry/", company_reports.retry, name="company_report_retry"),
    path("company-reports/<slug:reference>/download/", company_reports.download, name="company_report_download"),
]
