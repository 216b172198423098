"""An agency's own words: its texts in letters, looked up by letter and category, and its models."""

from __future__ import annotations

from collections.abc import Sequence

from portal.agencies.settings.fields import BothWords, Code, Settings
from portal.domain.letter import LetterModel, LetterUse
from portal.domain.text import Text


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
