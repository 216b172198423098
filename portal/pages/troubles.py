"""What people read while the machine is in trouble: what they may count on, and when to try again.

Whoever runs the portal reads more in the log. A form that was sent comes back with its page.
"""

from __future__ import annotations

import structlog
from flask import Flask, Response, make_response, request
from msgspec import Struct

from portal.auth.sign_in import be_nobody
from portal.db.troubles import database_trouble
from portal.domain.troubles import (
    DataBusyError,
    DataGoneError,
    DiskFailedError,
    DiskFullError,
    ForeignLogError,
    NoRoomForDraftsError,
    OlderStateError,
    ReadOnlyDataError,
    TroubleError,
    WrongKeysError,
)
from portal.pages.current import gettext
from portal.pages.error_frames import error_page, is_for_staff
from portal.pages.flood_limits import READING, take_back
from portal.pages.resending import resend_page
from portal.words.catalogue import to_translate

log = structlog.get_logger()

STATUS = 503


class TroubleWords(Struct, frozen=True):
    """What cannot be done, and when it may be: for whoever looks, and for whoever sent a form.

    The staff who sent one have nobody to call.
    """

    title: str
    looking: str = to_translate("Réessayez dans quelques minutes, ou appelez-nous.")
    sending: str = to_translate(
        "Ce que vous venez d’envoyer n’est peut-être pas enregistré. "
        "Envoyez-le de nouveau dans quelques minutes, ou appelez-nous."
    )
    staff_sending: str = to_translate(
        "Ce que vous venez d’envoyer n’est peut-être pas enregistré. "
        "Envoyez-le de nouveau dans quelques minutes."
    )


_NOTHING_KEPT = TroubleWords(to_translate("Le portail ne peut rien enregistrer en ce moment"))
_NOTHING_READ = TroubleWords(to_translate("Le portail n’a pas accès à ses données en ce moment"))

TROUBLES: dict[type[TroubleError], TroubleWords] = {
    TroubleError: _NOTHING_READ,
    DiskFullError: _NOTHING_KEPT,
    DiskFailedError: _NOTHING_READ,
    NoRoomForDraftsError: TroubleWords(
        to_translate("Le portail ne peut pas garder d’autres documents en ce moment"),
        sending=to_translate(
            "Vos textes sont sur cette page. Envoyez votre plainte sans ces documents : "
            "vous pourrez les ajouter ensuite, avec son numéro et son code. "
            "Vous pouvez aussi réessayer plus tard, ou nous appeler."
        ),
    ),
    ReadOnlyDataError: _NOTHING_KEPT,
    DataBusyError: TroubleWords(
        to_translate("Le portail est trop occupé en ce moment"),
        to_translate("Réessayez dans quelques secondes, ou appelez-nous."),
        to_translate(
            "Ce que vous venez d’envoyer n’est peut-être pas enregistré. "
            "Envoyez-le de nouveau dans quelques secondes, ou appelez-nous."
        ),
        to_translate(
            "Ce que vous venez d’envoyer n’est peut-être pas enregistré. "
            "Envoyez-le de nouveau dans quelques secondes."
        ),
    ),
    DataGoneError: _NOTHING_READ,
    ForeignLogError: _NOTHING_READ,
    OlderStateError: _NOTHING_READ,
    WrongKeysError: _NOTHING_READ,
}


def install_troubles(app: Flask) -> None:
    """Make `app` say what the machine fails it in, with when to try again."""
    app.register_error_handler(TroubleError, troubled)
    app.register_error_handler(OSError, _of_the_system)


def troubled(trouble: TroubleError) -> Response:
    """Return the page of a trouble, which needs nothing that the trouble may keep from it."""
    log.error("in trouble", trouble=type(trouble).__name__, why=str(trouble), page=request.endpoint)
    words = next(TROUBLES[kind] for kind in type(trouble).__mro__ if kind in TROUBLES)
    take_back()
    # Who is signed in is what could not be read.
    be_nobody()
    try:
        response = _page(words)
    except Exception:
        log.exception("page of a trouble failed")
        response = Response(_plain(words), STATUS, mimetype="text/plain")
    response.headers["Retry-After"] = str(trouble.wait)
    return response


def _of_the_system(error: OSError) -> Response:
    trouble = database_trouble(error)
    if trouble is None:
        raise error
    return troubled(trouble)


def _page(words: TroubleWords) -> Response:
    title = gettext(words.title)
    if request.method not in READING:
        sending = words.staff_sending if is_for_staff() else words.sending
        return resend_page(title, gettext(sending), STATUS)
    text = gettext(words.looking)
    page = error_page("error", title=title, text=text, reference=None)
    return make_response(page, STATUS)


def _plain(words: TroubleWords) -> str:
    text = words.looking if request.method in READING else words.sending
    return f"{gettext(words.title)}. {gettext(text)}\n"
