"""What an agency writes into letters and offers its officers to begin from."""

from __future__ import annotations

from portal.agencies.settings.fields import BothWords, Code, Settings
from portal.domain.letter import LetterUse


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
