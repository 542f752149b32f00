"""An opened competition whose offers wait, as if it had been published so."""

from accounts.domain.fingerprints import canonical
from partners.models import Submission
from procurement.models import CompetitionKey


def make_offers_wait(opened):
    competition = opened.competition
    competition.offers_wait = True
    competition.save()
    for submission in Submission.objects.filter(bid__in=opened.bids).select_related("bid"):
        key = CompetitionKey.objects.of(competition.pk)
        submission.sealed = key.seal(canonical(submission.content), submission.place)
        submission.save()
        submission.open(with_offer=False)
    for bid in opened.bids:
        bid.competition = competition
    return opened
