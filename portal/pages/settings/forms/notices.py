"""What citizens are told before they file: the agency's own notices, beside the common ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import request
from msgspec import Struct

from portal.agencies.settings.categories import NoticeSettings
from portal.agencies.settings.schema import AgencySettings
from portal.domain.complaint import Draft
from portal.domain.handling.notices import NoticeKind
from portal.domain.meaning import Danger, Decision
from portal.domain.phone import is_dialled
from portal.domain.text import Language
from portal.pages.current import gettext, ngettext, runtime
from portal.pages.forms import Problems, typed_lines
from portal.pages.settings.drafting.edit import Edit, Place
from portal.pages.settings.drafting.fields import (
    NO_LINK,
    NO_NUMBER,
    Choice,
    Field,
    Form,
    Line,
    Lines,
    TickedCategories,
    Words,
    categories_to_choose,
    is_link,
    note_missing_english,
    typed_in,
    unlike_lines,
    words_of,
)
from portal.pages.settings.drafting.forms import READ, Entry, HoldsFor
from portal.pages.settings.drafting.lengths import units_to_choose
from portal.pages.settings.drafting.lists import ItemForm, ListPage
from portal.pages.settings.drafting.state import SettingsState, existing, wants_more_rows
from portal.pages.settings.forms.redirects import RedirectRow, RedirectRows, days_to_choose
from portal.pages.shown.before_filing import ToldNotice, notices_of
from portal.words.catalogue import to_translate

KIND_NAMES: dict[NoticeKind, str] = {
    NoticeKind.INFORMATION: to_translate("Bon à savoir"),
    NoticeKind.OUT_OF_SCOPE: to_translate("Hors du mandat de l’organisme"),
    NoticeKind.OWN_REVIEW: to_translate("Décision qui a sa propre révision"),
    NoticeKind.LEGAL_DELAY: to_translate("Délai de la loi que la plainte n’arrête pas"),
    NoticeKind.DANGER: to_translate("Danger : montré en premier"),
}
DANGER_NAMES: dict[str, str] = {
    Danger.SUICIDE.value: to_translate("Pensées suicidaires"),
    Danger.VIOLENCE.value: to_translate("Violence d’un partenaire ou à la maison"),
    Danger.CHILD.value: to_translate("Enfant en danger"),
    Danger.EMERGENCY.value: to_translate("Autre danger immédiat"),
}
DECISION_NAMES: dict[str, str] = {
    Decision.REFUSED.value: to_translate("Refus, ou fin de ce qui était accordé"),
    Decision.AMOUNT.value: to_translate("Montant"),
    Decision.SANCTION.value: to_translate("Amende ou autre sanction"),
    Decision.ACCESS.value: to_translate("Accès à des documents"),
}
_FEW_ROWS, _MORE_ROWS = 1, 4
_INPUTS = ("phone_number", "phone_fr", "phone_en")


@dataclass(frozen=True)
class TickedKinds(Field):
    """Kinds of what is recognised however it is said, ticked, in the order of their `names`."""

    names: Mapping[str, str]

    def filled(self, current: Any) -> Form:
        return {self.name: self._in_order(map(str, getattr(current, self.name, ())))}

    def read(self, settings: AgencySettings | None, current: Any) -> Form:
        return {self.name: self._in_order(request.form.getlist(self.name))}

    def written(self, form: Form, current: Any) -> Mapping[str, Any]:
        """Write those that are ticked, in the order in which they stand if they stand already."""
        ticked, kept = form[self.name], tuple(map(str, getattr(current, self.name, ())))
        return {self.name: (kept if set(kept) == set(ticked) else ticked) or None}

    def _in_order(self, kinds: Iterable[str]) -> tuple[str, ...]:
        ticked = frozenset(kinds)
        return tuple(kind for kind in self.names if kind in ticked)


class PhoneRow(Struct, frozen=True):
    """A number to call as it was typed, and who answers."""

    number: str = ""
    fr: str = ""
    en: str = ""


@dataclass(frozen=True)
class PhoneRows(Field):
    """Whom to call at once, as rows; what is emptied is taken away."""

    name: str = "phones"

    def ids(self, form: Form) -> tuple[str, ...]:
        ranks = range(1, len(form[self.name]) + 1)
        return tuple(f"{name}-{rank}" for rank in ranks for name in _INPUTS)

    def filled(self, current: NoticeSettings | None) -> Form:
        phones = current.phones if current else ()
        return {self.name: tuple(PhoneRow(phone.number, *typed_in(phone.name)) for phone in phones)}

    def read(self, settings: AgencySettings | None, current: Any) -> Form:
        rows = map(PhoneRow, *map(typed_lines, _INPUTS))
        return {self.name: tuple(row for row in rows if row != PhoneRow())}

    def check(self, form: Form, problems: Problems, main: Language) -> None:
        for rank, row in enumerate(form[self.name], 1):
            number, *names = (f"{name}-{rank}" for name in _INPUTS)
            if not is_dialled(row.number):
                problems.add(number, gettext(NO_NUMBER))
            if not row.fr:
                problems.add(names[0], gettext("Dites en français qui répond à ce numéro"))
            note_missing_english(problems, main, tuple(names), row.fr, row.en)

    def written(self, form: Form, current: Any) -> Mapping[str, Any]:
        phones = tuple(
            {"number": row.number, "name": words_of(row.fr, row.en)} for row in form[self.name]
        )
        return {self.name: phones or None}

    @property
    def words(self) -> tuple[tuple[str, ...], ...]:
        return ((self.name, "name"),)


def _own_notices(settings: AgencySettings) -> list[NoticeSettings]:
    """Return the notices of the agency's own file; the portal's go ahead of them."""
    common = runtime().agencies.portal.notices
    return [notice for notice in settings.notices if notice not in common]


def _listed_notices(state: SettingsState, place: Place) -> Mapping[str, Any]:
    own = _own_notices(state.settings)
    return {
        "own": own,
        "common": [notice for notice in state.settings.notices if notice not in own],
        "names": {category.code: category.name.text for category in state.settings.categories},
        "kinds": KIND_NAMES,
        "heard": {**DANGER_NAMES, **DECISION_NAMES},
    }


def _shown(edit: Edit) -> Mapping[str, Any]:
    empty = (PhoneRow(),) * (_MORE_ROWS if wants_more_rows() else _FEW_ROWS)
    return {
        "kinds": _to_choose(KIND_NAMES),
        "categories": categories_to_choose(edit.settings),
        "danger_kinds": _to_choose(DANGER_NAMES),
        "decision_kinds": _to_choose(DECISION_NAMES),
        "phones": edit.form["phones"] + empty,
        "redirects": (*edit.form["redirects"], *_empty_redirects(edit)),
        "counted": units_to_choose(),
        "days": days_to_choose(edit.settings),
        "seen": _seen(edit),
    }


def _empty_redirects(edit: Edit) -> tuple[RedirectRow, ...]:
    """Return a row to write in: the first one, and another where more room was asked for."""
    wants_row = not edit.form["redirects"] or "more_redirects" in request.form
    return (RedirectRow(),) if wants_row else ()


def _wants_rows() -> bool:
    return wants_more_rows() or "more_redirects" in request.form


def _to_choose(names: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(str(value), gettext(name)) for value, name in names.items()]


def _seen(edit: Edit) -> ToldNotice | None:
    """Return the notice as citizens would read it under this form, whatever it is shown for."""
    if edit.drafted is None:
        return None
    notice = existing(edit.drafted.settings.notices, edit.code)
    always = edit.drafted.settings.model_copy(
        update={"notices": (notice.model_copy(update={"when": None}),)}
    )
    draft = Draft(None, story="", received_at=runtime().now())
    told = notices_of(replace(edit.drafted, settings=always).consult(), draft)
    return next((shown for shown in told if shown.notice.code == edit.code), None)


NOTICES = ItemForm(
    "notice",
    holds_for=HoldsFor.AT_ONCE,
    fr="avis/<code>",
    en="notices/<code>",
    section=("notices",),
    template="settings/forms/notice.html",
    fields=(
        Choice(
            "kind",
            lambda: KIND_NAMES,
            to_translate("Choisissez pourquoi le citoyen est averti"),
        ),
        TickedCategories(at=("when",)),
        Lines("words", unlike_lines, at=("when",)),
        TickedKinds("danger", DANGER_NAMES, at=("when",)),
        TickedKinds("decision", DECISION_NAMES, at=("when",)),
        Words("title", to_translate("Écrivez le titre en français")),
        # As one line: a notice is short.
        Words("text", to_translate("Écrivez l’avis en français")),
        Line("link", is_link, NO_LINK),
        Line("link_en", is_link, NO_LINK),
        PhoneRows(),
        RedirectRows(),
    ),
    # There is room for more rows, without saving.
    first=lambda edit: edit.page(edit.state, edit.outcome) if _wants_rows() else None,
    shows=_shown,
    concerns=lambda edit: {"categories": edit.form["categories"]},
    entries=lambda settings, place: _own_notices(settings),
    listing=ListPage(
        "notices",
        fr="avis",
        en="notices",
        template="settings/forms/notices.html",
        shows=_listed_notices,
        order_by="order_notices",
    ),
    named_by="title_fr",
    taken=lambda edit: [notice.code for notice in edit.settings.notices],
    entry=Entry(
        READ,
        to_translate("Avis aux citoyens"),
        lambda settings: (
            ngettext("un avis", "%(num)s avis", count)
            if (count := len(_own_notices(settings)))
            else gettext("aucun avis")
        ),
    ),
)
