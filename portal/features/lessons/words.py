"""Lessons in words: where each stands, and what in one could tell who somebody is."""

from __future__ import annotations

from portal.features.lessons.rules import (
    LessonPart,
    LessonState,
    LessonTexts,
    Sign,
    telltales,
)
from portal.pages.current import gettext
from portal.pages.office.wording import Tag
from portal.words.catalogue import to_translate

STATES: dict[LessonState, tuple[str, str]] = {
    LessonState.WAITING: (to_translate("À relire"), "info"),
    LessonState.SENT_BACK: (to_translate("Retournée"), "soon"),
    LessonState.PUBLISHED: (to_translate("Publiée"), "ok"),
    LessonState.WITHDRAWN: (to_translate("Retirée"), "plain"),
}
PARTS: dict[LessonPart, str] = {
    LessonPart.TITLE: to_translate("Titre"),
    LessonPart.LEARNED: to_translate("Ce que nous avons appris"),
    LessonPart.CHANGED: to_translate("Ce qui a changé"),
}
SIGNS: dict[Sign, str] = {
    Sign.NAME: to_translate("un nom"),
    Sign.COMPLAINT: to_translate("un numéro de plainte"),
    Sign.PHONE: to_translate("un numéro de téléphone"),
    Sign.EMAIL: to_translate("une adresse courriel"),
    Sign.ADDRESS: to_translate("une adresse"),
    Sign.NUMBER: to_translate("un numéro"),
}


def lesson_tag(state: LessonState) -> Tag:
    """Return where a lesson stands."""
    words, kind = STATES[state]
    return Tag(gettext(words), kind)


def warnings_of(texts: LessonTexts, names: list[str]) -> list[str]:
    """Return what the text holds that could tell who somebody is, each once, in words."""
    whole = "\n".join(f"{texts[part].fr}\n{texts[part].en}" for part in LessonPart)
    return [
        gettext("%(sign)s : « %(words)s »", sign=gettext(SIGNS[warning.sign]), words=warning.words)
        for warning in telltales(whole, names)
    ]
