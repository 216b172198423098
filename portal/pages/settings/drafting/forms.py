"""Forms of settings, declared: a part of the settings, its fields, and what the page shows beside.

All are read, checked, shown with their effect and kept in the draft alike. What is peculiar to one
is a small function of its own, handed the `Edit`. A `SectionForm` is about one group of the
settings; `ItemForm`, of `lists.py`, is about each thing of a list.
"""

from __future__ import annotations

import dataclasses
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.agencies.files.editing import without
from portal.agencies.files.tree import says
from portal.agencies.settings.schema import AgencySettings
from portal.auth.access import requires
from portal.domain.permissions import Permission
from portal.pages.current import gettext
from portal.pages.features import Contribution, Pages
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.settings.drafting.beside import as_kept, digests, is_typed_in
from portal.pages.settings.drafting.edit import Edit, Place, changed_keys, inside
from portal.pages.settings.drafting.fields import Field, Form, joined
from portal.pages.settings.drafting.state import (
    SettingsState,
    answer_form,
    concerned_by,
    form_page,
    opens_settings,
    seen_version,
    wants_preview,
)
from portal.words.catalogue import to_translate

READ = to_translate("Ce que les citoyens et le personnel lisent")
TIME = to_translate("Le temps et les paliers")
HANDLING = to_translate("Le traitement")
UNUSUAL = to_translate("Ce qui sort de l’ordinaire")
GROUPS = (READ, TIME, HANDLING, UNUSUAL)


class HoldsFor(StrEnum):
    """For which complaints a part of the settings holds once it is published.

    Those that run keep what they came under, or it holds for them AT_ONCE; or it is about NEW ones
    alone: how they are found, and what is said before they are filed.
    """

    KEPT = "kept"
    AT_ONCE = "at_once"
    NEW = "new"


class Entry(Struct, frozen=True):
    """A form on the first page: in which of the GROUPS, its name, what stands there now.

    The entries of a group stand in the order of their `rank`, then in that of the forms.
    """

    group: str
    name: str
    now: Callable[[AgencySettings], str]
    rank: int = 0


@dataclass(frozen=True)
class SettingsForm(Contribution):
    """What forms of both kinds declare.

    `name` is that of its view, `fr` and `en` end its addresses. `section` leads to what it is about
    in the file; `<code>` stands for what the address names. `rules` note what has to hold besides
    the fields themselves, ahead of them. `shows` returns what the page shows of its own,
    `concerns` of which open complaints it counts. `writes` may change what the fields write, and
    `first` may answer what was sent ahead of all else. `holds_for` says for
    which complaints. Where two versions are compared, a part
    of the settings has the name of its form's `entry`, or one of `names`.
    """

    name: str
    _: KW_ONLY
    fr: str
    en: str
    section: tuple[str, ...]
    template: str
    fields: tuple[Field, ...]
    rules: Callable[[Edit, Problems], None] = lambda edit, problems: None
    shows: Callable[[Edit], Mapping[str, Any]] = lambda edit: {}
    concerns: Callable[[Edit], Mapping[str, Any]] = lambda edit: {}
    writes: Callable[[Edit, Mapping[str, Any]], Mapping[str, Any]] = lambda edit, values: values
    first: Callable[[Edit], ResponseReturnValue | None] = lambda edit: None
    entry: Entry | None = None
    holds_for: HoldsFor = HoldsFor.KEPT
    names: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @abstractmethod
    def current(self, settings: AgencySettings, place: Place) -> Any:
        """Return what settings say of what the form is about, or None."""

    def code(self, edit: Edit) -> str:
        """Return the code under which it stands: its section's, unless it is one of a list."""
        return self.section[0]

    @abstractmethod
    def text(self, edit: Edit) -> str:
        """Return the text of the draft with what a sound form says."""

    def then(self, edit: Edit) -> str:
        """Return where saving leads to."""
        return url_for(".index", agency=edit.state.agency.code)

    def filled(self, current: Any) -> Form:
        """Return the form that this fills."""
        return joined(field.filled(inside(current, field.at)) for field in self.fields)

    def read(self, state: SettingsState, place: Place) -> Edit:
        """Return the form of the request."""
        settings, current = state.settings, self.current(state.settings, place)
        typed = joined(field.read(settings, inside(current, field.at)) for field in self.fields)
        return Edit(self, state, place, as_kept(typed, self.filled(current)))

    def values(self, form: Form, before: Any) -> Mapping[str, Any]:
        """Return what the fields write, group by group; a group without anything is taken away."""
        values: dict[str, Any] = {}
        for field in self.fields:
            group = values
            for key in field.at:
                group = group.setdefault(key, {})
            group.update(field.written(form, inside(before, field.at)))
        return {key: _group(value) for key, value in values.items()}

    def page(self, edit: Edit) -> str:
        """Return the page of the form."""
        shown = {
            **edit.place,
            "form": edit.form,
            "as_shown": digests(edit.filled),
            "is_new": edit.is_new,
            "holds_for": self.holds_for,
            "concerned": concerned_by(edit.state, **self.concerns(edit)),
            **self.shows(edit),
        }
        return form_page(self.template, edit.state, edit.outcome, **shown)

    def show(self, state: SettingsState, **place: str) -> ResponseReturnValue:
        """Show the form as the settings fill it."""
        current = self.current(state.settings, place)
        return self.page(Edit(self, state, place, self.filled(current)))

    def save(self, state: SettingsState, **place: str) -> ResponseReturnValue:
        """Write in the draft what was typed, take it away, or only show its effect."""
        edit = self.read(state, place)
        return (
            self.first(edit)
            or self.removed(edit)
            or self._sent_again(edit)
            or answer_form(edit.state, edit.problems, edit.page, lambda: edit.text, self.then(edit))
        )

    def _sent_again(self, edit: Edit) -> ResponseReturnValue | None:
        """Say of a form that came twice that what it says is kept already."""
        is_late = seen_version() != edit.state.version and not wants_preview()
        if not (is_late and is_typed_in(edit.form) and self.is_kept(edit)):
            return None
        flash(gettext("C’est déjà enregistré dans le brouillon, comme vous l’avez écrit."))
        return redirect(self.then(edit), 303)

    def is_kept(self, edit: Edit) -> bool:
        """Tell whether the draft says already what the form says."""
        return not edit.problems and edit.text == edit.state.text

    @abstractmethod
    def removed(self, edit: Edit) -> ResponseReturnValue | None:
        """Take it away, if that was asked for and can be done."""

    def serve(self, pages: Pages) -> None:
        """Serve its pages."""
        self.serve_view(pages, self.name, self.fr, self.en, self.show)
        self.serve_view(pages, f"save_{self.name}", self.fr, self.en, self.save, "POST")

    def serve_view(
        self,
        pages: Pages,
        endpoint: str,
        fr: str,
        en: str,
        view: Callable[..., ResponseReturnValue],
        method: str = "GET",
    ) -> None:
        """Serve a page whose view is handed the settings and what its address names."""
        address = localized(
            pages,
            fr=f"/reglages/<agency>/{fr}",
            en=f"/settings/<agency>/{en}",
            methods=(method,),
            endpoint=endpoint,
        )
        address(requires(Permission.CONFIGURE, agency_from="agency")(opens_settings(view)))

    def words(self) -> Iterator[tuple[str, ...]]:
        """Yield where it writes words in both languages, by the keys that lead to them."""
        keys = tuple(step for step in self.section if not step.startswith("<"))
        return ((*keys, *inner) for field in self.fields for inner in field.words)

    def part_names(self) -> Mapping[str, str]:
        """Return what the parts of the settings are called: a whole part as the form itself is."""
        is_whole_part = len(self.section) == 1
        own = {self.section[0]: self.entry.name} if self.entry and is_whole_part else {}
        return {**own, **self.names}


@dataclass(frozen=True)
class SectionForm(SettingsForm):
    """The form of one group of the settings; `says` returns what they say of it.

    Where `may_go`, a button takes the group away, so that what is common to all holds again.
    """

    _: KW_ONLY
    says: Callable[[AgencySettings], Any]
    may_go: bool = False
    write: Callable[[Edit], str] = changed_keys

    def current(self, settings: AgencySettings, place: Place) -> Any:
        return self.says(settings)

    def text(self, edit: Edit) -> str:
        return self.write(edit)

    def removed(self, edit: Edit) -> ResponseReturnValue | None:
        is_asked = self.may_go and "remove" in request.form
        if not is_asked or not says(edit.state.text, self.section[0]):
            return None
        write = partial(without, edit.state.text, self.section[0])
        return answer_form(edit.state, Problems(), edit.page, write, self.then(edit))


def _group(value: Any) -> Any:
    """Return a group of values, or None if it says nothing."""
    is_empty = isinstance(value, dict) and all(part is None for part in value.values())
    return None if is_empty else value
