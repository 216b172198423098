"""Starting an agency on a page, with the questions of `portal agencies new`, and giving one up."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.files.first_file import Beginning, FirstCategory
from portal.agencies.settings.matching import code_of
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.accounts import active_user_id, add_membership
from portal.domain.actor import PORTAL, Role
from portal.domain.errors import UnknownAgencyError
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.pages.current import gettext, runtime
from portal.pages.forms import Problems, typed_line
from portal.pages.languages import localized
from portal.pages.settings.drafting.state import (
    SettingsState,
    bp,
    seen_version,
    settings_page,
    state_of,
)
from portal.pages.settings.forms.categories import theme_names
from portal.releases.beginnings import (
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
_MISSING: dict[str, str] = {
    "code": to_translate("Écrivez un code"),
    "name_fr": to_translate("Écrivez le nom en français"),
    "name_en": to_translate("Écrivez le nom en anglais"),
    "service_fr": to_translate("Écrivez le nom du service en français"),
    "service_en": to_translate("Écrivez le nom du service en anglais"),
    "mandate_fr": to_translate("Dites en français ce que l’organisme traite"),
    "mandate_en": to_translate("Dites en anglais ce que l’organisme traite"),
    "top_fr": to_translate("Écrivez le titre en français"),
    "top_en": to_translate("Écrivez le titre en anglais"),
}
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


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """One category as it was typed; a row in which nothing was typed asks for none."""

    fr: str = ""
    en: str = ""
    theme: str = ""

    @classmethod
    def read(cls, rank: int) -> CategoryRow:
        """Read the row of the request that has this rank."""
        return cls(*(typed_line(f"category-{rank}-{part}") for part in ("fr", "en", "theme")))

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was typed."""
        return not (self.fr or self.en or self.theme)


NO_ROWS = (CategoryRow(),) * ROWS


@dataclass(frozen=True, slots=True)
class BeginningForm:
    """The answers as they were typed."""

    code: str = ""
    name_fr: str = ""
    name_en: str = ""
    service_fr: str = ""
    service_en: str = ""
    mandate_fr: str = ""
    mandate_en: str = ""
    top_fr: str = ""
    top_en: str = ""
    days: str = str(DAYS_TO_ANSWER)
    administrator: str = ""
    categories: tuple[CategoryRow, ...] = NO_ROWS

    @classmethod
    def read(cls) -> BeginningForm:
        """Read the form of the request."""
        lines = [one.name for one in fields(cls) if one.name != "categories"]
        rows = tuple(CategoryRow.read(rank) for rank in range(1, ROWS + 1))
        return cls(**{name: typed_line(name) for name in lines}, categories=rows)

    @property
    def name(self) -> Text:
        """The agency's name, as far as it was typed."""
        return Text(self.name_fr, self.name_en)

    def problems(self, themes: Collection[str]) -> Problems:
        """Return what there is to correct, in the order of the page."""
        problems = Problems([*_MISSING, "days", *_row_fields(), "administrator"])
        for name, words in _MISSING.items():
            if not getattr(self, name):
                problems.add(name, gettext(words))
        if not self.days.isdecimal() or not 0 < int(self.days) <= _LONGEST_ANSWER:
            problems.add("days", gettext("Écrivez un nombre entier, par exemple 10"))
        for rank, row in enumerate(self.categories, start=1):
            if rank == 1 or not row.is_empty:
                _check_row(problems, f"category-{rank}", row, themes)
        return problems

    def beginning(self, other_theme: str) -> Beginning:
        """Return what a form without problems says."""
        return Beginning(
            code=self.code,
            name=self.name,
            service=Text(self.service_fr, self.service_en),
            mandate=Text(self.mandate_fr, self.mandate_en),
            top_authority=Text(self.top_fr, self.top_en),
            days_to_answer=int(self.days),
            categories=self._categories(),
            other_theme=other_theme,
        )

    def _categories(self) -> list[FirstCategory]:
        taken, found = ["other"], []
        for row in self.categories:
            if not row.is_empty:
                taken.append(code_of(row.fr, taken))
                found.append(FirstCategory(taken[-1], Text(row.fr, row.en), row.theme))
        return found


def _row_fields() -> list[str]:
    ranks = range(1, ROWS + 1)
    return [f"category-{rank}-{part}" for rank in ranks for part in ("fr", "en", "theme")]


def _check_row(problems: Problems, row_id: str, row: CategoryRow, themes: Collection[str]) -> None:
    if not row.fr:
        problems.add(f"{row_id}-fr", gettext("Écrivez la catégorie en français"))
    if not row.en:
        problems.add(f"{row_id}-en", gettext("Écrivez la catégorie en anglais"))
    if row.theme not in themes:
        problems.add(f"{row_id}-theme", gettext("Choisissez un thème"))


@localized(bp, fr="/reglages/nouveau", en="/settings/new")
@requires(Permission.CONFIGURE, everywhere=True)
def begin() -> ResponseReturnValue:
    """Ask what has to be known of an agency before it can receive a complaint."""
    return make_response(_page(BeginningForm(), Problems()))


@localized(bp, fr="/reglages/nouveau", en="/settings/new", methods=("POST",))
@requires(Permission.CONFIGURE, everywhere=True)
def start() -> ResponseReturnValue:
    """Keep the draft of a new agency, or say what there is to correct."""
    form = BeginningForm.read()
    problems = _problems(form)
    if not problems:
        try:
            _start(form)
        except BeginningRefusedError as error:
            # Somebody else was faster.
            _add_refusals(problems, error.refusals)
        else:
            flash(gettext("L’organisme est en préparation. Les citoyens ne le voient pas encore."))
            return redirect(url_for(".index", agency=form.code), 303)
    return make_response(_page(form, problems), 422)


def _problems(form: BeginningForm) -> Problems:
    portal, problems = runtime(), form.problems(theme_names())
    with portal.reading(PORTAL) as session:
        taken = taken_here(session, portal.agencies.portal)
        is_known = not form.administrator or active_user_id(
            session, portal.keyring, form.administrator
        )
    _add_refusals(problems, taken.refusals(form.code, form.name))
    if not is_known:
        problems.add(
            "administrator",
            gettext(
                "Personne ne se connecte avec cette adresse. Créez d’abord le compte, "
                "ou laissez la réponse vide"
            ),
        )
    return problems


def _start(form: BeginningForm) -> None:
    portal = runtime()
    settings, user_id = portal.agencies.portal, current_actor().user_id
    with portal.transaction() as session:
        beginning = form.beginning(other_theme(settings))
        begin_agency(session, beginning, settings, user_id, portal.now())
        administrator = active_user_id(session, portal.keyring, form.administrator)
        if administrator is not None:
            add_membership(session, administrator, Role.ADMINISTRATOR, form.code)


def _add_refusals(problems: Problems, refusals: Iterable[Refusal]) -> None:
    for one in refusals:
        problems.add(one.question, gettext(REFUSALS[one.problem], code=one.owner))


def _page(form: BeginningForm, problems: Problems) -> str:
    return render_template(
        "settings/beginning.html", form=form, problems=problems, themes=list(theme_names().items())
    )


@localized(bp, fr="/reglages/<agency>/renoncer", en="/settings/<agency>/give-up")
@requires(Permission.CONFIGURE, agency_from="agency")
def give_up(agency: str) -> ResponseReturnValue:
    """Say what would be forgotten."""
    state = _in_preparation(agency)
    return make_response(settings_page("settings/giving_up.html", state))


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
