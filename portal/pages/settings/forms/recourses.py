"""Where else complainants can turn: common recourses, and the agency's own, nearest first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.files.editing import with_code, with_item, without_item
from portal.agencies.settings.codes import code_of
from portal.agencies.settings.common import RecourseSettings
from portal.auth.access import requires
from portal.domain.permissions import Permission
from portal.domain.recourse import Recourse
from portal.pages.current import current_language, runtime
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.settings.blueprint import bp
from portal.pages.settings.forms.concerned import concerned_by
from portal.pages.settings.forms.ordering import answer_move, wanted_move
from portal.pages.settings.forms.recourse_form import (
    RecourseForm,
    ends_outside,
    named_by_silence,
    review_is_last,
)
from portal.pages.settings.forms.saving import (
    NEW,
    Outcome,
    answer_form,
    drafted_by,
    existing,
    form_page,
)
from portal.pages.settings.state import SettingsState, opens_settings
from portal.pages.texts import gettext
from portal.pages.typed import chosen
from portal.releases.effects import recourses_told

SECTION = "recourses"


@localized(bp, fr="/reglages/<agency>/recours", en="/settings/<agency>/recourses")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def recourses(state: SettingsState) -> ResponseReturnValue:
    """List the recourses as citizens read them, with the common ones that can be added."""
    return _list(state, Outcome())


@localized(
    bp, fr="/reglages/<agency>/recours", en="/settings/<agency>/recourses", methods=("POST",)
)
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def arrange_recourses(state: SettingsState) -> ResponseReturnValue:
    """Move a recourse of the draft up or down, or add a common one."""
    if wanted_move() is None:
        return _add_common(state)
    if not ends_outside(_after_move(state.settings.recourses)):
        flash(review_is_last(), "warn")
        return redirect(request.path, 303)
    return answer_move(state, SECTION, _list)


@localized(bp, fr="/reglages/<agency>/recours/<code>", en="/settings/<agency>/recourses/<code>")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def recourse(state: SettingsState, code: str) -> ResponseReturnValue:
    """Show the form of a recourse and how citizens read it; the code + is that of a new one."""
    before = _recourse(state, code)
    form = RecourseForm.of(before) if before else RecourseForm()
    return _page(state, code, form, Outcome())


@localized(
    bp,
    fr="/reglages/<agency>/recours/<code>",
    en="/settings/<agency>/recourses/<code>",
    methods=("POST",),
)
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def save_recourse(state: SettingsState, code: str) -> ResponseReturnValue:
    """Write a recourse in the draft, take it away, or only show how it would be read."""
    before = _recourse(state, code)
    is_removed = "remove" in request.form and before is not None
    is_common = before is not None and _is_common(before)
    form = RecourseForm.of(before) if before and is_common else RecourseForm.read()
    problems = form.problems(state.settings, _listed(state), code)
    if is_removed:
        problems = _removal(state, code)
    page = partial(_page, code=code, form=form)
    then = url_for(".recourses", agency=state.agency.code)
    if is_removed:
        write = partial(without_item, state.text, SECTION, code)
        return answer_form(state, problems, page, write, then)
    if is_common:
        return redirect(request.path, 303)
    return answer_form(state, problems, page, partial(_text, state, code, form), then)


def _list(state: SettingsState, outcome: Outcome) -> str:
    return form_page(
        "settings/forms/recourses.html",
        state,
        outcome,
        listed=[(one, _is_common(one)) for one in _listed(state)],
        others=_others(state),
        seen=recourses_told(drafted_by(state, state.text) or state.agency, runtime().now()),
    )


def _page(state: SettingsState, code: str, form: RecourseForm, outcome: Outcome) -> str:
    before = _recourse(state, code)
    return form_page(
        "settings/forms/recourse.html",
        state,
        outcome,
        before=before,
        is_common=before is not None and _is_common(before),
        form=form,
        kept_because=_removal(state, code).text_of("remove") if before else None,
        seen=[] if outcome.problems else _seen_alone(state, code, form),
        concerned=concerned_by(state),
    )


def _seen_alone(state: SettingsState, code: str, form: RecourseForm) -> list[Recourse]:
    """Return the recourse as citizens would read it under this form, if it can be read."""
    if form.problems(state.settings, (), code):
        return []
    before = _recourse(state, code)
    text = state.text if before and _is_common(before) else _text(state, code, form)
    drafted = drafted_by(state, text)
    own = _code(state, code, form)
    told = recourses_told(drafted, runtime().now()) if drafted else ()
    return [one for one in told if one.code == own]


def _add_common(state: SettingsState) -> ResponseReturnValue:
    code = chosen("common", frozenset(code for code, _ in _others(state)))
    if not code:
        flash(gettext("Choisissez un recours commun"), "warn")
        return redirect(request.path, 303)
    write = partial(with_code, state.text, SECTION, code)
    return answer_form(state, Problems(), _list, write, request.path)


def _removal(state: SettingsState, code: str) -> Problems:
    """Return why a recourse has to stay, if it has to."""
    problems = Problems()
    named = named_by_silence(state.settings, code)
    left = [one for one in _listed(state) if one.code != code]
    if named is not None:
        told = gettext(
            "Ce recours reste : un délai de « %(name)s » l’ouvre quand le temps passe sans réponse",
            name=named.in_(current_language()),
        )
        problems.add("remove", told)
    elif not left:
        problems.add("remove", gettext("Ce recours reste : chaque lettre doit en nommer un"))
    elif not ends_outside(left):
        problems.add("remove", review_is_last())
    return problems


def _after_move(listed: Sequence[RecourseSettings]) -> list[RecourseSettings]:
    code, by = wanted_move() or ("", 0)
    codes = [one.code for one in listed]
    after = list(listed)
    if code in codes and 0 <= codes.index(code) + by < len(after):
        place = codes.index(code)
        after[place], after[place + by] = after[place + by], after[place]
    return after


def _others(state: SettingsState) -> list[tuple[str, str]]:
    """Return the common recourses that the agency does not name: code and body."""
    named = {one.code for one in _listed(state)}
    common = runtime().agencies.portal.recourses
    return [
        (code, one.body.text.in_(current_language()))
        for code, one in common.items()
        if code not in named
    ]


def _is_common(recourse: RecourseSettings) -> bool:
    """Tell whether the portal says this recourse for every agency."""
    portal = runtime().agencies.portal
    return recourse.code in portal.recourses and portal.recourse(recourse.code) == recourse


def _text(state: SettingsState, code: str, form: RecourseForm) -> str:
    """Write the recourse; a new review stands ahead of all, being the nearest."""
    ahead = _listed(state)[0].code if form.review and _listed(state) else None
    return with_item(state.text, SECTION, _code(state, code, form), form.values(), ahead_of=ahead)


def _code(state: SettingsState, code: str, form: RecourseForm) -> str:
    taken = [*(one.code for one in _listed(state)), *runtime().agencies.portal.recourses]
    return code_of(form.body_fr, taken) if code == NEW else code


def _recourse(state: SettingsState, code: str) -> RecourseSettings | None:
    return None if code == NEW else existing(_listed(state), code)


def _listed(state: SettingsState) -> Sequence[RecourseSettings]:
    return state.settings.recourses
