"""Starting an agency on a page, with the questions of `portal agencies new`, and giving one up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.agencies.files.first_file import Beginning, FirstCategory
from portal.agencies.settings.matching import code_of
from portal.agencies.settings.schema import AgencySettings
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.accounts import add_membership
from portal.complaints.queries.accounts import active_user_id
from portal.domain.actor import PORTAL
from portal.domain.errors import UnknownAgencyError
from portal.domain.permissions import Permission
from portal.domain.role import Role
from portal.domain.text import Language, Text
from portal.pages.current import gettext, runtime
from portal.pages.forms import Problems, typed_line
from portal.pages.languages import localized
from portal.pages.settings.drafting.fields import Field, Form, Line, Number, Words, joined
from portal.pages.settings.drafting.state import (
    SettingsState,
    bp,
    seen_version,
    settings_page,
    state_of,
)
from portal.pages.settings.forms.who_handles import theme_names
from portal.releases.drafts import (
    DAYS_TO_ANSWER,
    BeginningProblem,
    BeginningRefusedError,
    Refusal,
    begin_agency,
    give_up_agency,
    other_theme,
    taken_here,
)
from portal.words.catalogue import to_translate

ROWS = 3
"""How many categories the page asks for; the settings pages add others."""

_LONGEST_ANSWER = 999
REFUSALS: dict[BeginningProblem, str] = {
    BeginningProblem.CODE_FORM: to_translate(
        "Écrivez de 2 à 20 petites lettres sans accent et chiffres, une lettre en premier"
    ),
    BeginningProblem.CODE_RESERVED: to_translate(
        "Ce mot sert déjà dans les adresses du portail. Choisissez un autre code"
    ),
    BeginningProblem.CODE_TAKEN: to_translate(
        "Un autre organisme a déjà ce code. Choisissez-en un autre"
    ),
    BeginningProblem.NAME_TAKEN: to_translate(
        "Ce nom mène déjà à l’organisme dont le code est %(code)s. Choisissez-en un autre"
    ),
}


class CategoryRow(Struct, frozen=True):
    """One category as it was typed; a row in which nothing was typed asks for none."""

    fr: str = ""
    en: str = ""
    theme: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was typed."""
        return not (self.fr or self.en or self.theme)


@dataclass(frozen=True)
class CategoryRows(Field):
    """The first categories, of which one is enough; their codes follow from their French names."""

    name: str = "categories"

    def ids(self, form: Form) -> tuple[str, ...]:
        return tuple(name for rank in range(1, ROWS + 1) for name in _row_ids(rank))

    def filled(self, current: Any) -> Form:
        return {self.name: (CategoryRow(),) * ROWS}

    def read(self, settings: AgencySettings | None, current: Any) -> Form:
        ranks = range(1, ROWS + 1)
        return {self.name: tuple(CategoryRow(*map(typed_line, _row_ids(rank))) for rank in ranks)}

    def check(self, form: Form, problems: Problems, main: Language) -> None:
        for rank, row in enumerate(form[self.name], start=1):
            french, english, theme = _row_ids(rank)
            if rank > 1 and row.is_empty:
                continue
            if not row.fr:
                problems.add(french, gettext("Écrivez la catégorie en français"))
            if not row.en:
                problems.add(english, gettext("Écrivez la catégorie en anglais"))
            if row.theme not in theme_names():
                problems.add(theme, gettext("Choisissez un thème"))

    def written(self, form: Form, current: Any) -> Mapping[str, Any]:
        codes, categories = ["other"], []
        for row in form[self.name]:
            if not row.is_empty:
                codes.append(code_of(row.fr, codes))
                categories.append(FirstCategory(codes[-1], Text(row.fr, row.en), row.theme))
        return {self.name: categories}


def _row_ids(rank: int) -> tuple[str, str, str]:
    return f"category-{rank}-fr", f"category-{rank}-en", f"category-{rank}-theme"


_CATEGORIES = CategoryRows()
_FIELDS: tuple[Field, ...] = (
    Line("code", missing=to_translate("Écrivez un code")),
    Words(
        "name",
        to_translate("Écrivez le nom en français"),
        to_translate("Écrivez le nom en anglais"),
    ),
    Words(
        "service",
        to_translate("Écrivez le nom du service en français"),
        to_translate("Écrivez le nom du service en anglais"),
    ),
    Words(
        "mandate",
        to_translate("Dites en français ce que l’organisme traite"),
        to_translate("Dites en anglais ce que l’organisme traite"),
    ),
    Words(
        "top",
        to_translate("Écrivez le titre en français"),
        to_translate("Écrivez le titre en anglais"),
    ),
    Number("days", 1, _LONGEST_ANSWER, first=DAYS_TO_ANSWER),
    _CATEGORIES,
    Line("administrator"),
)


@localized(bp, fr="/reglages/nouveau", en="/settings/new")
@requires(Permission.CONFIGURE, everywhere=True)
def begin() -> ResponseReturnValue:
    """Ask what has to be known of an agency before it can receive a complaint."""
    return _page(joined(field.filled(None) for field in _FIELDS), Problems())


@localized(bp, fr="/reglages/nouveau", en="/settings/new", methods=("POST",))
@requires(Permission.CONFIGURE, everywhere=True)
def start() -> ResponseReturnValue:
    """Keep the draft of a new agency, or say what there is to correct."""
    form = joined(field.read(None, None) for field in _FIELDS)
    problems = _problems(form)
    if not problems:
        try:
            _start(form)
        except BeginningRefusedError as error:
            # Somebody else was faster.
            _add_refusals(problems, error.refusals)
        else:
            flash(gettext("L’organisme est en préparation. Les citoyens ne le voient pas encore."))
            return redirect(url_for(".index", agency=form["code"]), 303)
    return make_response(_page(form, problems), 422)


def _problems(form: Form) -> Problems:
    """Return what there is to correct, in the order of the page."""
    portal, problems = runtime(), Problems([name for field in _FIELDS for name in field.ids(form)])
    for field in _FIELDS:
        field.check(form, problems, "fr")
    email = form["administrator"]
    with portal.reading(PORTAL) as session:
        taken = taken_here(session, portal.agencies.portal)
        is_known = not email or active_user_id(session, portal.keyring, email)
    _add_refusals(problems, taken.refusals(form["code"], _text(form, "name")))
    if not is_known:
        problems.add(
            "administrator",
            gettext(
                "Personne ne se connecte avec cette adresse. Créez d’abord le compte, "
                "ou laissez la réponse vide"
            ),
        )
    return problems


def _text(form: Form, name: str) -> Text:
    return Text(form[f"{name}_fr"], form[f"{name}_en"])


def _start(form: Form) -> None:
    """Keep the draft that a form without problems describes, and who administers it."""
    portal = runtime()
    beginning = Beginning(
        code=form["code"],
        name=_text(form, "name"),
        service=_text(form, "service"),
        mandate=_text(form, "mandate"),
        top_authority=_text(form, "top"),
        days_to_answer=int(form["days"]),
        categories=_CATEGORIES.written(form, None)["categories"],
        other_theme=other_theme(portal.agencies.portal),
    )
    with portal.transaction() as session:
        user_id = current_actor().user_id
        begin_agency(session, beginning, portal.agencies.portal, user_id, portal.now())
        administrator = active_user_id(session, portal.keyring, form["administrator"])
        if administrator is not None:
            add_membership(session, administrator, Role.ADMINISTRATOR, form["code"])


def _add_refusals(problems: Problems, refusals: Iterable[Refusal]) -> None:
    for refusal in refusals:
        problems.add(refusal.question, gettext(REFUSALS[refusal.problem], code=refusal.owner))


def _page(form: Form, problems: Problems) -> str:
    return render_template(
        "settings/beginning.html", form=form, problems=problems, themes=list(theme_names().items())
    )


@localized(bp, fr="/reglages/<agency>/renoncer", en="/settings/<agency>/give-up")
@requires(Permission.CONFIGURE, agency_from="agency")
def give_up(agency: str) -> ResponseReturnValue:
    """Say what would be forgotten."""
    return settings_page("settings/giving_up.html", _in_preparation(agency))


@localized(bp, fr="/reglages/<agency>/renoncer", en="/settings/<agency>/give-up", methods=("POST",))
@requires(Permission.CONFIGURE, agency_from="agency")
def forget(agency: str) -> ResponseReturnValue:
    """Forget the agency, unless somebody changed its draft since the page was shown."""
    _in_preparation(agency)
    with runtime().transaction() as session:
        give_up_agency(session, agency, seen_version())
    flash(gettext("L’organisme en préparation est supprimé. Les citoyens ne l’ont jamais vu."))
    return redirect(url_for("entrance.home"), 303)


def _in_preparation(agency: str) -> SettingsState:
    """Return the settings of an agency that nothing is in force of; no other is given up."""
    state = state_of(agency)
    if state.current is not None:
        raise UnknownAgencyError(agency)
    return state
