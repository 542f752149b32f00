from datetime import datetime

from accounts.models import User
from config.my_work.bidders import bidding_work
from config.my_work.council import council_work
from config.my_work.panel import panel_work
from config.my_work.tasks import Work


def work_of(user: User, at: datetime) -> list[Work]:
    """The person's work for each council, on panels, and for each organisation; the number of queries is constant."""
    judging = [*council_work(user, at), *panel_work(user, at)]
    return [*judging, *bidding_work(user, at, may_begin=not judging)]
