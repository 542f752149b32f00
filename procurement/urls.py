from django.urls import path

from procurement.views import criteria, design, handovers, papers, publication, scales, sealing, stages

app_name = "procurement"

COUNCIL = "council/competitions/<slug:reference>"
urlpatterns = [
    path("competitions/", publication.competition_list, name="competition_list"),
    path("competitions/<slug:reference>/", publication.competition_page, name="competition_page"),
    path("competitions/<slug:reference>/ask/", papers.ask, name="ask"),
    path(
        "competitions/<slug:reference>/documents/<slug:document>/",
        papers.document_file,
        name="document_file",
    ),
    path("council/services/<slug:reference>/competition/", design.competition_new, name="competition_new"),
    path("council/competitions/", design.council_list, name="council_list"),
    path("council/questions/<slug:reference>/", papers.answer, name="answer"),
    path(f"{COUNCIL}/", design.design, name="design"),
    path(f"{COUNCIL}/sought/", design.sought, name="sought"),
    path(f"{COUNCIL}/terms/", design.terms, name="terms"),
    path(f"{COUNCIL}/dates/", design.dates, name="dates"),
    path(f"{COUNCIL}/tie-break/", design.tie_break, name="tie_break"),
    path(f"{COUNCIL}/stages/", stages.stages, name="stages"),
    path(f"{COUNCIL}/stages/one/", stages.one_stage, name="one_stage"),
    path(f"{COUNCIL}/going-on/", stages.going_on, name="going_on"),
    path(f"{COUNCIL}/assessing/", design.assessing, name="assessing"),
    path(f"{COUNCIL}/sealing/", sealing.sealing, name="sealing"),
    path("council/key-shares/<slug:reference>/", sealing.share, name="key_share"),
    path("council/key-shares/<slug:reference>/code/", sealing.share_code, name="key_share_code"),
    path("council/key-shares/<slug:reference>/hand-over/", handovers.handover, name="key_handover"),
    path("council/key-shares/<slug:reference>/hand-over/code/", handovers.handover_code, name="key_handover_code"),
    path(
        "council/key-shares/<slug:reference>/hand-over/take-back/",
        handovers.handover_take_back,
        name="key_handover_take_back",
    ),
    path(f"{COUNCIL}/criteria/", criteria.tree, name="criteria"),
    path(f"{COUNCIL}/criteria/new/", criteria.criterion_new, name="criterion_new"),
    path(f"{COUNCIL}/criteria/<slug:part>/change/", criteria.criterion_change, name="criterion_change"),
    path(f"{COUNCIL}/sections/new/", criteria.section_new, name="section_new"),
    path(f"{COUNCIL}/sections/<slug:part>/change/", criteria.section_change, name="section_change"),
    path(f"{COUNCIL}/parts/<slug:part>/remove/", criteria.part_remove, name="part_remove"),
    path(f"{COUNCIL}/parts/<slug:part>/move/", criteria.part_move, name="part_move"),
    path(f"{COUNCIL}/scales/", scales.scale_list, name="scales"),
    path(f"{COUNCIL}/scales/new/", scales.scale_new, name="scale_new"),
    path(f"{COUNCIL}/scales/<slug:scale>/change/", scales.scale_change, name="scale_change"),
    path(f"{COUNCIL}/scales/<slug:scale>/remove/", scales.scale_remove, name="scale_remove"),
    path(f"{COUNCIL}/documents/", papers.documents, name="documents"),
    path(f"{COUNCIL}/documents/<slug:document>/remove/", papers.document_remove, name="document_remove"),
    path(f"{COUNCIL}/questions/", papers.questions, name="questions"),
    path(f"{COUNCIL}/preview/", publication.preview, name="preview"),
    path(f"{COUNCIL}/publish/", publication.publish, name="publish"),
]
