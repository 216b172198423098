"""What an agency's letters are checked against: the portal's plain words, and its own."""

from __future__ import annotations

from portal.agencies.agency import Agency
from portal.domain.plain_language import Hints, Vocabulary, check
from portal.domain.text import LANGUAGES, Language
from portal.words.plain_words import TO_LEAVE_OUT, common_acronyms, common_jargon


def hints_on(agency: Agency, text: str, language: Language) -> Hints:
    """Return what could be said more plainly in a text of the agency."""
    return check(text, vocabulary_of(agency, language))


def vocabulary_of(agency: Agency, language: Language) -> Vocabulary:
    """Return what a text of the agency is checked against.

    Its own names need no explanation: they stand on every page that the person was led through.
    """
    own = {
        one.words: one.instead or TO_LEAVE_OUT[language]
        for one in agency.settings.jargon
        if one.language == language
    }
    return Vocabulary(common_jargon(language) | own, common_acronyms() | _names(agency))


def _names(agency: Agency) -> frozenset[str]:
    identity = agency.settings.agency
    names = [identity.short_name or "", *identity.aliases]
    names += [agency.name.in_(language) for language in LANGUAGES]
    words = (word.strip("().,;:") for name in names for word in name.split())
    return frozenset(word.replace(".", "") for word in words if word.isupper())
