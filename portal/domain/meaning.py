"""What a text means, however it is said: the subjects that are listened for, and their kinds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple


class Subject(StrEnum):
    """What is listened for; each is learned from a file of examples of its own."""

    DANGER = "danger"
    DECISION = "decision"


class Danger(StrEnum):
    """Who is in danger, and so who helps."""

    SUICIDE = "suicide"
    VIOLENCE = "violence"
    CHILD = "child"
    EMERGENCY = "emergency"


class Decision(StrEnum):
    """What somebody disagrees with, who does not complain of a service: it has its own review."""

    REFUSED = "refused"
    AMOUNT = "amount"
    SANCTION = "sanction"
    ACCESS = "access"


KINDS: dict[Subject, tuple[str, ...]] = {
    Subject.DANGER: tuple(Danger),
    Subject.DECISION: tuple(Decision),
}


class Heard(NamedTuple):
    """What was heard in a text: its kind, and from where to where the words stand that say so.

    What is not `is_sure` may be no more than alike: it is told more quietly, and to nobody else.
    """

    kind: str
    start: int
    end: int
    is_sure: bool = True


Hears = Callable[[Subject, str], Sequence[Heard] | None]
"""What is heard in a text, the likeliest first; None where nothing was learned of the subject."""


def hears_nothing(_subject: Subject, _text: str) -> None:
    """Listen without having learned anything: the words of settings then stand alone."""
