"""How everything that can be done with a thing is asked for and done: one page each, the same way.

The page says what will happen; a preview comes before what cannot be taken back. Where the thing
no longer allows it, the page comes back with what was typed, and what others did meanwhile.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.errors import PortalError
from portal.domain.permissions import Permission
from portal.domain.typed import whole_number
from portal.pages.actions.missing import missing_fields
from portal.pages.current import gettext, runtime
from portal.pages.errors import CONFLICT, is_refusal, words_of
from portal.pages.features import Pages
from portal.pages.forms import Problems, typed_text
from portal.pages.languages import localized

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
    the form of an action may wait for whoever opens it again. What `refusals` names refuses in its
    own words, or in those made of the error, whatever else it is. They are shown by the page, or as
    news above it where the thing `announces` them. What is `everywhere` is of no agency that its
    address names. Where a page makes no sense for a thing, `refuse` raises why.
    """

    fr: str
    en: str
    opened: Callable[..., T]
    change: Callable[[T, Act, int], Any]
    url: Callable[[T], str]
    shared: Callable[[T], Mapping[str, Any]] = lambda _thing: {}
    version: Callable[[T], int] = lambda _thing: 0
    done_since: Callable[[T, int], Sequence[Any]] = lambda _thing, _seen: ()
    typed_before: Callable[[T, str], Form] = lambda _thing, _name: MultiDict()
    refusals: Mapping[type[PortalError], str | Callable[[Any], str]] = field(default_factory=dict)
    announces: bool = False
    everywhere: bool = False
    refuse: Callable[[T, ActionPage[T]], None] = lambda _thing, _page: None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a page shows after it could not act: what is wrong, and what others did meanwhile.

    `theirs` is what others wrote in its fields, `shown` whatever else it then shows.
    """

    status: int = 200
    problems: Problems = field(default_factory=Problems)
    refusal: str | None = None
    changed: Sequence[Any] = ()
    theirs: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ActionPage(Generic[T]):
    """Something to do with a subject: its addresses, who may do it, and what a form makes it do.

    `act` notes what is wrong in the problems, and returns what to do under the lock, or nothing
    while the page only shows its effect; `corrects` says at which fields stands what was found
    wrong there. `given` returns what its page shows
    beside the subject. What is said once it is `done`, and the page that comes `then`, if it is
    not that of the thing, may depend on what came of it; where that is an `Outcome`, the page comes
    back with it. A preview may lead back to the form by a button named `change`. `with_model` puts
    a chosen model into the form. Where several people write the same `texts`, by their fields, the
    form carries a mark of each: one that another changed since is shown beside one's own.

    Its templates lie in the `folder` of whoever declares it, by the action's name if several do not
    share a `template`. One whose form `stands_on` another page of the thing has no page of its own;
    nor has one that `is_button`, which leads back to the thing and announces what was wrong.

    To what is said once it is done is added whom it `tells`, in words of `portal.pages.telling`.
    One that is `with_person` is done with or for whoever complains, which its permission does not
    say.
    """

    subject: Subject[T]
    name: str
    fr: str
    en: str
    permission: Permission
    done: str | Callable[[Any], str | None] | None
    act: Callable[[T, Form, Problems], Act | None]
    given: Callable[[T, Form], dict[str, Any]] = lambda _thing, _form: {}
    preview: Callable[[T, Form, Problems], dict[str, Any]] | None = None
    fields: tuple[str, ...] = ()
    then: Callable[[T, Any], str] | None = None
    with_model: Callable[[T, Form], Form] | None = None
    texts: Callable[[T], Mapping[str, str]] = lambda _thing: {}
    folder: str = "office/actions"
    template: str = ""
    corrects: Callable[[PortalError], Iterable[tuple[str, str]]] = missing_fields
    stands_on: Callable[[T, Outcome], str] | None = None
    is_button: bool = False
    tells: Callable[[T], str] | None = None
    with_person: bool = False


def add_action(pages: Pages, page: ActionPage[T]) -> None:
    """Give an action its page, among `pages`."""

    @localized(
        pages,
        fr=f"{page.subject.fr}/{page.fr}".rstrip("/"),
        en=f"{page.subject.en}/{page.en}".rstrip("/"),
        methods=("POST",) if page.stands_on or page.is_button else ("GET", "POST"),
        endpoint=page.name,
    )
    @requires(
        page.permission,
        None if page.subject.everywhere else "agency",
        everywhere=page.subject.everywhere,
    )
    def view(**address: Any) -> ResponseReturnValue:
        thing = page.subject.opened(**address, what=page.name)
        page.subject.refuse(thing, page)
        is_sent = request.method == "POST" and not _goes_back(page)
        return _sent(page, thing) if is_sent else _shown(page, thing, Outcome())


def done_at_work(act: Act, *named: Any) -> Any:
    """Do something with what is no complaint, in one transaction; return what came of it."""
    with runtime().acting(current_actor()) as work:
        return act(work, *named)


def refusal_words(subject: Subject[T], error: PortalError) -> str:
    """Return why something was not done with a thing."""
    words = subject.refusals.get(type(error)) or words_of(error).title
    return words(error) if callable(words) else gettext(words)


def kept_fields(form: Form) -> list[tuple[str, str]]:
    """Return what a form said, for its preview to carry on: not what every form carries."""
    own = ("csrf_token", "version", "send", "change")
    return [pair for pair in form.items(multi=True) if pair[0] not in own]


def _goes_back(page: ActionPage[T]) -> bool:
    """Tell whether the form is shown again as it was typed: after the preview, or with a model."""
    return (page.preview is not None and "change" in request.form) or "insert" in request.form


def _sent(page: ActionPage[T], thing: T) -> ResponseReturnValue:
    problems = Problems(page.fields)
    if theirs := _written_by_others(page.texts(thing)):
        return _shown(page, thing, Outcome(CONFLICT, theirs=theirs))
    act = page.act(thing, request.form, problems)
    if act is None or problems:
        return _shown(page, thing, Outcome(422 if problems else 200, problems))
    seen = request.form.get("version", 0, type=whole_number)
    try:
        if page.preview is not None and "send" not in request.form:
            shown = page.preview(thing, request.form, problems)
            version = request.form.get("version", page.subject.version(thing), type=whole_number)
            return _rendered(page, thing, Outcome(), version, shown, "_preview"), 200
        result = page.subject.change(thing, act, seen)
    except PortalError as error:
        for field_id, words in page.corrects(error):
            problems.add(field_id, words)
        if problems:
            return _shown(page, thing, Outcome(422, problems))
        if not is_refusal(error) and type(error) not in page.subject.refusals:
            raise
        return _refused(page, seen, error)
    if isinstance(result, Outcome):
        return _shown(page, _opened_again(page), result)
    news = page.done(result) if callable(page.done) else page.done
    told = page.tells(thing) if page.tells else ""
    if said := " ".join(filter(None, (news and gettext(news), told))):
        flash(said)
    return redirect(page.then(thing, result) if page.then else page.subject.url(thing), 303)


def _refused(page: ActionPage[T], seen: int, error: PortalError) -> ResponseReturnValue:
    fresh = _opened_again(page)
    changed = page.subject.done_since(fresh, seen) if seen else ()
    refusal = refusal_words(page.subject, error)
    if page.subject.announces:
        flash(refusal, "warn")
    return _shown(page, fresh, Outcome(CONFLICT, Problems(), refusal, changed))


def _opened_again(page: ActionPage[T]) -> T:
    """Return the thing as it is now: what was done to it came after this page was read."""
    return page.subject.opened(**(request.view_args or {}), what=page.name)


def _written_by_others(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the texts that somebody else wrote since the form was opened."""
    return {
        name: text
        for name, text in texts.items()
        if (name in request.form or f"mark-{name}" in request.form)
        and typed_text(name) != text
        and request.form.get(f"mark-{name}", _mark_of("")) != _mark_of(text)
    }


def _mark_of(text: str) -> str:
    """Return what tells whether a text is still as somebody saw it."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _shown(page: ActionPage[T], thing: T, outcome: Outcome) -> ResponseReturnValue:
    if page.stands_on is not None:
        return page.stands_on(thing, outcome), outcome.status
    if page.is_button:
        for problem in outcome.problems:
            flash(problem.text, "err")
        return redirect(page.subject.url(thing), 303)
    given = {**page.given(thing, _typed(page, thing)), **outcome.shown}
    version = _version(page, thing, outcome)
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
        f"{page.folder}/{page.template or page.name}{suffix}.html",
        page=page,
        typed=_typed(page, thing),
        problems=outcome.problems,
        refusal=outcome.refusal,
        changed=outcome.changed,
        theirs=outcome.theirs,
        marks={name: _mark_of(text) for name, text in page.texts(thing).items()},
        version=version,
        **page.subject.shared(thing),
        **shown,
    )


def _version(page: ActionPage[T], thing: T, outcome: Outcome) -> int:
    """Return the version that the form carries on: the one first seen, until others' texts show."""
    if request.method == "GET" or outcome.status == CONFLICT:
        return page.subject.version(thing)
    return request.form.get("version", 0, type=whole_number)


def _typed(page: ActionPage[T], thing: T) -> Form:
    """Return what was typed, or what came back of it when its sending was stopped."""
    if request.method == "POST":
        if page.with_model is None or "insert" not in request.form:
            return request.form
        return page.with_model(thing, request.form)
    return page.subject.typed_before(thing, page.name) or request.args
