"""The addresses of judging (panel, interests, scores, moderation) and of deciding (board, ranking, award, reports)."""

from scoring.urls import deciding, judging

app_name = "scoring"
urlpatterns = [*judging.urlpatterns, *deciding.urlpatterns]
