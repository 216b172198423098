"""« Annuler l’envoi »: what is held comes back to whoever wrote it, with nothing lost."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.held_messages.holding import cancel, forget
from portal.domain.errors import NotOnItsWayError
from portal.domain.permissions import Permission
from portal.pages.current import runtime
from portal.pages.errors import words_of
from portal.pages.languages import localized
from portal.pages.office import bp
from portal.pages.office.case.outgoing import FORMS, WRITTEN
from portal.pages.texts import gettext


@localized(
    bp,
    fr="/gestion/<agency>/plaintes/<number>/annuler-envoi",
    en="/office/<agency>/complaints/<number>/cancel-sending",
    methods=("POST",),
)
@requires(Permission.ANSWER, agency_from="agency")
def cancel_sending(agency: str, number: str) -> ResponseReturnValue:
    """Take back what has not left, and lead to the text as it was."""
    stop = partial(cancel, held_id=request.form.get("held", 0, type=int))
    try:
        kind = runtime().change(current_actor(), number, stop)
    except NotOnItsWayError as error:
        flash(gettext(words_of(error).text), "warn")
        return redirect(url_for(".case", agency=agency, number=number), 303)
    flash(gettext("Envoi annulé. Rien n’est parti."))
    if kind is not None and kind not in WRITTEN:
        return redirect(url_for(f".{FORMS[kind]}", agency=agency, number=number), 303)
    anchor = "ecrire" if kind else None
    return redirect(url_for(".case", agency=agency, number=number, _anchor=anchor), 303)


@localized(
    bp,
    fr="/gestion/<agency>/plaintes/<number>/laisser-tomber",
    en="/office/<agency>/complaints/<number>/give-up",
    methods=("POST",),
)
@requires(Permission.ANSWER, agency_from="agency")
def give_up_text(agency: str, number: str) -> ResponseReturnValue:
    """Erase the text that came back to whoever asks, because they do not want it any more."""
    runtime().change(current_actor(), number, forget)
    flash(gettext("Texte effacé."))
    return redirect(url_for(".case", agency=agency, number=number), 303)
