"""Words of the agency's trade: those who write answers are shown them, with plain ones instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.agencies.files.editing import with_list
from portal.agencies.settings.schema import AgencySettings
from portal.auth.access import requires
from portal.domain.permissions import Permission
from portal.domain.plain_language import Vocabulary, check
from portal.domain.text import Language, Text
from portal.pages.current import current_language
from portal.pages.languages import localized
from portal.pages.settings.blueprint import bp
from portal.pages.settings.forms.concerned import concerned_by
from portal.pages.settings.forms.jargon_rows import (
    JargonRow,
    Rows,
    problems_of,
    read_rows,
    wants_more_rows,
    with_room,
)
from portal.pages.settings.forms.saving import Outcome, answer_form, form_page
from portal.pages.settings.state import SettingsState, opens_settings
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate
from portal.words.plain_words import TO_LEAVE_OUT, common_jargon

SECTION = "jargon"
LANGUAGE_NAMES: dict[Language, str] = {
    "fr": to_translate("Français"),
    "en": to_translate("Anglais"),
}


@dataclass(frozen=True, slots=True)
class Met:
    """A word of the trade that stands in one of the agency's own texts."""

    written: str
    instead: str
    language: Language
    text: Text


@localized(bp, fr="/reglages/<agency>/mots-du-metier", en="/settings/<agency>/jargon")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def jargon(state: SettingsState) -> ResponseReturnValue:
    """Show the agency's words of the trade, and where its own letters use them."""
    return _page(state, _rows_of(state.settings), Outcome())


@localized(
    bp,
    fr="/reglages/<agency>/mots-du-metier",
    en="/settings/<agency>/jargon",
    methods=("POST",),
)
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def save_jargon(state: SettingsState) -> ResponseReturnValue:
    """Write the words in the draft, or only show where they stand, or make room for more."""
    rows = read_rows()
    page = partial(_page, rows=rows)
    if wants_more_rows():
        return page(state, outcome=Outcome())
    then = url_for(".index", agency=state.agency.code)
    return answer_form(state, problems_of(rows), page, partial(_text, state, rows), then)


def _page(state: SettingsState, rows: Rows, outcome: Outcome) -> str:
    language = current_language()
    return form_page(
        "settings/forms/jargon.html",
        state,
        outcome,
        rows=with_room(rows),
        languages=[(code, gettext(name)) for code, name in LANGUAGE_NAMES.items()],
        common=list(common_jargon(language).items()),
        met=[] if problems_of(rows) else list(_met(state.settings, rows)),
        concerned=concerned_by(state),
    )


def _met(settings: AgencySettings, rows: Rows) -> Iterator[Met]:
    """Yield where the agency's own letters and models use these words."""
    for language in LANGUAGE_NAMES:
        own = {
            row.words: row.instead or TO_LEAVE_OUT[language]
            for row in rows
            if row.language == language
        }
        for letter in settings.letters:
            said = letter.text.fr if language == "fr" else letter.text.en or ""
            for found in check(said, Vocabulary(own)).jargon:
                yield Met(found.written, found.instead, language, letter.name.text)


def _rows_of(settings: AgencySettings) -> Rows:
    return tuple(map(JargonRow.of, settings.jargon))


def _text(state: SettingsState, rows: Rows) -> str:
    if rows == _rows_of(state.settings):
        return state.text
    return with_list(state.text, SECTION, [row.values() for row in rows])
