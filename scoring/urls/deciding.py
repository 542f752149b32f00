from django.urls import path

from scoring.views import awards, boards, promise_exports, promise_ledgers, promises, rankings, records, reports

urlpatterns = [
    path("council/competitions/<slug:reference>/board/", boards.board, name="board"),
    path("council/competitions/<slug:reference>/board/board.csv", boards.board_csv, name="board_csv"),
    path("council/competitions/<slug:reference>/ranking/", rankings.ranking, name="ranking"),
    path("council/competitions/<slug:reference>/ranking/make/", rankings.rank, name="rank"),
    path("council/competitions/<slug:reference>/award/", awards.of_competition, name="competition_award"),
    path("council/competitions/<slug:reference>/award/propose/", awards.propose, name="propose_award"),
    path("awards/<slug:reference>/", awards.award, name="award"),
    path("awards/<slug:reference>/decide/", awards.decide, name="decide_award"),
    path("awards/<slug:reference>/promises/", promise_ledgers.ledger, name="promises"),
    path("awards/<slug:reference>/promises/promises.csv", promise_exports.ledger_csv, name="promises_csv"),
    path("awards/<slug:reference>/promises/promises.json", promise_exports.ledger_json, name="promises_json"),
    path("awards/<slug:reference>/promises/agree/", promise_ledgers.agree, name="promises_agree"),
    path("awards/<slug:reference>/promises/new/", promise_ledgers.pick, name="promise_pick"),
    path("awards/<slug:reference>/promises/new/<slug:criterion>/", promises.promise_new, name="promise_new"),
    path("promises/<slug:reference>/", promises.promise, name="promise"),
    path("promises/<slug:reference>/change/", promises.promise_change, name="promise_change"),
    path("promises/<slug:reference>/end/", promises.promise_end, name="promise_end"),
    path("promises/reviews/<slug:reference>/document/", promises.review_document, name="promise_review_document"),
    path("reports/<slug:reference>/", reports.report, name="report"),
    path("reports/<slug:reference>/retry/", reports.retry, name="retry_report"),
    path("reports/<slug:reference>/download/", reports.download, name="report_download"),
    path("record/<slug:reference>/", records.record, name="record"),
    path("record/<slug:reference>/record.csv", records.record_csv, name="record_csv"),
]
