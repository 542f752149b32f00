"""Writes YAML that people read: long text as a block, numbers as plain numbers, short things on one line."""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import yaml

WIDTH = 110
LONDON = ZoneInfo("Europe/London")
# Characters that some ways to write text in YAML would read back as another line end.
_HARD_BREAKS = set("\r\x85\u2028\u2029")


def dumped(content: Mapping[str, Any], on_one_line: Collection[set[str]] = ()) -> str:
    """The content as YAML, which `yaml_in.parse` reads back. Instants are written in the time of London.

    Fields whose names are one of the sets in `on_one_line` stand together on a line.
    """

    class Dumper(_Dumper):
        one_line = on_one_line

    return yaml.dump(content, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)


class _Dumper(yaml.SafeDumper):
    one_line: Collection[set[str]] = ()

    def ignore_aliases(self, data: object) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    lines = text.split("\n")
    style = "|" if len(lines) > 1 else None
    if len(lines) > 1 and max(map(len, lines)) > WIDTH and not any(line.startswith((" ", "\t")) for line in lines):
        style = ">"
    if _HARD_BREAKS & set(text):
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style=style)


def _fields(dumper: _Dumper, fields: Mapping[str, Any]) -> yaml.MappingNode:
    on_one_line = set(fields) in dumper.one_line
    return dumper.represent_mapping("tag:yaml.org,2002:map", fields.items(), flow_style=on_one_line)


def _number(dumper: _Dumper, number: Decimal) -> yaml.ScalarNode:
    plain = f"{number.normalize():f}"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in plain else 'int'}", plain)


def _instant(dumper: _Dumper, instant: datetime) -> yaml.ScalarNode:
    exactly = "auto" if instant.second or instant.microsecond else "minutes"
    return dumper.represent_scalar("tag:yaml.org,2002:str", instant.astimezone(LONDON).isoformat(" ", exactly))


_Dumper.add_representer(dict, _fields)
_Dumper.add_representer(str, _text)
_Dumper.add_multi_representer(str, _text)
_Dumper.add_representer(Decimal, _number)
_Dumper.add_representer(datetime, _instant)
