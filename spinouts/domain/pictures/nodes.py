"""Whom a picture shows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """A person, body or company. `label` says its kind in words; `kind` chooses its look ("council", "company")."""

    reference: str
    name: str
    label: str
    kind: str
