"""What the parser of YAML says, worded for people who write settings."""

from __future__ import annotations

from portal.words.catalogue import to_translate
from portal.words.sentences import Sentence, in_english_only, sentence

# The commonest slips, by what the parser says of each.
_SLIPS = {
    "'\\t'": to_translate("une tabulation ne peut pas décaler les réglages; mettez des espaces"),
    "mapping values are not allowed": to_translate(
        "un « : » est là où il ne peut pas être; mettez entre guillemets les mots qui en ont un"
    ),
    "found unexpected end of stream": to_translate("les guillemets ne sont jamais fermés"),
}


def parser_words(problem: str) -> Sentence:
    """Return what is wrong, by what the parser said of it."""
    slip = next((told for said, told in _SLIPS.items() if said in problem), None)
    if slip is not None:
        return Sentence(slip)
    return sentence("n’est pas écrit en YAML%(why)s", why=in_english_only(problem))
