"""An agency's own words in letters: looked up by the letter and the complaint's category."""

from __future__ import annotations

from collections.abc import Sequence

from portal.agencies.settings.letters import LetterSettings
from portal.domain.letter import LetterModel, LetterUse
from portal.domain.text import Text


class AgencyLetters:
    """The words that an agency adds to letters, and the models of its officers."""

    def __init__(self, letters: Sequence[LetterSettings]) -> None:
        self._models = [each for each in letters if each.use.is_model]
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
            each
            for each in self._models
            if each.use is use and (not each.categories or category in each.categories)
        ]
        fitting.sort(key=lambda each: not each.categories)
        return [LetterModel(each.code, each.name.text, each.text.text) for each in fitting]
