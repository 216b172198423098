"""The settings as a text, typed or brought as a file: mistakes are told with line and column."""

from __future__ import annotations

from flask import make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.domain.errors import SettingsMovedError
from portal.domain.permissions import Permission
from portal.pages.current import gettext
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.settings.drafting.state import (
    SettingsState,
    bp,
    keep_draft,
    settings_page,
    state_of,
)
from portal.releases.files import BYTES_AT_MOST, FileProblem, UnreadableFileError, text_of_file
from portal.words.catalogue import to_translate

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
    return _page(state, state.text)


@localized(bp, fr="/reglages/<agency>/texte", en="/settings/<agency>/text", methods=("POST",))
@requires(Permission.CONFIGURE, agency_from="agency")
def save(agency: str) -> ResponseReturnValue:
    """Keep the draft, right or not yet; a right one leads to what it would change."""
    typed, problems = request.form.get("text", "").replace("\r\n", "\n"), Problems((FILE,))
    text = _brought(problems) if _brings_file() else typed
    if problems:
        return make_response(_page(state_of(agency), typed, problems=problems), 422)
    return _keep(agency, text)


def _keep(agency: str, typed: str) -> ResponseReturnValue:
    try:
        keep_draft(agency, typed)
    except SettingsMovedError:
        return make_response(_page(state_of(agency), typed, is_moved=True), 409)
    state = state_of(agency)
    if state.mistakes:
        return make_response(_page(state, state.text), 422)
    return redirect(url_for(".compare", agency=agency), 303)


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


def _page(
    state: SettingsState,
    typed: str,
    *,
    is_moved: bool = False,
    problems: Problems | None = None,
) -> str:
    lines = typed.split("\n")
    mistakes = [] if is_moved or problems else state.mistakes
    return settings_page(
        "settings/text.html",
        state,
        typed=typed,
        is_moved=is_moved,
        problems=problems or Problems(),
        mistakes=[(mistake, lines[mistake.line - 1].strip()) for mistake in mistakes],
    )
