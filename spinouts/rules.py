import rules

from accounts.models import User
from accounts.rules import is_at_council, is_at_some_council, is_lead_officer, is_officer, is_officer_somewhere
from spinouts.models import CompanyStudy


@rules.predicate
def brought_it_in(user: User, study: CompanyStudy) -> bool:
    return study.brought_in_by_id == user.pk


rules.add_perm("spinouts.list_services", is_at_some_council)
rules.add_perm("spinouts.add_service", is_officer_somewhere)
rules.add_perm("spinouts.view_service", is_at_council)
rules.add_perm("spinouts.change_service", is_officer)
rules.add_perm("spinouts.view_appraisal", is_at_council)
rules.add_perm("spinouts.appraise_options", is_officer)
rules.add_perm("spinouts.view_venture", is_at_council)
rules.add_perm("spinouts.change_register", is_officer)
rules.add_perm("spinouts.publish_note", is_lead_officer)
rules.add_perm("spinouts.list_studies", is_at_some_council)
rules.add_perm("spinouts.bring_in_study", is_officer_somewhere)
rules.add_perm("spinouts.view_study", is_at_council)
rules.add_perm("spinouts.hide_study", is_at_council & brought_it_in)
rules.add_perm("spinouts.report_on_study", is_at_council)
rules.add_perm("spinouts.report_on_venture", is_at_council)
rules.add_perm("spinouts.view_company_report", is_at_council)
rules.add_perm("spinouts.retry_company_report", is_at_council)
