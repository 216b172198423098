"""Whoever complains asks that nobody release who they are, and may lift it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from portal.complaints.entries import EntryFacts
from portal.domain.history import EntryKind
from portal.payload import Payload


@dataclass(frozen=True, slots=True)
class AskedHidden(Payload):
    """What a draft says: whether who complains is to stay hidden from the unit concerned."""

    hides_name: bool = False


@dataclass(frozen=True, slots=True)
class NameShown(EntryFacts, kind=EntryKind.NAME_SHOWN):
    """The person lifted it, because the service had `asked` or of their own accord."""

    asked: bool


class Told(Protocol):
    """What is asked of an entry of the history, stored or shown."""

    @property
    def kind(self) -> str:
        """What happened."""

    @property
    def seq(self) -> int:
        """Its place in the history."""


_OF_THEM = frozenset(
    {
        EntryKind.NAME_HIDDEN,
        EntryKind.NAME_SHOWN,
        EntryKind.NAME_ASKED_FOR,
        EntryKind.NAME_KEPT_HIDDEN,
    }
)


def waits_for_person(history: Iterable[Told]) -> bool:
    """Tell whether the service asked to lift it and the person has said nothing yet."""
    own = (entry for entry in history if entry.kind in _OF_THEM)
    newest = max(own, key=lambda entry: entry.seq, default=None)
    return newest is not None and newest.kind == EntryKind.NAME_ASKED_FOR
