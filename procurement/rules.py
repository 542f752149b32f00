import rules

from accounts.models import User
from accounts.rules import is_at_council, is_at_some_council, is_lead_officer, is_officer, role_at
from procurement.models import Competition, KeyShare


@rules.predicate
def is_not_at_its_council(user: User, competition: Competition) -> bool:
    """Questions come from outside: a council asks itself nothing in public."""
    return role_at(user, competition.council) is None


@rules.predicate
def takes_share(user: User, share: KeyShare) -> bool:
    """Who holds it; that of the envelope any officer takes for who keeps it."""
    return share.holder_id == user.pk if share.holder_id else bool(is_officer(user, share))


@rules.predicate
def hands_over_or_takes(user: User, share: KeyShare) -> bool:
    """Who holds it, and to whom it is being handed over."""
    return share.holder_id == user.pk or share.handovers.filter(ended_at=None, to=user).exists()


rules.add_perm("procurement.list_competitions", is_at_some_council)
rules.add_perm("procurement.draft_competition", is_officer)
rules.add_perm("procurement.view_design", is_at_council)
rules.add_perm("procurement.design_competition", is_officer)
rules.add_perm("procurement.publish_competition", is_lead_officer)
rules.add_perm("procurement.ask_clarification", is_not_at_its_council)
rules.add_perm("procurement.answer_clarification", is_officer)
rules.add_perm("procurement.take_key_share", is_at_council & takes_share)
rules.add_perm("procurement.hand_over_key_share", is_at_council & hands_over_or_takes)
