"""A draft replayed over the past: asked for, done in the background, read when it is there."""

from __future__ import annotations

from datetime import date

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.settings.comparison import Became, word_changes
from portal.auth.access import requires
from portal.domain.actor import PORTAL
from portal.domain.permissions import Permission
from portal.pages.current import current_language, runtime
from portal.pages.languages import localized
from portal.pages.settings.drafting.state import SettingsState, bp, settings_page, state_of
from portal.releases.replay import Decided, Decision, Example, Replay, ask_for_replay, replay_of
from portal.words.catalogue import to_translate
from portal.words.dates import day_words

PART_NAMES: dict[Decision, str] = {
    Decision.ANSWER: to_translate("Date de réponse"),
    Decision.FIRST_CONTACT: to_translate("Date de prise en charge"),
    Decision.ACKNOWLEDGE: to_translate("Date de l’accusé de réception"),
    Decision.CATEGORY: to_translate("Catégorie"),
    Decision.UNIT: to_translate("Unité qui la reçoit"),
    Decision.PATH: to_translate("Paliers"),
    Decision.NOTICES: to_translate("Avis avant le dépôt"),
    Decision.URGENCY: to_translate("Ce qui paraît urgent"),
    Decision.WORDS: to_translate("Vos mots dans l’accusé de réception"),
}


@localized(bp, fr="/reglages/<agency>/rejeu", en="/settings/<agency>/replay")
@requires(Permission.CONFIGURE, agency_from="agency")
def replayed(agency: str) -> ResponseReturnValue:
    """Show what the draft would have done with past complaints, or how far the replay is."""
    state = state_of(agency)
    if state.draft is None or state.current is None or state.mistakes:
        return redirect(url_for(".compare", agency=agency), 303)
    asked = _replay(state)
    return settings_page(
        "settings/replay.html",
        state,
        asked=asked,
        names=PART_NAMES,
        decided=_decided_words,
        words_of=_words_of,
    )


@localized(bp, fr="/reglages/<agency>/rejeu", en="/settings/<agency>/replay", methods=("POST",))
@requires(Permission.CONFIGURE, agency_from="agency")
def ask_replay(agency: str) -> ResponseReturnValue:
    """Have the draft replayed, unless it is being replayed already."""
    state = state_of(agency)
    if state.draft is not None and state.current is not None and not state.mistakes:
        asked, portal = _replay(state), runtime()
        if asked is None or asked.is_done:
            with portal.transaction() as session:
                ask_for_replay(session, agency, state.current.id, state.text, portal.now())
    return redirect(request.path, 303)


def _replay(state: SettingsState) -> Replay | None:
    with runtime().reading(PORTAL) as session:
        return replay_of(session, state.agency.code, state.replaced_id, state.text)


def _words_of(example: Example) -> list[tuple[Became, str]]:
    """Return the words that a letter would have carried, with what became of each."""
    return word_changes(_decided_words(example.before), _decided_words(example.after))


def _decided_words(decided: Decided) -> str:
    """Return what was decided, a day or the names of things, in the page's language."""
    language = current_language()
    if isinstance(decided, str):
        return day_words(date.fromisoformat(decided), language)
    return ", ".join(name.in_(language) for name in decided or ()) or "–"
