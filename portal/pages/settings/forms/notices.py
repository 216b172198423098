"""What citizens are told before they file: the agency's own notices, beside the common ones."""

from __future__ import annotations

from functools import partial

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.agencies.files.editing import with_item
from portal.agencies.settings.codes import code_of
from portal.agencies.settings.common import NoticeSettings
from portal.auth.access import requires
from portal.domain.permissions import Permission
from portal.pages.current import current_language, runtime
from portal.pages.languages import localized
from portal.pages.settings.blueprint import bp
from portal.pages.settings.forms.concerned import concerned_by
from portal.pages.settings.forms.notice_form import KIND_NAMES, NoticeForm, own_notices
from portal.pages.settings.forms.ordering import answer_move
from portal.pages.settings.forms.saving import (
    NEW,
    Outcome,
    answer_item,
    drafted_by,
    existing,
    form_page,
)
from portal.pages.settings.state import SettingsState, opens_settings
from portal.pages.shown.notices import ToldNotice, notices_of
from portal.pages.texts import gettext
from portal.releases.effects import calling_for

SECTION = "notices"


@localized(bp, fr="/reglages/<agency>/avis", en="/settings/<agency>/notices")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def notices(state: SettingsState) -> ResponseReturnValue:
    """List the agency's own notices, and name those that every agency has."""
    return _list(state, Outcome())


@localized(bp, fr="/reglages/<agency>/avis", en="/settings/<agency>/notices", methods=("POST",))
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def order_notices(state: SettingsState) -> ResponseReturnValue:
    """Move a notice of the draft one place up or down."""
    return answer_move(state, SECTION, _list)


@localized(bp, fr="/reglages/<agency>/avis/<code>", en="/settings/<agency>/notices/<code>")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def notice(state: SettingsState, code: str) -> ResponseReturnValue:
    """Show the form of a notice, and the notice itself; the code + is that of a new one."""
    before = _notice(state, code)
    form = NoticeForm.of(before) if before else NoticeForm()
    return _page(state, code, form, Outcome())


@localized(
    bp,
    fr="/reglages/<agency>/avis/<code>",
    en="/settings/<agency>/notices/<code>",
    methods=("POST",),
)
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def save_notice(state: SettingsState, code: str) -> ResponseReturnValue:
    """Write a notice in the draft, take it away, or only show how it would be read."""
    form = NoticeForm.read(state.settings)
    return answer_item(
        state,
        (SECTION, code),
        _notice(state, code) is not None,
        form.problems,
        partial(_page, code=code, form=form),
        partial(_text, state, code, form),
        url_for(".notices", agency=state.agency.code),
    )


def _list(state: SettingsState, outcome: Outcome) -> str:
    own = own_notices(state.settings)
    names = {one.code: one.name.text for one in state.settings.categories}
    return form_page(
        "settings/forms/notices.html",
        state,
        outcome,
        own=own,
        common=[one for one in state.settings.notices if one not in own],
        names=names,
        kinds=KIND_NAMES,
    )


def _page(state: SettingsState, code: str, form: NoticeForm, outcome: Outcome) -> str:
    language = current_language()
    return form_page(
        "settings/forms/notice.html",
        state,
        outcome,
        is_new=code == NEW,
        form=form,
        kinds=[(kind.value, gettext(name)) for kind, name in KIND_NAMES.items()],
        categories=[(one.code, one.name.text.in_(language)) for one in state.settings.categories],
        seen=None if outcome.problems else _seen(state, code, form),
        concerned=concerned_by(state, categories=form.categories),
    )


def _seen(state: SettingsState, code: str, form: NoticeForm) -> ToldNotice | None:
    """Return the notice as citizens would read it under this form, if it can be read."""
    drafted = None if form.problems(state.settings) else drafted_by(state, _text(state, code, form))
    if drafted is None:
        return None
    own = _code(state, code, form)
    draft = calling_for(existing(drafted.settings.notices, own), runtime().now())
    told = notices_of(drafted.consult(), draft)
    return next((one for one in told if one.notice.code == own), None)


def _text(state: SettingsState, code: str, form: NoticeForm) -> str:
    return with_item(state.text, SECTION, _code(state, code, form), form.values())


def _code(state: SettingsState, code: str, form: NoticeForm) -> str:
    taken = [one.code for one in state.settings.notices]
    return code_of(form.title_fr, taken) if code == NEW else code


def _notice(state: SettingsState, code: str) -> NoticeSettings | None:
    return None if code == NEW else existing(own_notices(state.settings), code)
