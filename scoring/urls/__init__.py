"""The addresses of judging, of deciding (board, ranking, award, reports), and of the ballot of staff."""

from scoring.urls import deciding, judging, voting

app_name = "scoring"
urlpatterns = [*judging.urlpatterns, *deciding.urlpatterns, *voting.urlpatterns]
