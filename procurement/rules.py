import rules

from accounts.models import User
from accounts.rules import is_at_council, is_at_some_council, is_lead_officer, is_officer, role_at
from procurement.models import Competition


@rules.predicate
def is_not_at_its_council(user: User, competition: Competition) -> bool:
    """Questions come from outside: a council asks itself nothing in public."""
    return role_at(user, competition.council) is None


rules.add_perm("procurement.list_competitions", is_at_some_council)
rules.add_perm("procurement.draft_competition", is_officer)
rules.add_perm("procurement.view_design", is_at_council)
rules.add_perm("procurement.design_competition", is_officer)
rules.add_perm("procurement.publish_competition", is_lead_officer)
rules.add_perm("procurement.ask_clarification", is_not_at_its_council)
rules.add_perm("procurement.answer_clarification", is_officer)
