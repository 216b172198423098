"""The draft as a whole: its text, typed or brought as a file, and what it would do.

Mistakes are told with line and column. The preview shows what citizens would meet, on the pages
that they are shown. Past complaints are replayed in the background; the replay is read when it is
there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.agencies.agency import Agency
from portal.agencies.settings.comparison import Became, word_changes
from portal.agencies.settings.reader import Mistake
from portal.auth.access import requires
from portal.complaints.planning import FilingPlan, plan_filing
from portal.domain.actor import PORTAL
from portal.domain.category import Category
from portal.domain.complaint import Draft
from portal.domain.errors import SettingsMovedError
from portal.domain.handling.notices import Recourse
from portal.domain.permissions import Permission
from portal.pages.current import current_language, gettext, runtime
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.oversized import refuse_too_long, takes_long_texts
from portal.pages.settings.drafting.state import (
    Outcome,
    SettingsState,
    bp,
    checked_text,
    form_page,
    keep_draft,
    opens_settings,
    seen_version,
    settings_page,
    state_of,
)
from portal.pages.shown.agency import facts_now, shown_agency
from portal.pages.shown.before_filing import QuestionField, ToldNotice, notices_of, question_fields
from portal.releases.files import BYTES_AT_MOST, FileProblem, UnreadableFileError, text_of_file
from portal.releases.replay import Decided, Decision, Example, Replay, ask_for_replay, replay_of
from portal.words.catalogue import to_translate
from portal.words.dates import day_words

FILE = "file"
FILE_PROBLEMS: dict[FileProblem, str] = {
    FileProblem.EMPTY: to_translate("Ce fichier est vide. Choisissez-en un autre"),
    FileProblem.SIZE: to_translate("Ce fichier dépasse 1 Mo. Choisissez un fichier plus petit"),
    FileProblem.NOT_UTF_8: to_translate(
        "La ligne %(line)s ne se lit pas. Enregistrez le fichier en UTF-8, puis choisissez-le"
    ),
    FileProblem.NO_TEXT: to_translate(
        "La ligne %(line)s n’est pas du texte. Choisissez un fichier de réglages, en YAML"
    ),
}


@localized(bp, fr="/reglages/<agency>/texte", en="/settings/<agency>/text")
@requires(Permission.CONFIGURE, agency_from="agency")
def edit(agency: str) -> ResponseReturnValue:
    """Show the draft as a text, or what is in force to begin one."""
    state = state_of(agency)
    return _text_page(state, state.text, Outcome())


@localized(bp, fr="/reglages/<agency>/texte", en="/settings/<agency>/text", methods=("POST",))
@takes_long_texts
@requires(Permission.CONFIGURE, agency_from="agency")
def save(agency: str) -> ResponseReturnValue:
    """Keep the draft, right or not yet; a right one leads to what it would change.

    A file that is not right is told line by line, and the draft stays as it was.
    """
    typed = refuse_too_long(request.form.get("text", ""), BYTES_AT_MOST).replace("\r\n", "\n")
    problems, state = Problems((FILE,)), state_of(agency)
    text = _brought(problems) if _brings_file() else typed
    if seen_version() != state.version:
        return _moved(state, text or typed, problems)
    if problems:
        return make_response(_text_page(state, typed, Outcome(problems)), 422)
    if _brings_file() and (mistakes := checked_text(state, text).mistakes):
        return make_response(_text_page(state, typed, Outcome(), in_file=(text, mistakes)), 422)
    return _keep(agency, text)


def _keep(agency: str, text: str) -> ResponseReturnValue:
    try:
        keep_draft(agency, text)
    except SettingsMovedError:
        return _moved(state_of(agency), text)
    state = state_of(agency)
    if state.mistakes:
        return make_response(_text_page(state, state.text, Outcome()), 422)
    return redirect(url_for(".compare", agency=agency), 303)


def _moved(
    state: SettingsState, typed: str, problems: Problems | None = None
) -> ResponseReturnValue:
    """Show what somebody else saved meanwhile beside what was sent."""
    outcome = Outcome(problems or Problems(), is_moved=True)
    return make_response(_text_page(state, typed, outcome), 409)


def _brings_file() -> bool:
    """Tell whether the person means a file, not the text: by its button, or by choosing one."""
    file = request.files.get(FILE)
    return "bring" in request.form or bool(file and file.filename)


def _brought(problems: Problems) -> str:
    """Return the text of the file, or say what is wrong with it."""
    file = request.files.get(FILE)
    if not file or not file.filename:
        problems.add(FILE, gettext("Choisissez un fichier"))
    elif "bring" not in request.form:
        problems.add(
            FILE,
            gettext("Choisissez de nouveau le fichier, puis le bouton « Prendre ce fichier »"),
        )
    else:
        try:
            return text_of_file(file.read(BYTES_AT_MOST + 1))
        except UnreadableFileError as error:
            problems.add(FILE, gettext(FILE_PROBLEMS[error.problem], line=error.line))
    return ""


def _text_page(
    state: SettingsState,
    typed: str,
    outcome: Outcome,
    *,
    in_file: tuple[str, Sequence[Mistake]] | None = None,
) -> str:
    """Return the page with the mistakes of the draft, or of the text of a file not taken."""
    is_draft = not outcome.is_moved and not outcome.problems
    text, mistakes = in_file or (typed, state.mistakes if is_draft else ())
    lines = text.split("\n")
    quoted = [(mistake, lines[mistake.line - 1].strip()) for mistake in mistakes]
    shown = {"typed": typed, "mistakes": quoted, "is_file_refused": in_file is not None}
    return form_page("settings/text.html", state, outcome, **shown)


# What citizens would meet.


class ShownTopic(Struct, frozen=True):
    """What somebody meets who complains about one category now."""

    category: Category
    notices: list[ToldNotice]
    fields: list[QuestionField]
    plan: FilingPlan
    recourses: tuple[Recourse, ...]


@localized(bp, fr="/reglages/<agency>/apercu", en="/settings/<agency>/preview")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def preview(state: SettingsState) -> ResponseReturnValue:
    """Show the public page, or what a complaint about one category would meet."""
    agency = state.drafted
    offered = agency.consult().categories()
    topic = next(
        (category for category in offered if category.code == request.args.get("sujet")), None
    )
    words = request.args.get("mots", "").strip()
    return settings_page(
        "settings/preview.html",
        state,
        topics=[(category.code, category.name.in_(current_language())) for category in offered],
        words=words,
        topic=_shown_topic(agency, topic, words) if topic else None,
        shown=shown_agency(agency) if topic is None else None,
    )


def _shown_topic(agency: Agency, category: Category, words: str) -> ShownTopic:
    consultation, now = agency.consult(), runtime().now()
    draft = Draft(category.code, words, current_language(), received_at=now)
    plan = plan_filing(agency, draft, now, consultation)
    return ShownTopic(
        category=category,
        notices=notices_of(consultation, draft),
        fields=question_fields(consultation.questions(category), {}, Problems(), []),
        plan=plan,
        recourses=consultation.recourses(facts_now(agency, category.code), now),
    )


# Past complaints, replayed.

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
                ask_for_replay(session, agency, state.replaced_id, state.text, portal.now())
    return redirect(request.path, 303)


def _replay(state: SettingsState) -> Replay | None:
    return runtime().read(PORTAL, replay_of, state.agency.code, state.replaced_id, state.text)


def _words_of(example: Example) -> list[tuple[Became, str]]:
    """Return the words that a letter would have carried, with what became of each."""
    return word_changes(_decided_words(example.before), _decided_words(example.after))


def _decided_words(decided: Decided) -> str:
    """Return what was decided, a day or the names of things, in the page's language."""
    language = current_language()
    if isinstance(decided, str):
        return day_words(date.fromisoformat(decided), language)
    return ", ".join(name.in_(language) for name in decided or ()) or "–"
