"""Changing the language of a page whose form was begun: it comes back with all that was typed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from flask import Flask, Response, current_app, flash, request

from portal.auth.returning import sent_documents
from portal.pages.current import behind, gettext
from portal.pages.form_tokens import CSRF_FIELD
from portal.pages.own_fields import (
    COPIED_FORM,
    KEPT_FIELD,
    KEY_FIELD,
    LABELS_FIELD,
    RESENT_FORM,
    SWITCH_FIELD,
    WAITING_FIELD,
)
from portal.pages.refilled import refilled
from portal.pages.resending import copy_page, is_sent_form, resend_page

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_SHOWN, _NOT_SHOWN = 200, 409
# A new page puts its own: the mark of the session, the key of a draft, and its labels.
_OWN = frozenset({CSRF_FIELD, SWITCH_FIELD, KEY_FIELD, LABELS_FIELD})
# Such a form stands on a page that its address does not show.
_NOT_TAKEN = frozenset({RESENT_FORM, COPIED_FORM})
_WAITING = "portal.waiting_form"


def install_switching(app: Flask) -> None:
    """Let every form of `app` be taken to the other language as it was typed."""
    app.before_request(_switch)
    app.jinja_env.globals.update(
        SWITCH_FIELD=SWITCH_FIELD, RESENT_FORM=RESENT_FORM, COPIED_FORM=COPIED_FORM
    )


def waiting_form() -> str:
    """Return the sealed form that waits in the page whose language is changed, if one does."""
    return str(request.environ.get(_WAITING, ""))


def _switch() -> Response | None:
    """Show the page of the address with what was typed; nothing is done with it."""
    if request.method != "POST" or SWITCH_FIELD not in request.form or not is_sent_form():
        return None
    form_id = request.form[SWITCH_FIELD]
    if form_id in _NOT_TAKEN:
        return _not_taken(form_id)
    typed = {name: values for name, values in request.form.lists() if name not in _OWN}
    documents = sent_documents()
    response = _page_of(request.environ, [name for _, names in documents for name in names])
    if response.status_code != _SHOWN:
        return resend_page(
            gettext("Cette page ne s’affiche pas en ce moment"),
            gettext("Elle a changé, ou votre séance est terminée."),
            _NOT_SHOWN,
        )
    response.set_data(refilled(response.get_data(as_text=True), form_id, typed))
    return response


def _not_taken(form_id: str) -> Response:
    """Show again the page of a form that was not taken: what it held, in the other language."""
    title, text = gettext("Rien n’est encore envoyé"), gettext("La langue de la page a changé.")
    if form_id == COPIED_FORM:
        return copy_page(gettext("Rien n’est envoyé"), text, _SHOWN)
    return resend_page(title, text, _SHOWN)


def _page_of(environ: WSGIEnvironment, unkept: list[str]) -> Response:
    """Return the page that reading the address of the request gives."""
    reading = {**environ, "REQUEST_METHOD": "GET", "CONTENT_LENGTH": "0"}
    reading[_WAITING] = request.form.get(KEPT_FIELD) or request.form.get(WAITING_FIELD, "")
    reading["wsgi.input"] = io.BytesIO()
    app = behind(current_app)
    with app.request_context(reading):
        if unkept:
            flash(
                gettext("Choisissez de nouveau vos documents : %(names)s", names=", ".join(unkept))
            )
        return app.full_dispatch_request()
