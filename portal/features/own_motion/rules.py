"""What leads the complaints service to open a file by itself, and what is kept of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portal.payload import Payload
from portal.words.catalogue import to_translate


class Source(StrEnum):
    """What led to it."""

    ALARM = "alarm"
    PRESS = "press"
    VISIT = "visit"
    COMPLAINTS = "complaints"
    AUTHORITY = "authority"
    OTHER = "other"


SOURCES: dict[str, str] = {
    Source.ALARM: to_translate("Une alerte du portail"),
    Source.PRESS: to_translate("Les médias"),
    Source.VISIT: to_translate("Une visite ou un constat sur place"),
    Source.COMPLAINTS: to_translate("Plusieurs plaintes semblables"),
    Source.AUTHORITY: to_translate("Une demande de la plus haute autorité"),
    Source.OTHER: to_translate("Autre chose"),
}

WHY = "led_to_why"
"""Under which name what was written of it is kept, sealed, with the answers of the file."""


@dataclass(frozen=True, slots=True)
class Opening(Payload):
    """What led to it, as it was chosen and typed."""

    led_to: str = ""
    led_to_why: str = ""


@dataclass(frozen=True, slots=True)
class LedTo(Payload):
    """What the first entry of the history tells of it: by which way, and none of the words."""

    led_to: str | None = None


def why_of(answers: Mapping[str, Any] | None) -> str:
    """Return what was written of what led to it."""
    return str((answers or {}).get(WHY, ""))
