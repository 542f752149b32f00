import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from accounts.actions import trail
from accounts.actions.uploads import plain_suffix, sent_name
from accounts.domain.refusals import Refusal
from accounts.models import Council, User
from spinouts.domain import company_content
from spinouts.domain.company import Company
from spinouts.models import CompanyStudy

MOST_BYTES = 2 * 1024 * 1024
MOST_COMPANIES = 40
MOST_EVENTS = 5_000
LONGEST_NAME = 200
_NOT_KEPT = re.compile("[\x00\ud800-\udfff]")


def check_size(name: str, size: int) -> None:
    """Refuse a file that has nothing in it, or too much to be read while somebody waits."""
    if size == 0:
        raise Refusal(f"“{name}” is empty (0 bytes), so it was not brought in. Check the file and choose it again.")
    if size > MOST_BYTES:
        raise Refusal(
            f"“{name}” is larger than {MOST_BYTES // 1024 // 1024} MB, so it was not brought in. Leave out what does "
            "not belong to the company."
        )


def bring_in(
    council: Council,
    *,
    name: str,
    companies: Sequence[Company],
    losses: Sequence[str] = (),
    file: bytes,
    file_name: str,
    by: User,
    at: datetime,
) -> CompanyStudy:
    """Keep the companies that were read from a file, and the file itself, for the council to look at.

    The same file under the same name is kept once. It is stored before this returns.
    """
    sent = sent_name(file_name)
    check_size(sent, len(file))
    _check_scope(companies)
    content = [company_content.to_content(company) for company in companies]
    name = " ".join(name.split()) or companies[0].name or Path(sent).stem
    study = CompanyStudy(
        council=council,
        name=name[:LONGEST_NAME],
        content=content,
        losses=[_NOT_KEPT.sub("\ufffd", loss) for loss in losses],
        file_name=_NOT_KEPT.sub("\ufffd", sent),
        size=len(file),
        sha256=hashlib.sha256(file).hexdigest(),
        brought_in_by=by,
        brought_in_at=at,
    )
    known = CompanyStudy.objects.filter(council=council, name=study.name, sha256=study.sha256)
    if there := known.first():
        return there
    try:
        return _keep(study, file)
    except IntegrityError:
        # Somebody brought in the same at the same moment.
        return known.get()


@transaction.atomic
def _keep(study: CompanyStudy, file: bytes) -> CompanyStudy:
    study.file.save(f"{study.reference}{plain_suffix(study.file_name)}", ContentFile(file), save=False)
    study.save(force_insert=True)
    trail.record(
        "spinouts.bring_in_study",
        study,
        trail=study.reference,
        by=study.brought_in_by,
        at=study.brought_in_at,
        council=study.council.reference,
        file=study.file_name,
        size=study.size,
        sha256=study.sha256,
        companies=[each["name"] for each in study.content],
        losses=len(study.losses),
    )
    return study


@transaction.atomic
def hide(study: CompanyStudy, *, by: User, at: datetime) -> CompanyStudy:
    """Take the study out of the council's list. It stays on the record, and can be shown again."""
    study = CompanyStudy.objects.select_for_update().get(pk=study.pk)
    if study.hidden_at is None:
        study.hidden_at = at
        study.save(update_fields=["hidden_at"])
        trail.record("spinouts.hide_study", study, trail=study.reference, by=by, at=at)
    return study


@transaction.atomic
def show_again(study: CompanyStudy, *, by: User, at: datetime) -> CompanyStudy:
    """Put a hidden study back into the council's list."""
    study = CompanyStudy.objects.select_for_update().get(pk=study.pk)
    if study.hidden_at is not None:
        study.hidden_at = None
        study.save(update_fields=["hidden_at"])
        trail.record("spinouts.show_study_again", study, trail=study.reference, by=by, at=at)
    return study


def _check_scope(companies: Sequence[Company]) -> None:
    """Refuse what no page could show, or no database hold."""
    if len(companies) > MOST_COMPANIES:
        raise Refusal(
            f"The file has {len(companies)} companies; a study can have {MOST_COMPANIES}. Split it into several files."
        )
    if sum(len(company.events) for company in companies) > MOST_EVENTS:
        raise Refusal(f"The file has more than {MOST_EVENTS:,} events, the most that a study can have. Split it.")
    if any(_NOT_KEPT.search(text) for company in companies for text in _texts(company_content.to_content(company))):
        raise Refusal("A name or note in the file has a character that is no text, such as a zero byte: take it out.")


def _texts(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        for each in content.values():
            yield from _texts(each)
    elif isinstance(content, list):
        for each in content:
            yield from _texts(each)
