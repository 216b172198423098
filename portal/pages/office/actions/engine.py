"""How every action on a complaint is asked for and done: one page each, the same way.

The page says what will happen; a preview comes before what cannot be taken back. When somebody
else changed the complaint meanwhile, the page comes back with both texts, and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.errors import (
    AlreadyOnItsWayError,
    AnotherPersonNeededError,
    ClockRunOutError,
    IncompleteError,
    NotOnItsWayError,
    PortalError,
    StaleComplaintError,
    TransitionNotAllowedError,
)
from portal.domain.permissions import Permission
from portal.pages.current import runtime
from portal.pages.errors import words_of
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.office.actions.missing import note_missing
from portal.pages.office.case.opened import OpenedCase, opened_case
from portal.pages.office.case.outgoing import returned_form
from portal.pages.office.case.presence import others_here
from portal.pages.office.case.timeline import Line, lines_since
from portal.pages.texts import gettext

Act = Callable[[Work, ComplaintRecord], Any]
Form = MultiDict[str, str]

# What refuses an action that was well filled in; the page comes back with what was typed.
REFUSALS = (
    StaleComplaintError,
    TransitionNotAllowedError,
    ClockRunOutError,
    AnotherPersonNeededError,
    AlreadyOnItsWayError,
    NotOnItsWayError,
)


@dataclass(frozen=True, slots=True)
class ActionPage:
    """One action: its addresses, who may do it, and what a form makes it do.

    `act` notes what is wrong in the problems, and returns what to do under the lock. `given`
    returns what its page shows beside the complaint. `back_to` is the page that follows. A
    preview may lead back to the form by a button named `change`. What is said once it is `done`
    may depend on what came of it. `with_model` puts a chosen model into the form. Its templates
    lie in the `folder` of whoever declares it, by the action's name.
    """

    name: str
    fr: str
    en: str
    permission: Permission
    done: str | Callable[[Any], str]
    act: Callable[[OpenedCase, Form, Problems], Act | None]
    given: Callable[[OpenedCase, Form], dict[str, Any]] = lambda _case, _form: {}
    preview: Callable[[OpenedCase, Form, Problems], dict[str, Any]] | None = None
    fields: tuple[str, ...] = ()
    back_to: str = "office.case"
    with_model: Callable[[OpenedCase, Form], Form] | None = None
    folder: str = "office/actions"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a page shows after it could not act: what is wrong, and what others did meanwhile."""

    status: int = 200
    problems: Problems = field(default_factory=Problems)
    title: str | None = None
    changed: tuple[Line, ...] = ()


def add_action(pages: Pages, page: ActionPage) -> None:
    """Give an action its page, among `pages`."""

    @localized(
        pages,
        fr=f"/gestion/<agency>/plaintes/<number>/{page.fr}",
        en=f"/office/<agency>/complaints/<number>/{page.en}",
        methods=("GET", "POST"),
        endpoint=page.name,
    )
    @requires(page.permission, agency_from="agency")
    def view(agency: str, number: str) -> ResponseReturnValue:
        case = opened_case(agency, number, page.name)
        return _sent(page, case) if request.method == "POST" else _shown(page, case, Outcome())


def kept_fields(form: Form) -> list[tuple[str, str]]:
    """Return what a form said, for its preview to carry on: not what every form carries."""
    own = ("csrf_token", "version", "send", "change")
    return [pair for pair in form.items(multi=True) if pair[0] not in own]


def _sent(page: ActionPage, case: OpenedCase) -> ResponseReturnValue:
    problems = Problems(page.fields)
    if "change" in request.form or "insert" in request.form:
        # Back from the preview, or with a model: the form again, as it was typed.
        return _shown(page, case, Outcome())
    act = page.act(case, request.form, problems)
    if act is None or problems:
        return _shown(page, case, Outcome(422, problems))
    if page.preview is not None and "send" not in request.form:
        return _previewed(page, case, problems)
    seen = request.form.get("version", 0, type=int)
    try:
        result = runtime().change(current_actor(), case.complaint.number, act, seen)
    except IncompleteError as error:
        note_missing(problems, error)
        return _shown(page, case, Outcome(422, problems))
    except REFUSALS as error:
        return _refused(page, case, seen, error)
    flash(gettext(page.done if isinstance(page.done, str) else page.done(result)))
    return redirect(_after(page, case), 303)


def _refused(
    page: ActionPage, case: OpenedCase, seen: int, error: PortalError
) -> ResponseReturnValue:
    # Opened again: what the other person did came after this page was read.
    agency, number = case.complaint.agency, case.complaint.number
    fresh = opened_case(agency, number, page.name)
    changed = tuple(lines_since(fresh, seen)) if seen else ()
    title = gettext(words_of(error).title)
    return _shown(page, fresh, Outcome(409, Problems(), title, changed))


def _previewed(page: ActionPage, case: OpenedCase, problems: Problems) -> ResponseReturnValue:
    assert page.preview is not None
    seen = request.form.get("version", case.complaint.version, type=int)
    try:
        shown = page.preview(case, request.form, problems)
    except IncompleteError as error:
        note_missing(problems, error)
        return _shown(page, case, Outcome(422, problems))
    except REFUSALS as error:
        return _refused(page, case, seen, error)
    template = f"{page.folder}/{page.name}_preview.html"
    return render_template(template, version=seen, **_common(page, case, Outcome()), **shown)


def _shown(page: ActionPage, case: OpenedCase, outcome: Outcome) -> ResponseReturnValue:
    shown = page.given(case, _typed(page, case))
    template = f"{page.folder}/{page.name}.html"
    common = _common(page, case, outcome)
    return render_template(
        template, version=_version(case, outcome), **common, **shown
    ), outcome.status


def _version(case: OpenedCase, outcome: Outcome) -> int:
    """Return the version that the form carries on: the one first seen, until others' texts show."""
    if request.method == "GET" or outcome.status == 409:
        return case.complaint.version
    return request.form.get("version", 0, type=int)


def _common(page: ActionPage, case: OpenedCase, outcome: Outcome) -> dict[str, Any]:
    return {
        "page": page,
        "case": case,
        "agency": case.agency,
        "typed": _typed(page, case),
        "problems": outcome.problems,
        "refusal": outcome.title,
        "changed": outcome.changed,
        "others": others_here(case),
    }


def _typed(page: ActionPage, case: OpenedCase) -> Form:
    """Return what was typed, or what came back of it when its sending was stopped."""
    if request.method == "POST":
        if page.with_model is None or "insert" not in request.form:
            return request.form
        return page.with_model(case, request.form)
    return returned_form(case, page.name) or request.args


def _after(page: ActionPage, case: OpenedCase) -> str:
    agency, number = case.complaint.agency, case.complaint.number
    if page.back_to == "office.case":
        return url_for(page.back_to, agency=agency, number=number)
    return url_for(page.back_to, agency=agency)
