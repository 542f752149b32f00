"""What was done, in words, for those who read the record: the record itself keeps the short name of each deed."""

DEEDS = {
    "partners.add_document": "Added a document",
    "partners.change_role": "Gave somebody another role",
    "partners.confirm_opening": "Confirmed that the bids be opened",
    "partners.invite": "Invited somebody to the organisation",
    "partners.join": "Joined the organisation",
    "partners.late_attempt": "Came too late, and was refused",
    "partners.name_consortium": "Named the consortium",
    "partners.open_bids": "Opened the bids",
    "partners.register_organisation": "Registered the organisation",
    "partners.remove_document": "Removed a document",
    "partners.remove_member": "Removed somebody from the organisation",
    "partners.start_bid": "Started the bid",
    "partners.submit_bid": "Submitted the bid",
    "partners.withdraw_bid": "Withdrew the bid",
    "partners.withdraw_invitation": "Withdrew an invitation",
    "partners.write_answer": "Wrote an answer",
    "partners.write_offer": "Wrote the offer",
    "procurement.abandon": "Abandoned the competition",
    "procurement.add_criterion": "Added a criterion",
    "procurement.add_scale": "Added a scale",
    "procurement.add_section": "Added a section",
    "procurement.answer": "Answered a question",
    "procurement.ask": "A question was asked",
    "procurement.draft": "Drafted the competition",
    "procurement.extend_deadlines": "Extended the deadlines",
    "procurement.move_criterion": "Moved a criterion",
    "procurement.move_section": "Moved a section",
    "procurement.publish": "Published the competition",
    "procurement.publish_document": "Added a document for everybody",
    "procurement.remove_criterion": "Removed a criterion",
    "procurement.remove_document": "Removed a document",
    "procurement.remove_scale": "Removed a scale",
    "procurement.remove_section": "Removed a section",
    "procurement.revise": "Changed the draft of the competition",
    "procurement.revise_criterion": "Changed a criterion",
    "procurement.revise_scale": "Changed a scale",
    "procurement.revise_section": "Changed a section",
    "scoring.appoint": "Appointed to the panel",
    "scoring.approve_award": "Approved the award",
    "scoring.assign": "Assigned who scores what",
    "scoring.declare": "Declared about an interest",
    "scoring.lock": "Locked their scores",
    "scoring.moderate": "Recorded an agreed score",
    "scoring.propose_award": "Proposed the award",
    "scoring.rank": "Made the ranking",
    "scoring.request_report": "Asked for a report",
    "scoring.retry_report": "Asked again for a report",
    "scoring.send_back_award": "Sent the proposed award back",
    "scoring.stand_down": "Stood a member down from the panel",
    "spinouts.appraise": "Compared the options",
    "spinouts.describe": "Described the service",
    "spinouts.form_venture": "Formed the company",
    "spinouts.revise": "Changed the description of the service",
}


def deed_in_words(verb: str) -> str:
    """ "Published the competition"; a deed that has no words here is told by its short name."""
    return DEEDS.get(verb, verb)


def deeds_like(word: str) -> list[str]:
    """The short names of the deeds whose words hold this one."""
    return [verb for verb, words in DEEDS.items() if word.lower() in words.lower()]
