"""How an agency handles complaints: by what it judges, what it writes, and who reads it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, StrictInt

from portal.agencies.settings.fields import (
    BothWords,
    Code,
    Flag,
    Named,
    Phrase,
    Settings,
    Unwritten,
)
from portal.domain.letter import LetterModel, LetterUse
from portal.domain.text import Language, Text

FEWEST_SIMILAR, MOST_SIMILAR = 3, 9
FEWEST_DAYS, MOST_DAYS = 1, 365
MOST_DOLLARS = 1_000_000


class CriterionSettings(Named):
    """Something by which the agency judges complaints."""

    finding: Literal["founded", "unfounded"] = "founded"
    """What it is a reason for; one for founded complaints is for partly founded ones as well."""


class RemedySettings(Named):
    """Something that the agency may give to a person whose complaint is founded."""

    kind: Unwritten[Literal["apology", "correction", "priority", "reimbursement", "other"]] = None
    """Of what sort it is; something other if it does not say."""
    decided_by: Unwritten[Literal["officers", "head"]] = None
    """Who decides it: officers by themselves if it does not say, or the head alone."""
    up_to: Unwritten[Annotated[StrictInt, Field(ge=1, le=MOST_DOLLARS)]] = None
    """Of a reimbursement, how many dollars officers decide by themselves."""


class SecondReaderSettings(Settings):
    """Which answers a colleague reads before they leave."""

    answers: Literal["always", "categories"] = "always"
    """All of them, or those of some categories."""
    categories: tuple[Code, ...] = ()

    def reads(self, category: str) -> bool:
        """Tell whether answers of this category are read."""
        return self.answers == "always" or category in self.categories


class RepresentationSettings(Settings):
    """Whether whoever complains for another person has to prove it, and what is answered without.

    What is not said is the closed way: always, and in general terms until the proof is there.
    """

    proof: Literal["always", "categories", "never"] = "always"
    """Of which subjects a proof is needed: all, those of some categories, or none."""
    categories: tuple[Code, ...] = ()
    answers_without: Literal["general", "full"] = "general"
    """What is answered while it is missing."""

    def needs_proof(self, category: str) -> bool:
        """Tell whether a proof is needed about this category."""
        return self.proof == "always" or (
            self.proof == "categories" and category in self.categories
        )


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


class LetterSettings(Settings):
    """A text of the agency: the middle of a letter to complainants, or a model for officers."""

    code: Code
    name: BothWords
    """What administrators and officers call it."""
    use: LetterUse
    """The letter that carries it; `answer`, `ask`, `extend` or `close`: officers begin from it."""
    categories: tuple[Code, ...] = ()
    """The categories it is for; none: all of them."""
    text: BothWords
    """Paragraphs parted by blank lines. {number} and the like are filled in."""


class AgencyLetters:
    """The words that an agency adds to letters, and the models of its officers."""

    def __init__(self, letters: Sequence[LetterSettings]) -> None:
        self._models = [letter for letter in letters if letter.use.is_model]
        self._middles: dict[tuple[str, str | None], Text] = {
            (letter.use, category): letter.text.text
            for letter in letters
            if not letter.use.is_model
            for category in letter.categories or (None,)
        }

    def middle(self, letter: str, category: str) -> Text | None:
        """Return the words that a letter carries: those for the category, else those for all."""
        own = self._middles.get((letter, category))
        return own if own is not None else self._middles.get((letter, None))

    def models(self, use: LetterUse, category: str) -> list[LetterModel]:
        """Return the models for what is being written, those for the category first."""
        fitting = [
            model
            for model in self._models
            if model.use is use and (not model.categories or category in model.categories)
        ]
        fitting.sort(key=lambda model: not model.categories)
        return [LetterModel(model.code, model.name.text, model.text.text) for model in fitting]
