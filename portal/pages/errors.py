"""What people read when something cannot be done: one table, in both languages."""

from __future__ import annotations

import math
import secrets

import structlog
from flask import Flask, Response, make_response, request
from msgspec import Struct
from werkzeug.exceptions import HTTPException, InternalServerError

from portal.auth.tries import TooOftenError
from portal.domain import errors
from portal.domain.number import CODE_ALPHABET
from portal.pages.current import gettext, ngettext
from portal.pages.error_frames import error_page, is_for_staff
from portal.pages.resending import (
    copy_page,
    is_sent_form,
    resend_page,
    typed_values,
    unkept_documents,
)
from portal.words.catalogue import to_translate

log = structlog.get_logger()

CONFLICT = 409
"""The status of what was well asked for, and cannot be done as things are now."""

# Whatever is not there, not theirs or no longer so is answered alike however often it is sent.
_NEVER_TAKEN = frozenset({403, 404, 405, CONFLICT, 410})
_KEPT_HEADERS = ("Allow", "Retry-After", "WWW-Authenticate")
_SECONDS_A_MINUTE = 60


class ErrorWords(Struct, frozen=True):
    """The status that the browser gets, and what the person reads; staff may need other words.

    So may those of them who had sent a form.
    """

    status: int
    title: str
    text: str
    to_staff: str = ""
    to_sender: str = ""

    def text_here(self) -> str:
        """Return the text for whoever sent this request."""
        if not is_for_staff():
            return self.text
        return (is_sent_form() and self.to_sender) or self.to_staff or self.text


_BROKEN = ErrorWords(
    500,
    to_translate("Le service ne répond pas en ce moment"),
    to_translate("Réessayez dans quelques minutes, ou appelez-nous."),
    to_translate(
        "Réessayez dans quelques minutes. Si cela recommence, donnez la référence "
        "à la personne qui exploite le portail."
    ),
)
_TOO_LARGE = 413
_TOO_LONG = ErrorWords(
    _TOO_LARGE,
    to_translate("Ce que vous avez écrit est trop long"),
    to_translate("Raccourcissez-le, ou joignez-le comme document."),
)
_UNKNOWN_PAGE = ErrorWords(
    404,
    to_translate("Page introuvable"),
    to_translate(
        "Vérifiez l’adresse. Si vous suivez une plainte, ouvrez-la avec son numéro et son code "
        "d’accès. Un brouillon est gardé 30 jours."
    ),
    to_translate("Vérifiez l’adresse."),
)
_FORBIDDEN = ErrorWords(
    403,
    to_translate("Vous n’avez pas accès à cette page"),
    to_translate(
        "La personne qui exploite le portail donne les accès, "
        "d’un organisme ou de tout le portail. "
        "Si vous suivez une plainte, utilisez son numéro et son code d’accès."
    ),
    to_translate(
        "La personne qui exploite le portail donne les accès, d’un organisme ou de tout le portail."
    ),
)

PORTAL_ERRORS: dict[type[errors.PortalError], ErrorWords] = {
    errors.PortalError: _BROKEN,
    errors.ActorMissingError: _BROKEN,
    errors.NotAllowedError: _FORBIDDEN,
    errors.UnknownAgencyError: ErrorWords(
        404,
        to_translate("Organisme introuvable"),
        to_translate("Choisissez l’organisme dans la liste, ou commencez sans choisir."),
        to_translate("Vérifiez l’adresse."),
    ),
    errors.UnknownSettingError: ErrorWords(
        404,
        to_translate("Ceci n’est pas dans les réglages"),
        to_translate("Quelqu’un l’a peut-être enlevé ou renommé. Revenez aux réglages."),
    ),
    errors.UnknownVersionError: ErrorWords(
        404,
        to_translate("Cette version des réglages n’existe pas"),
        to_translate("Choisissez-la dans la liste des versions, sur la page des réglages."),
    ),
    errors.TooFewWorkingDaysError: ErrorWords(
        503,
        to_translate("Aucune date ne peut être promise en ce moment"),
        to_translate(
            "Le calendrier de l’organisme ne laisse presque aucun jour ouvrable. "
            "Appelez-nous : il doit le corriger."
        ),
        to_translate(
            "Le calendrier en vigueur ne laisse presque aucun jour ouvrable. Corrigez les jours "
            "de fermeture dans le texte des réglages de l’organisme, puis publiez."
        ),
    ),
    errors.UnknownFileFormError: ErrorWords(
        400,
        to_translate("Ce fichier n’existe pas sous cette forme"),
        to_translate("Revenez à la page des chiffres : elle dit sous quelles formes les prendre."),
    ),
    errors.UnknownComplaintError: ErrorWords(
        404,
        to_translate("Plainte introuvable"),
        to_translate("Vérifiez son numéro : vous l’avez reçu en portant plainte."),
        to_translate(
            "Vérifiez son numéro. Seules les plaintes qui vous sont ouvertes se montrent."
        ),
        to_translate(
            "Aucune plainte de ce numéro ne vous est ouverte. Elle a pu passer à une autre "
            "personne ou à un autre organisme depuis que vous avez ouvert la page."
        ),
    ),
    errors.TransitionNotAllowedError: ErrorWords(
        CONFLICT,
        to_translate("L’état de la plainte ne le permet plus"),
        to_translate("La plainte a changé depuis que vous avez ouvert la page. Relisez-la."),
    ),
    errors.NobodyComplainsError: ErrorWords(
        CONFLICT,
        to_translate("Personne n’a porté plainte dans ce dossier"),
        to_translate("Le service des plaintes l’a ouvert de sa propre initiative."),
    ),
    errors.AlreadyAskedError: ErrorWords(
        CONFLICT,
        to_translate("Cet organisme a déjà cette plainte à traiter, ou une partie"),
        to_translate("Elle ne lui est pas remise deux fois. Relisez la plainte."),
    ),
    errors.TooManyChangesError: ErrorWords(
        429,
        to_translate("Trop de changements en une heure"),
        to_translate("Rien n’a changé cette fois. Réessayez dans une heure."),
    ),
    errors.AlreadyOnItsWayError: ErrorWords(
        CONFLICT,
        to_translate("Un texte de cette plainte attend déjà de partir"),
        to_translate("Un seul texte part à la fois. Attendez son départ, ou annulez son envoi."),
    ),
    errors.AlreadyCancelledError: ErrorWords(
        CONFLICT,
        to_translate("L’envoi est déjà annulé"),
        to_translate("L’envoi de ce texte a déjà été annulé : il n’est pas parti."),
    ),
    errors.NotOnItsWayError: ErrorWords(
        CONFLICT,
        to_translate("Ce texte n’attend plus"),
        to_translate("Il est parti, ou quelqu’un l’a repris. Relisez la plainte."),
    ),
    errors.NobodyAtTopError: ErrorWords(
        CONFLICT,
        to_translate("Personne ne peut agir comme plus haute autorité"),
        to_translate(
            "Le poste est vacant, ou la personne est absente ou tenue à l’écart. La plainte "
            "reste à son palier."
        ),
    ),
    errors.SameCategoryError: ErrorWords(
        CONFLICT,
        to_translate("La plainte est déjà dans cette catégorie"),
        to_translate("Rien n’a changé. Choisissez une autre catégorie."),
    ),
    errors.HeldTextNotOpenedError: ErrorWords(
        CONFLICT,
        to_translate("Ce texte ne peut pas partir : il ne peut plus être lu"),
        to_translate(
            "Ce qui en est gardé a été changé ou déplacé dans la base de données. Rien n’est "
            "parti. Il faut l’écrire de nouveau."
        ),
    ),
    errors.StaleComplaintError: ErrorWords(
        CONFLICT,
        to_translate("Cette plainte a changé depuis que vous avez ouvert la page"),
        to_translate("Relisez la plainte, puis recommencez. Rien n’a été remplacé."),
    ),
    errors.UnknownRecommendationError: ErrorWords(
        404,
        to_translate("Recommandation introuvable"),
        to_translate("Cherchez-la dans la liste des recommandations de l’organisme."),
    ),
    errors.UnknownLessonError: ErrorWords(
        404,
        to_translate("Leçon introuvable"),
        to_translate("Cherchez-la dans la liste des leçons tirées des plaintes."),
    ),
    errors.UnknownAlarmError: ErrorWords(
        404,
        to_translate("Alerte introuvable"),
        to_translate("Cherchez-la dans la liste des alertes."),
    ),
    errors.UnknownGroupError: ErrorWords(
        404,
        to_translate("Groupe introuvable"),
        to_translate("Cherchez-le dans la liste des groupes de l’organisme."),
    ),
    errors.AlreadyGroupedError: ErrorWords(
        CONFLICT,
        to_translate("Cette plainte est déjà dans un autre groupe"),
        to_translate("Retirez-la d’abord de ce groupe, avec un motif."),
    ),
    errors.GroupMovedError: ErrorWords(
        CONFLICT,
        to_translate("Le groupe a changé depuis que vous avez ouvert la page"),
        to_translate("Relisez ce qui partira, puis envoyez de nouveau."),
    ),
    errors.NotTheAddresseeError: ErrorWords(
        CONFLICT,
        to_translate("Cette recommandation attend une autre personne"),
        to_translate("La personne ou le poste à qui elle est adressée y répond."),
    ),
    errors.OwnWorkError: ErrorWords(
        CONFLICT,
        to_translate("Une autre personne doit vérifier"),
        to_translate("Vous avez écrit cette recommandation, ou vous l’avez exécutée."),
    ),
    errors.DraftGoneError: ErrorWords(
        410,
        to_translate("Ce brouillon n’existe plus"),
        to_translate("Un brouillon est gardé 30 jours. Vous pouvez commencer une autre plainte."),
    ),
    errors.ClockRunOutError: ErrorWords(
        CONFLICT,
        to_translate("Le délai est déjà écoulé"),
        to_translate("Il ne peut plus être suspendu ni prolongé."),
    ),
    errors.AnotherPersonNeededError: ErrorWords(
        CONFLICT,
        to_translate("Une autre personne doit répondre à la révision"),
        to_translate("Vous avez déjà traité cette plainte : une autre personne la révise."),
    ),
    errors.NotItsTurnError: ErrorWords(
        CONFLICT,
        to_translate("Ce n’est pas encore à la plus haute autorité de répondre"),
        to_translate(
            "Elle répond une fois la plainte rendue à son palier, et ferme ce qu’elle a répondu : "
            "la personne garde ainsi sa révision. Le service des plaintes peut la lui transmettre."
        ),
    ),
    errors.SecondReaderNeededError: ErrorWords(
        CONFLICT,
        to_translate("Une autre personne doit relire et envoyer"),
        to_translate(
            "Vous avez écrit une partie de cette réponse, "
            "et votre organisme fait relire les siennes."
        ),
    ),
    errors.SettingsMovedError: ErrorWords(
        CONFLICT,
        to_translate("Ces réglages ont changé depuis que vous avez ouvert la page"),
        to_translate("Relisez-les, puis recommencez. Rien n’a été remplacé."),
    ),
    errors.SecondPersonNeededError: ErrorWords(
        CONFLICT,
        to_translate("Une autre personne doit publier"),
        to_translate("Vous avez écrit ce brouillon : une autre personne de l’organisme le publie."),
    ),
    errors.NameHiddenError: ErrorWords(
        CONFLICT,
        to_translate("La personne a demandé que son nom et ses coordonnées restent cachés"),
        to_translate(
            "Retirez-les de ce que vous envoyez, ou demandez-lui, avec vos motifs, de lever sa "
            "demande."
        ),
    ),
    errors.IdentitySaidError: ErrorWords(
        422,
        to_translate("Ce texte peut dire qui porte plainte"),
        to_translate("Revenez à la page précédente, et retirez-en ce qui le dit."),
    ),
    errors.IncompleteError: ErrorWords(
        422,
        to_translate("Il manque une réponse"),
        to_translate("Revenez à la page précédente et répondez à toutes les questions."),
    ),
}

HTTP_ERRORS: dict[int, ErrorWords] = {
    400: ErrorWords(
        400,
        to_translate("Cette demande n’a pas été comprise"),
        to_translate("Recommencez. Si la même page revient, appelez-nous."),
        to_translate(
            "Recommencez. Si la même page revient, prévenez la personne qui exploite le portail."
        ),
    ),
    403: _FORBIDDEN,
    404: _UNKNOWN_PAGE,
    405: ErrorWords(
        405,
        to_translate("Cette page ne s’ouvre pas de cette façon"),
        to_translate("Passez par la page qui précède, ou par l’accueil."),
        to_translate("Passez par la page qui précède."),
    ),
    413: ErrorWords(
        413,
        to_translate("Vos documents sont trop lourds"),
        to_translate("Choisissez des fichiers plus petits, ou joignez-les un à la fois."),
    ),
    429: ErrorWords(
        429,
        to_translate("Trop d’essais de suite"),
        to_translate("Réessayez dans 15 minutes, ou appelez-nous."),
        to_translate("Réessayez dans 15 minutes."),
    ),
    500: _BROKEN,
}


def words_of(error: errors.PortalError) -> ErrorWords:
    """Return the words of an error, or of the nearest class that has some."""
    return next(PORTAL_ERRORS[kind] for kind in type(error).__mro__ if kind in PORTAL_ERRORS)


def is_refusal(error: errors.PortalError) -> bool:
    """Tell whether what was asked for cannot be done now: its page comes back, nothing is lost."""
    return words_of(error).status == CONFLICT


def install_errors(app: Flask) -> None:
    """Make `app` answer every error with a page in the language of the address."""
    app.register_error_handler(errors.PortalError, portal_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(InternalServerError, _broken)
    app.register_error_handler(TooOftenError, _too_many)


def portal_error(error: errors.PortalError) -> Response:
    """Return the page of an error, in the language of the address."""
    words = words_of(error)
    return _broken(error) if words.status == _BROKEN.status else _page(words)


def _http_error(error: HTTPException) -> Response:
    if error.code is None:
        return make_response(error.get_response())
    words = HTTP_ERRORS.get(error.code, HTTP_ERRORS[400])
    if error.code == _TOO_LARGE and not unkept_documents():
        words = _TOO_LONG
    response = _page(words)
    response.status_code = error.code
    for name, value in error.get_headers():
        if name in _KEPT_HEADERS:
            response.headers[name] = value
    return response


def _too_many(error: TooOftenError) -> Response:
    response = _answer(HTTP_ERRORS[429], try_again_words(error))
    response.headers["Retry-After"] = str(error.wait)
    return response


def try_again_words(error: TooOftenError) -> str:
    """Return in how many minutes something may be done again."""
    minutes = math.ceil(error.wait / _SECONDS_A_MINUTE)
    if is_for_staff():
        return ngettext(
            "Réessayez dans %(num)s minute.", "Réessayez dans %(num)s minutes.", minutes
        )
    return ngettext(
        "Réessayez dans %(num)s minute, ou appelez-nous.",
        "Réessayez dans %(num)s minutes, ou appelez-nous.",
        minutes,
    )


def _broken(error: Exception) -> Response:
    reference = _reference()
    cause = getattr(error, "original_exception", None) or error
    log.error("page failed", reference=reference, endpoint=request.endpoint, exc_info=cause)
    try:
        return _page(_BROKEN, reference)
    except Exception:
        # The page's frame itself is broken: the reference and what was typed must still arrive.
        log.exception("error page failed", reference=reference)
        values = typed_values() if is_sent_form() else []
        typed = [value.value for value in values if not value.is_hidden]
        text = "\n\n".join([f"{_BROKEN.title} ({reference})", *typed])
        return Response(text, _BROKEN.status, mimetype="text/plain")


def _page(words: ErrorWords, reference: str | None = None) -> Response:
    return _answer(words, gettext(words.text_here()), reference)


def _answer(words: ErrorWords, text: str, reference: str | None = None) -> Response:
    """Return the page that says what went wrong; a form that was sent is on it, to send again.

    Of what can never be taken its words are on it, to be copied.
    """
    title = gettext(words.title)
    is_sought = words is PORTAL_ERRORS[errors.UnknownComplaintError]
    if is_sent_form() and words.status in _NEVER_TAKEN:
        return copy_page(title, text, words.status, is_sought=is_sought)
    if is_sent_form():
        return resend_page(title, text, words.status, reference)
    page = error_page("error", title=title, text=text, reference=reference, is_sought=is_sought)
    return make_response(page, words.status)


def _reference() -> str:
    code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(6))
    return f"{code[:4]}-{code[4:]}"
