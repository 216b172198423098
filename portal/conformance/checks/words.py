"""Every text that the agency shows, of the settings and of the plugin, its letters included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from portal.conformance.kit import cases
from portal.conformance.kit.check import Findings, Topic
from portal.conformance.kit.subject import Subject
from portal.domain.text import Text

words = Topic("words")

WORDS_AT_MOST = 25


@words.check(
    protects="citizens: each reads everything in their language",
    mend="Give Text both languages: Text(fr=…, en=…).",
)
def each_text_is_in_both_languages(subject: Subject) -> Findings:
    """Every text of every answer is in French and in English."""
    for text in _texts(subject):
        if not text.fr.strip() or not text.en.strip():
            yield f'"{text.fr or text.en}" is in one language only'


@words.check(
    protects="citizens: long sentences are not read to their end",
    mend="Make two sentences of it.",
)
def no_sentence_runs_over_twenty_five_words(subject: Subject) -> Findings:
    """No sentence that is shown has more than 25 words."""
    for sentence in _sentences(subject):
        if len(sentence.split()) > WORDS_AT_MOST:
            yield f'{len(sentence.split())} words: "{sentence}"'


@words.check(
    protects="citizens: nobody who complains wants to be shouted at",
    mend="End the sentence with a full stop.",
)
def nobody_is_shouted_at(subject: Subject) -> Findings:
    """No text has an exclamation mark."""
    for text in _texts(subject):
        if "!" in text.fr + text.en:
            yield f'"{text.fr}"'


@words.check(
    protects="citizens: the words of officials keep them at a distance",
    mend='Use the imperative: « Écrivez … », "Enter …".',
)
def nobody_is_addressed_as_officials_do(subject: Subject) -> Findings:
    """No text says « veuillez » or "please"."""
    for text in _texts(subject):
        if re.search(r"(?i)\bveuillez\b", text.fr) or re.search(r"(?i)\bplease\b", text.en):
            yield f'"{text.fr}" / "{text.en}"'


@words.check(
    protects="citizens: a sign alone at the beginning of a line is hard to read",
    mend="Put a no-break space before : » % $ and after «, and no space before ; ? and !.",
)
def french_signs_keep_to_their_words(subject: Subject) -> Findings:
    """In French every sign keeps to its word: a no-break space, or none before ; ? and !."""
    for text in _texts(subject):
        if re.search(r" [:;!?%»$]|« ", text.fr):
            yield f'"{text.fr}"'


@words.check(
    protects="citizens: texts look the same on every page",
    mend="Write ’ for the apostrophe.",
)
def apostrophes_are_curly(subject: Subject) -> Findings:
    """Every apostrophe between letters is ’."""
    for text in _texts(subject):
        if re.search(r"\w'\w", text.fr + " " + text.en):
            yield f'"{text.fr}" / "{text.en}"'


@words.check(
    protects="everybody: words are shown as words, never as the code of a page",
    mend="Leave out tags; a link has its own field.",
)
def no_text_holds_tags(subject: Subject) -> Findings:
    """No text holds an HTML tag: it would be shown as it is written."""
    for text in _texts(subject):
        if re.search(r"</?[a-z][^>]*>", text.fr + text.en, re.IGNORECASE):
            yield f'"{text.fr}"'


def _sentences(subject: Subject) -> Iterator[str]:
    for text in _texts(subject):
        for language in (text.fr, text.en):
            yield from re.split(r"(?<=[.?:])\s+|\n\n", language)


def _texts(subject: Subject) -> dict[Text, None]:
    """Return every text of every letter and answer, each once."""
    return dict.fromkeys(text for answer in _answers(subject) for text in _within(answer))


def _answers(subject: Subject) -> Iterator[object]:
    yield from ((letter.name.text, letter.text.text) for letter in subject.sound.letters)
    asked = subject.asked
    yield asked.categories
    yield from asked.questions.values()
    for draft in (*asked.drafts, *cases.odd_drafts(asked.questions)):
        yield from (asked.notices(draft), asked.problems(draft))
    for complaint in asked.complaints:
        yield asked.path(complaint)
        yield from (
            asked.recourses(complaint, complaint.received_at + after) for after in cases.AFTER
        )


def _within(answer: object) -> Iterator[Text]:
    if isinstance(answer, Text):
        yield answer
    elif isinstance(answer, tuple):
        for entry in answer:
            yield from _within(entry)
    elif is_dataclass(answer):
        for field in fields(answer):
            yield from _within(getattr(answer, field.name))
