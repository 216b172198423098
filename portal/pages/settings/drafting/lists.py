"""Forms of the things that settings list: each has a page of its own, and the list has one.

What both kinds of forms have in common is said in `forms.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from functools import partial
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.files.editing import with_item, with_item_moved, without_item
from portal.agencies.settings.matching import code_of
from portal.agencies.settings.schema import AgencySettings
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.settings.drafting.edit import Edit, Place
from portal.pages.settings.drafting.forms import SettingsForm
from portal.pages.settings.drafting.state import (
    NEW,
    Outcome,
    SettingsState,
    answer_form,
    existing,
    form_page,
)

_MOVES = {"up": -1, "down": 1}


@dataclass(frozen=True)
class ListPage:
    """The page that lists the things of an `ItemForm`.

    `shows` returns what it shows. Where citizens see the order, buttons move each thing a place up
    or down; `arrange` may answer them first.
    """

    name: str
    _: KW_ONLY
    fr: str
    en: str
    template: str
    shows: Callable[[SettingsState, Place], Mapping[str, Any]]
    order_by: str = ""
    arrange: Callable[[SettingsState, Place], ResponseReturnValue | None] = lambda *_: None


@dataclass(frozen=True)
class ItemForm(SettingsForm):
    """The form of each thing of a list, which has a page of its own.

    `entries` returns the things that may be changed. The address calls the code of one `part`, the
    file calls it `key`. A new thing takes its code from the input `named_by`, unlike those `taken`,
    and stands ahead of the code `ahead_of`, else last; `base` is the text that it is written in.
    `may_go` tells whether it can be taken away, None where that is not asked of it.
    """

    _: KW_ONLY
    entries: Callable[[AgencySettings, Place], Sequence[Any]]
    listing: ListPage
    part: str = "code"
    key: str = "code"
    named_by: str = "name_fr"
    taken: Callable[[Edit], Sequence[str]] | None = None
    ahead_of: Callable[[Edit], str | None] = lambda edit: None
    base: Callable[[Edit], str] = lambda edit: edit.state.text
    may_go: Callable[[Edit], bool | None] = lambda edit: None if edit.is_new else True

    def current(self, settings: AgencySettings, place: Place) -> Any:
        """Return the thing that the address names; None is a new one."""
        entries, code = self.entries(settings, place), place[self.part]
        return None if code == NEW else existing(entries, code, self.key)

    def code(self, edit: Edit) -> str:
        code = edit.place[self.part]
        return code if code != NEW else code_of(edit.form[self.named_by], self._taken(edit))

    def _taken(self, edit: Edit) -> Sequence[str]:
        if self.taken is not None:
            return self.taken(edit)
        return [getattr(entry, self.key) for entry in self.entries(edit.settings, edit.place)]

    def text(self, edit: Edit) -> str:
        return with_item(
            self.base(edit),
            self.path(edit.place),
            edit.code,
            edit.values,
            ahead_of=self.ahead_of(edit),
            key=self.key,
        )

    def is_kept(self, edit: Edit) -> bool:
        """Tell the same; of a new thing, whether one of its name is kept just so."""
        if not edit.is_new:
            return super().is_kept(edit)
        return any(
            super(ItemForm, self).is_kept(replace(edit, place={**edit.place, self.part: code}))
            for one in self.entries(edit.settings, edit.place)
            if self.filled(one)[self.named_by] == edit.form[self.named_by]
            for code in [str(getattr(one, self.key))]
        )

    def path(self, place: Place) -> tuple[str, ...]:
        """Return what leads to the list in the file."""
        return tuple(place[step[1:-1]] if step.startswith("<") else step for step in self.section)

    def then(self, edit: Edit) -> str:
        outer: dict[str, Any] = {**edit.place}
        del outer[self.part]
        return url_for(f".{self.listing.name}", agency=edit.state.agency.code, **outer)

    def removed(self, edit: Edit) -> ResponseReturnValue | None:
        may_go = self.may_go(edit) if "remove" in request.form else None
        if may_go is None:
            return None
        if not may_go:
            return redirect(request.path, 303)
        place = (self.path(edit.place), edit.place[self.part])
        write = partial(without_item, edit.state.text, *place, key=self.key)
        return answer_form(edit.state, Problems(), edit.page, write, self.then(edit))

    def serve(self, pages: Pages) -> None:
        super().serve(pages)
        shown = self.listing
        self.serve_view(pages, shown.name, shown.fr, shown.en, self._show_list)
        if shown.order_by:
            self.serve_view(pages, shown.order_by, shown.fr, shown.en, self._order, "POST")

    def list_page(self, state: SettingsState, outcome: Outcome, place: Place) -> str:
        """Return the page of the list."""
        return form_page(self.listing.template, state, outcome, **self.listing.shows(state, place))

    def _show_list(self, state: SettingsState, **place: str) -> ResponseReturnValue:
        return self.list_page(state, Outcome(), place)

    def _order(self, state: SettingsState, **place: str) -> ResponseReturnValue:
        """Move the thing that was asked for in the draft, and come back to the list."""
        self.entries(state.settings, place)
        answer, wanted = self.listing.arrange(state, place), wanted_move()
        if answer is not None or wanted is None:
            return answer or redirect(request.path, 303)
        write = partial(with_item_moved, state.text, self.path(place), *wanted)
        page = partial(self.list_page, place=place)
        return answer_form(state, Problems(), page, write, request.path)


def wanted_move() -> tuple[str, int] | None:
    """Return which thing of a list a button moves, and by how many places."""
    moves = ((request.form[way], by) for way, by in _MOVES.items() if way in request.form)
    return next(moves, None)
