import rules

from accounts.rules import is_at_council, is_at_some_council, is_lead_officer, is_officer, is_officer_somewhere

rules.add_perm("spinouts.list_services", is_at_some_council)
rules.add_perm("spinouts.add_service", is_officer_somewhere)
rules.add_perm("spinouts.view_service", is_at_council)
rules.add_perm("spinouts.change_service", is_officer)
rules.add_perm("spinouts.view_appraisal", is_at_council)
rules.add_perm("spinouts.appraise_options", is_officer)
rules.add_perm("spinouts.view_venture", is_at_council)
rules.add_perm("spinouts.change_register", is_officer)
rules.add_perm("spinouts.publish_note", is_lead_officer)
