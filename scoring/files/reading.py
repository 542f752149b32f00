"""Reads a competition file and checks it: every error names file, line and field."""

import re

from pydantic import ValidationError

from accounts.domain.refusals import Refusal
from scoring.files import stage_checks
from scoring.files.consistency import faults
from scoring.files.rows import Path
from scoring.files.schema import FORMAT, CompetitionFile
from scoring.files.soundness import unsound
from scoring.files.stage_checks import in_each
from spinouts.files.placing import refusal, sentence
from spinouts.files.yaml_in import Unreadable, parse


def read(text: str, name: str) -> CompetitionFile:
    """The checked content of a competition file; Refusal with a sentence a fault: "name, line 12, field: what"."""
    try:
        content, root = parse(text)
    except Unreadable as error:
        raise Refusal(sentence(name, error.line, "", error.words)) from error
    if not isinstance(content, dict):
        raise Refusal(sentence(name, 1, "", f"a competition file starts with “format: {FORMAT}”"))
    try:
        competition = CompetitionFile.model_validate(content)
    except ValidationError as error:
        found = [(each["loc"], _words(each["type"], each["msg"])) for each in error.errors(include_url=False)]
        raise refusal(name, root, found) from error
    for check in (stage_checks.faults, in_each(faults), stage_checks.out_of_order, in_each(unsound)):
        if wrong := check(competition):
            raise refusal(name, root, wrong)
    return competition


def placed(text: str, name: str, path: Path, *sentences: str) -> Refusal:
    """What was refused of a file that was read before, told with file, line and field."""
    root = parse(text)[1]
    return refusal(name, root, [(path, words) for words in sentences])


def _words(kind: str, message: str) -> str:
    known = {
        "missing": "this field is missing",
        "extra_forbidden": "the format has no such field",
        "string_type": "this should be text; put it in quotes",
        "list_type": "this should be a list, each line of which starts with “-”",
        "model_type": "this should have fields of its own",
        "dict_type": "this should have fields of its own",
        "string_pattern_mismatch": "this is not written as it should be: a reference has letters, digits, hyphens and "
        "underscores, an e-mail address has one @",
    }
    if kind in known:
        return known[kind]
    message = re.sub(r"^(Value error, |Input )", "", message)
    return message[:1].lower() + message[1:] if not message.startswith("should") else f"this {message}"
