"""What a written file tells of the questions of the panel to bidders.

One that is neither sent nor refused is left out: nobody else on the panel knows of it.
"""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from partners.models import Enquiry
from procurement.models import Competition
from scoring.domain.enquiries import EnquiryState
from scoring.domain.roles import PanelRole
from scoring.files.answer_files import content_of
from scoring.files.content import Content, deed
from scoring.models import Assignment, EnquiryDraft

ENDED = (EnquiryState.SENT.value, EnquiryState.REFUSED.value)


def content(competition: Competition) -> Iterator[Content]:
    # As scores are, questions are told of members who still sit and still score this, and of the chair.
    same = {"member": OuterRef("member"), "bid": OuterRef("bid"), "criterion": OuterRef("criterion")}
    held = Assignment.objects.counting().filter(**same)
    chaired = Q(member__role=PanelRole.CHAIR.value, member__left_at=None)
    drafts = EnquiryDraft.objects.of(competition).filter(Q(Exists(held)) | chaired, state__in=ENDED)
    rows = drafts.order_by("drafted_at", "pk")
    related = ("bid__organisation", "criterion", "member__user", "decided_by")
    sent = ("enquiry__sent_by", "enquiry__answered_by", "enquiry__decided_by")
    for each in rows.select_related(*related, *sent):
        yield {
            "organisation": each.bid.organisation.name,
            "criterion": each.criterion.reference,
            "document": each.document_title,
            "question": each.text,
            "why": each.why,
            "drafted": deed(each.member.user, each.drafted_at),
            "wording": each.wording if each.wording != each.text else "",
            "refused_because": each.reasons,
            "decided": deed(each.decided_by, each.decided_at),
            **(_sent(each.enquiry) if each.enquiry else {}),
        }


def _sent(enquiry: Enquiry) -> Content:
    answered = {
        **deed(enquiry.answered_by, enquiry.answered_at),
        "text": enquiry.answer,
        "files": content_of(enquiry.files),
    }
    late = {**deed(enquiry.decided_by, enquiry.decided_at), "reasons": enquiry.decision_reasons}
    return {
        "sent": {**deed(enquiry.sent_by, enquiry.sent_at), "due_at": enquiry.due_at},
        "answered": answered if enquiry.answered_at else None,
        "late": {**late, "counts": enquiry.is_accepted} if enquiry.decided_at else None,
    }
