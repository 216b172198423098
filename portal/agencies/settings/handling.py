"""How an agency handles complaints: by what it judges, who reads answers, what it gathers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictInt

from portal.agencies.settings.common import Named
from portal.agencies.settings.fields import Code, Flag, Phrase, Settings
from portal.domain.text import Language

FEWEST_SIMILAR, MOST_SIMILAR = 3, 9
FEWEST_DAYS, MOST_DAYS = 1, 365


class CriterionSettings(Named):
    """Something by which the agency judges complaints."""

    finding: Literal["founded", "unfounded"] = "founded"
    """What it is a reason for; one for founded complaints is for partly founded ones as well."""


class SecondReaderSettings(Settings):
    """Which answers a colleague reads before they leave."""

    answers: Literal["always", "categories"] = "always"
    """All of them, or those of some categories."""
    categories: tuple[Code, ...] = ()

    def reads(self, category: str) -> bool:
        """Tell whether answers of this category are read."""
        return self.answers == "always" or category in self.categories


class JargonSettings(Settings):
    """A word of the agency's trade that its letters had better not use, and a plain one."""

    language: Language
    words: Phrase
    instead: Phrase | None = None
    """What could stand there; without it the word is best left out."""


class GroupingSettings(Settings):
    """When the portal proposes to gather similar complaints into a group."""

    propose: Flag = True
    complaints: Annotated[StrictInt, Field(ge=FEWEST_SIMILAR, le=MOST_SIMILAR)] = 5
    """How many similar ones: those who lead know of it before the tenth."""
    days: Annotated[StrictInt, Field(ge=FEWEST_DAYS, le=MOST_DAYS)] = 30
    """Within how many calendar days they came."""
