"""The page that starts an agency: its draft is there at once, and nobody else sees it."""

from __future__ import annotations

from collections.abc import Iterable

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.accounts import add_membership, user_by_email
from portal.complaints.records.people import UserRecord
from portal.domain.actor import PORTAL, Role
from portal.domain.permissions import Permission
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.settings.blueprint import bp
from portal.pages.settings.starting.form import BeginningForm
from portal.pages.settings.themes import theme_names
from portal.pages.texts import gettext
from portal.releases.beginnings import (
    BeginningProblem,
    BeginningRefusedError,
    Refusal,
    begin_agency,
    other_theme,
    taken_here,
)
from portal.words.catalogue import to_translate

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
        is_known = not form.administrator or _user(session, form.administrator) is not None
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
        administrator = _user(session, form.administrator)
        if administrator is not None:
            add_membership(session, administrator.id, Role.ADMINISTRATOR, form.code)


def _user(session: Session, email: str) -> UserRecord | None:
    user = user_by_email(session, runtime().keyring, email) if email else None
    return user if user is not None and user.is_active else None


def _add_refusals(problems: Problems, refusals: Iterable[Refusal]) -> None:
    for one in refusals:
        problems.add(one.question, gettext(REFUSALS[one.problem], code=one.owner))


def _page(form: BeginningForm, problems: Problems) -> str:
    return render_template(
        "settings/beginning.html", form=form, problems=problems, themes=list(theme_names().items())
    )
