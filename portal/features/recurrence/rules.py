"""What the history of a complaint tells of those before it: that there was one, and not which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from portal.payload import Payload

WITHIN = timedelta(days=365)
"""For how long a complaint of the same subject counts as one before."""


@dataclass(frozen=True, slots=True)
class Recurring(Payload):
    """That the same person complained of the same subject before, as figures count it."""

    recurs: bool = False
