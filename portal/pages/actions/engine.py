"""How everything that can be done with a thing is asked for and done: one page each, the same way.

The page says what will happen; a preview comes before what cannot be taken back. Where the thing
no longer allows it, the page comes back with what was typed, and what others did meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from portal.auth.access import requires
from portal.domain.errors import IncompleteError, PortalError
from portal.domain.permissions import Permission
from portal.pages.actions.missing import note_missing
from portal.pages.errors import CONFLICT, is_refusal, words_of
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.texts import gettext

T = TypeVar("T")
Act = Callable[..., Any]
"""What is done under the lock: it takes what its subject hands it."""
Form = MultiDict[str, str]


@dataclass(frozen=True, slots=True)
class Subject(Generic[T]):
    """A kind of thing that something can be done with.

    Its pages lie below its addresses, whose parts name the thing to `opened`, beside `what` page
    it is opened for. `change` acts under the lock, given the version that was seen. `url` leads
    back to the thing, and `shared` is what all its pages show.

    A thing with a `version` tells what others did since another one. What was `typed_before` in
    the form of an action may wait for whoever opens it again. Its own words for a refusal, if it
    has any, stand in `refusals`.
    """

    fr: str
    en: str
    opened: Callable[..., T]
    change: Callable[[T, Act, int], Any]
    url: Callable[[T], str]
    shared: Callable[[T], Mapping[str, Any]]
    version: Callable[[T], int] = lambda _thing: 0
    done_since: Callable[[T, int], Sequence[Any]] = lambda _thing, _seen: ()
    typed_before: Callable[[T, str], Form] = lambda _thing, _name: MultiDict()
    refusals: Mapping[type[PortalError], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ActionPage(Generic[T]):
    """Something to do with a subject: its addresses, who may do it, and what a form makes it do.

    `act` notes what is wrong in the problems, and returns what to do under the lock. `given`
    returns what its page shows beside the subject. `back_to` is the page of the agency that
    follows, if it is not that of the thing. A preview may lead back to the form by a button named
    `change`. What is said once it is `done` may depend on what came of it. `with_model` puts a
    chosen model into the form. Its templates lie in the `folder` of whoever declares it, by the
    action's name.
    """

    subject: Subject[T]
    name: str
    fr: str
    en: str
    permission: Permission
    done: str | Callable[[Any], str]
    act: Callable[[T, Form, Problems], Act | None]
    given: Callable[[T, Form], dict[str, Any]] = lambda _thing, _form: {}
    preview: Callable[[T, Form, Problems], dict[str, Any]] | None = None
    fields: tuple[str, ...] = ()
    back_to: str | None = None
    with_model: Callable[[T, Form], Form] | None = None
    folder: str = "office/actions"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a page shows after it could not act: what is wrong, and what others did meanwhile."""

    status: int = 200
    problems: Problems = field(default_factory=Problems)
    refusal: str | None = None
    changed: Sequence[Any] = ()


def add_action(pages: Pages, page: ActionPage[T]) -> None:
    """Give an action its page, among `pages`."""

    @localized(
        pages,
        fr=f"{page.subject.fr}/{page.fr}",
        en=f"{page.subject.en}/{page.en}",
        methods=("GET", "POST"),
        endpoint=page.name,
    )
    @requires(page.permission, agency_from="agency")
    def view(**address: Any) -> ResponseReturnValue:
        thing = page.subject.opened(**address, what=page.name)
        return _sent(page, thing) if request.method == "POST" else _shown(page, thing, Outcome())


def kept_fields(form: Form) -> list[tuple[str, str]]:
    """Return what a form said, for its preview to carry on: not what every form carries."""
    own = ("csrf_token", "version", "send", "change")
    return [pair for pair in form.items(multi=True) if pair[0] not in own]


def _sent(page: ActionPage[T], thing: T) -> ResponseReturnValue:
    problems = Problems(page.fields)
    if "change" in request.form or "insert" in request.form:
        # Back from the preview, or with a model: the form again, as it was typed.
        return _shown(page, thing, Outcome())
    act = page.act(thing, request.form, problems)
    if act is None or problems:
        return _shown(page, thing, Outcome(422, problems))
    seen = request.form.get("version", 0, type=int)
    try:
        if page.preview is not None and "send" not in request.form:
            shown = page.preview(thing, request.form, problems)
            version = request.form.get("version", page.subject.version(thing), type=int)
            return _rendered(page, thing, Outcome(), version, shown, "_preview"), 200
        result = page.subject.change(thing, act, seen)
    except IncompleteError as error:
        note_missing(problems, error)
        return _shown(page, thing, Outcome(422, problems))
    except PortalError as error:
        if not is_refusal(error):
            raise
        return _refused(page, seen, error)
    flash(gettext(page.done if isinstance(page.done, str) else page.done(result)))
    return redirect(_after(page, thing), 303)


def _refused(page: ActionPage[T], seen: int, error: PortalError) -> ResponseReturnValue:
    # Opened again: what the other person did came after this page was read.
    fresh = page.subject.opened(**(request.view_args or {}), what=page.name)
    changed = page.subject.done_since(fresh, seen) if seen else ()
    refusal = gettext(page.subject.refusals.get(type(error)) or words_of(error).title)
    return _shown(page, fresh, Outcome(CONFLICT, Problems(), refusal, changed))


def _shown(page: ActionPage[T], thing: T, outcome: Outcome) -> ResponseReturnValue:
    given, version = page.given(thing, _typed(page, thing)), _version(page, thing, outcome)
    return _rendered(page, thing, outcome, version, given), outcome.status


def _rendered(
    page: ActionPage[T],
    thing: T,
    outcome: Outcome,
    version: int,
    shown: Mapping[str, Any],
    suffix: str = "",
) -> str:
    return render_template(
        f"{page.folder}/{page.name}{suffix}.html",
        page=page,
        typed=_typed(page, thing),
        problems=outcome.problems,
        refusal=outcome.refusal,
        changed=outcome.changed,
        version=version,
        **page.subject.shared(thing),
        **shown,
    )


def _version(page: ActionPage[T], thing: T, outcome: Outcome) -> int:
    """Return the version that the form carries on: the one first seen, until others' texts show."""
    if request.method == "GET" or outcome.status == CONFLICT:
        return page.subject.version(thing)
    return request.form.get("version", 0, type=int)


def _typed(page: ActionPage[T], thing: T) -> Form:
    """Return what was typed, or what came back of it when its sending was stopped."""
    if request.method == "POST":
        if page.with_model is None or "insert" not in request.form:
            return request.form
        return page.with_model(thing, request.form)
    return page.subject.typed_before(thing, page.name) or request.args


def _after(page: ActionPage[T], thing: T) -> str:
    if page.back_to is None:
        return page.subject.url(thing)
    return url_for(page.back_to, agency=(request.view_args or {})["agency"])
