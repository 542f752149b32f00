"""The options appraisal of a competition file: what is wrong with it, and its deeds."""

from collections.abc import Iterator

from accounts.domain.refusals import Refusal
from scoring.files.rows import Path, Rows, Who
from scoring.files.schema import CompetitionFile
from scoring.files.schema_appraisal import AppraisalPart, OptionMoneyPart, OwnershipPart
from spinouts.actions import appraisals, appraised_options
from spinouts.domain.appraisal import OptionScore
from spinouts.domain.expected_ownership import split_of
from spinouts.domain.options import AppraisalOption
from spinouts.domain.parties import Side
from spinouts.domain.present_value import OptionMoney, check_discount
from spinouts.models import Service

HERE: Path = ("service", "appraisal")


def unsound(file: CompetitionFile) -> Iterator[tuple[Path, str]]:
    """What the actions would refuse of it, each with its place."""
    part = file.service.appraisal
    if part is None:
        return
    try:
        check_discount(part.discount_percent, part.discount_source)
    except Refusal as refusal:
        yield from (((*HERE, "discount_source"), sentence) for sentence in refusal.sentences)
    for index, ownership in enumerate(part.ownership):
        try:
            split_of(_percents(ownership))
        except Refusal as refusal:
            yield from (((*HERE, "ownership", index), sentence) for sentence in refusal.sentences)
    for index, criterion in enumerate(part.criteria):
        for place, each in enumerate(criterion.scores):
            if each.score is not None and not each.reasons:
                yield (*HERE, "criteria", index, "scores", place), "a score has its reasons in “reasons”"


def once(file: CompetitionFile) -> Iterator[tuple[Path, *tuple[object, ...]]]:
    """Everything that may stand in it once: its place, where it is to be alone, and its name."""
    part = file.service.appraisal
    if part is None:
        return
    for index, criterion in enumerate(part.criteria):
        yield (*HERE, "criteria", index, "reference"), "appraisal", criterion.reference
        for place, each in enumerate(criterion.scores):
            path: Path = (*HERE, "criteria", index, "scores", place, "option")
            yield path, "appraisal scores", index, each.option.value
    for index, ownership in enumerate(part.ownership):
        yield (*HERE, "ownership", index, "option"), "appraisal ownership", ownership.option.value
    for index, money in enumerate(part.money):
        yield (*HERE, "money", index, "option"), "appraisal money", money.option.value


def appraise(rows: Rows, part: AppraisalPart) -> None:
    """Live it, unless the service was here before the file, and is taken as it is."""
    if not rows.describes_service:
        return
    who = rows.who(part.appraised)
    service = rows.service
    appraisals.set_basis(
        service,
        years=part.years,
        discount_percent=part.discount_percent,
        discount_source=part.discount_source,
        **who,
    )
    for criterion in part.criteria:
        added = appraisals.add_criterion(
            service,
            reference=criterion.reference,
            name=criterion.name,
            weight=criterion.weight,
            looked_for=criterion.looked_for,
            zero_means=criterion.zero_means,
            five_means=criterion.five_means,
            **who,
        )
        scores = {each.option: OptionScore(each.score, each.reasons) for each in criterion.scores}
        appraised_options.score(added, scores, **who)
    for ownership in part.ownership:
        percents = _percents(ownership)
        appraised_options.expect_ownership(service, ownership.option, percents, notes=ownership.notes, **who)
    for money in part.money:
        _cost(service, money, who)


def _cost(service: Service, part: OptionMoneyPart, who: Who) -> None:
    money = OptionMoney(
        one_off=part.one_off_cost,
        yearly=tuple(part.yearly_costs),
        grants=part.grants,
        loans=part.loans,
        equity=part.equity,
        notes=part.notes,
    )
    appraised_options.cost(service, AppraisalOption(part.option), money, **who)


def _percents(part: OwnershipPart) -> dict[Side, int | None]:
    return {kind: getattr(part, kind.value) for kind in Side}
