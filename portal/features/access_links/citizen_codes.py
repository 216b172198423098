"""On the page of a complaint: a new access code, links switched off, and what the history says."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from functools import partial
from typing import Any

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.complaints.queries.following import contact_of
from portal.domain.actor import complainant
from portal.domain.complaint import ReplyBy
from portal.domain.errors import TooManyChangesError
from portal.domain.history import EntryKind
from portal.domain.number import written_code
from portal.features.access_links import actions
from portal.features.access_links.queries import are_switched_off
from portal.features.access_links.rules import (
    BY_MEANS,
    LASTS,
    FormSpentError,
    LinkSent,
    LinksSwitched,
    LinkUsed,
)
from portal.pages.citizen.case_summary import CaseSummary
from portal.pages.citizen.contributions import ACTIONS, ConsentsGiven, GivenConsent, PagePart
from portal.pages.citizen.follow import FollowAction, follows, mark
from portal.pages.citizen.followed_here import note_code, session_here
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import HistoryEntry
from portal.pages.sealed_session import keep_sealed, kept_sealed
from portal.pages.shown.history_words import Around, ToldWords
from portal.words.catalogue import to_translate

pages = Pages("citizen")

_NEW_CODE = "nouveau-code"
CHOICE_FIELD = "liens"
_SPENT, _TOO_OFTEN = 409, 429
_CHOICES = {"permis": False, "jamais": True}


@localized(pages, fr="/suivi/<number>/nouveau-code", en="/follow/<number>/new-code")
@public
@follows
def new_code(number: str, complaint_id: int) -> ResponseReturnValue:
    """Say what a new code does; show it once, where one was just made."""
    kept_number, code = kept_sealed(_NEW_CODE) or ("", "")
    session.pop(_NEW_CODE, None)
    return _code_page(number, complaint_id, code=code if kept_number == number else None)


@localized(
    pages,
    fr="/suivi/<number>/nouveau-code",
    en="/follow/<number>/new-code",
    methods=("POST",),
    endpoint="make_new_code",
)
@public
@follows
def make_new_code(number: str, complaint_id: int) -> ResponseReturnValue:
    """Make a new code, which the next page shows; a form that is sent twice makes one."""
    act = partial(actions.renew_code, once=mark(), here=session_here())
    try:
        code = runtime().change(complainant(complaint_id), number, act)
    except FormSpentError:
        refused = gettext("Un autre code d’accès a été fait depuis. Rien n’a changé cette fois.")
        return _code_page(number, complaint_id, refused=refused), _SPENT
    except TooManyChangesError:
        refused = gettext("Il y a eu trop de changements en une heure. Rien n’a changé cette fois.")
        page = _code_page(number, complaint_id, refused=refused, is_too_often=True)
        return page, _TOO_OFTEN
    keep_sealed(_NEW_CODE, (number, code))
    note_code(number, is_known=True)
    return redirect(url_for(".new_code", number=number), 303)


def _code_page(
    number: str,
    complaint_id: int,
    *,
    code: str | None = None,
    refused: str = "",
    is_too_often: bool = False,
) -> str:
    """Return the page with a form of its own, of which the mark was never sent."""
    return render_template(
        "access_links/new_code.html",
        number=number,
        code=code and written_code(code),
        refused=refused,
        is_too_often=is_too_often,
        means=_means(number, complaint_id),
        once=secrets.token_urlsafe(12),
    )


def _means(number: str, complaint_id: int) -> ReplyBy:
    _, contact = runtime().read(complainant(complaint_id), contact_of, number)
    return contact.reply_by


def _links_shown(number: str, complaint_id: int) -> dict[str, Any]:
    is_off = runtime().read(complainant(complaint_id), are_switched_off, complaint_id)
    kept = next(choice for choice, off in _CHOICES.items() if off is is_off)
    means = _means(number, complaint_id)
    return {
        "means": means,
        "may_be_sent": means in LASTS,
        "chosen": request.form.get(CHOICE_FIELD, kept),
    }


def _switch_links(number: str, complaint_id: int, problems: Problems) -> str:
    """Keep whether links are ever sent."""
    off = _CHOICES.get(request.form.get(CHOICE_FIELD, ""))
    if off is None:
        problems.add(CHOICE_FIELD, gettext("Choisissez une des réponses"))
        return ""
    act = partial(actions.switch_links, off=off)
    try:
        runtime().change(complainant(complaint_id), number, act)
    except TooManyChangesError:
        often = gettext(
            "Rien n’a changé : il y a eu trop de changements en une heure. Réessayez plus tard"
        )
        problems.add(CHOICE_FIELD, often)
        return ""
    if off:
        return gettext("C’est noté : aucun lien ne sera envoyé. Seul votre code ouvre la plainte.")
    return gettext("C’est noté : un lien peut être demandé pour ouvrir la plainte.")


FollowAction(
    name="links_choice",
    sending="switch_links",
    fr="liens",
    en="links",
    template="access_links/links.html",
    shown=_links_shown,
    act=_switch_links,
    fields=(CHOICE_FIELD,),
).serve(pages)


def _consents(summary: CaseSummary) -> Iterable[GivenConsent]:
    """Yield that a link or a code may be sent, where there is somewhere to send it."""
    complaint, contact = summary.complaint, summary.complaint.contact
    if contact.reply_by not in LASTS:
        return
    if runtime().read(complainant(complaint.id), are_switched_off, complaint.id):
        return
    yield GivenConsent(
        "access_links",
        gettext("Recevoir un lien ou un code à usage unique si je perds mon code"),
        None,
        gettext(
            "C’est permis d’avance, tant que vous ne le retirez pas. Une personne qui lit vos "
            "courriels ou vos lettres peut en demander un et ouvrir la plainte."
        ),
        gettext("Ce qui a déjà été ouvert l’a été. Sans votre code, il vous restera le téléphone."),
        actions.links_taken_back,
        in_history=False,
    )


def _by_means(entry: LinkSent | LinkUsed, _around: Around) -> str:
    return gettext(BY_MEANS[entry.means])


def _chosen(entry: LinksSwitched, _around: Around) -> str:
    return _choice(entry)


def _choice(entry: LinksSwitched) -> str:
    if entry.off:
        return gettext("Aucun lien n’est envoyé : seul le code d’accès ouvre la plainte.")
    return gettext("Un lien peut être envoyé si le code est perdu.")


def _by_means_there(_case: OpenedCase, entry: LinkSent | LinkUsed) -> str:
    return gettext(BY_MEANS[entry.means])


_SENT = to_translate("Lien ou code à usage unique envoyé")
_USED = to_translate("Page de suivi ouverte par un lien ou un code à usage unique")
_SWITCHED = to_translate("Choix sur l’envoi de liens")
_RENEWED = to_translate("Nouveau code d’accès")

ADDS = (
    ConsentsGiven(_consents),
    PagePart(ACTIONS, "access_links/_actions.html", lambda _summary: {}),
    ToldWords(EntryKind.LINK_SENT, _SENT, _by_means),
    ToldWords(EntryKind.LINK_USED, _USED, _by_means),
    ToldWords(EntryKind.LINKS_SWITCHED, _SWITCHED, _chosen),
    ToldWords(EntryKind.CODE_RENEWED, _RENEWED),
    HistoryEntry(EntryKind.LINK_SENT, _SENT, _by_means_there),
    HistoryEntry(EntryKind.LINK_USED, _USED, _by_means_there),
    HistoryEntry(EntryKind.LINKS_SWITCHED, _SWITCHED, lambda _case, entry: _choice(entry)),
    HistoryEntry(EntryKind.CODE_RENEWED, _RENEWED),
)
