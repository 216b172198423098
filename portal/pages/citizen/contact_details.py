"""« Changer mes coordonnées »: how the complainant is reached from now on."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import request

from portal.complaints.entries import CALL
from portal.complaints.handling import following
from portal.complaints.kept_drafts import DraftContent
from portal.complaints.queries.following import contact_of
from portal.domain.actor import complainant
from portal.domain.complaint import ReplyBy
from portal.domain.errors import TooManyChangesError
from portal.domain.phone import is_same_number, number_above
from portal.pages.citizen import bp
from portal.pages.citizen.asking import tab_mark
from portal.pages.citizen.case_summary import opened_summary
from portal.pages.citizen.follow import FollowAction
from portal.pages.citizen.reply import REPLY_FIELDS, check_contact, typed_contact
from portal.pages.current import gettext, runtime
from portal.pages.forms import Problems
from portal.pages.own_fields import SHOWN_FIELD

_CONTACT = dict.fromkeys(("reply_by", "email", "phone", "address"))


def _contact_shown(number: str, complaint_id: int) -> dict[str, Any]:
    """Return how the person is reached now, or what was typed to change it.

    What changed since their page was made is there beside what they typed.
    """
    kept, typed = kept_contact(number, complaint_id), _typed_contact()
    is_sent = request.method == "POST"
    is_newer = is_sent and _is_newer(kept, typed)
    shown = request.form.get(SHOWN_FIELD, "")
    return {
        "content": DraftContent(**typed_contact()) if is_sent else kept,
        "offers_texts": runtime().plugins.deliver_texts,
        "newer": kept if is_newer else None,
        "tab_mark": shown if is_sent and not is_newer else tab_mark(kept, _CONTACT),
    }


def _change_contact(number: str, complaint_id: int, problems: Problems) -> str:
    """Change how the person is reached; the history tells that it changed, not to what.

    An older page replaces nothing that a newer one changed, unless it is sent again. What changed
    very often within an hour stays as it is, and what was typed comes back to be sent later.
    """
    check_contact(problems, DraftContent(**typed_contact()))
    kept, wanted = kept_contact(number, complaint_id), _typed_contact()
    if _is_newer(kept, wanted):
        problems.add("moyen", gettext("Vos coordonnées ont changé depuis : choisissez de nouveau"))
    if problems:
        return ""
    change = partial(
        following.change_contact,
        reply_by=ReplyBy(wanted.reply_by),
        email=wanted.email,
        phone=wanted.phone,
        address=wanted.address,
    )
    try:
        runtime().change(complainant(complaint_id), number, change)
    except TooManyChangesError:
        problems.add("moyen", _changed_too_often())
        return ""
    if _is_same(kept, wanted):
        return gettext("Ce sont déjà vos coordonnées : elles n’ont pas changé.")
    said = gettext("Vos coordonnées sont changées.")
    return " ".join(filter(None, [said, _call_asked_elsewhere(number, complaint_id, wanted.phone)]))


def _call_asked_elsewhere(number: str, complaint_id: int, phone: str) -> str:
    """Tell what becomes of a call that was asked for at another number; nothing without one."""
    complaint = opened_summary(number, complaint_id).complaint
    calls = (entry.text for entry in complaint.history if entry.facts.get("about") == CALL)
    named = next((at for at in map(number_above, filter(None, calls)) if at), "")
    if not complaint.facts.status.is_open or not named or is_same_number(named, phone):
        return ""
    if not phone:
        return gettext(
            "Vous aviez demandé un appel au %(phone)s : pour un autre numéro, demandez-le de "
            "nouveau.",
            phone=named,
        )
    return gettext(
        "Vous aviez demandé un appel au %(phone)s : l’organisme y voit maintenant le nouveau "
        "numéro d’abord.",
        phone=named,
    )


def _changed_too_often() -> str:
    return gettext(
        "Rien n’a changé : vos coordonnées ont déjà changé %(count)s fois en une heure. Réessayez "
        "dans une heure",
        count=following.CONTACT_CHANGES_AN_HOUR,
    )


def kept_contact(number: str, complaint_id: int) -> DraftContent:
    """Return how the complainant is reached now."""
    _, contact = runtime().read(complainant(complaint_id), contact_of, number)
    return DraftContent(
        reply_by=contact.reply_by,
        email=contact.email,
        phone=contact.phone,
        address=contact.address,
    )


def _typed_contact() -> DraftContent:
    """Return how the person wants to be reached: the one detail of the means they chose."""
    typed = DraftContent(**typed_contact())
    means = typed.reply_by
    return DraftContent(
        reply_by=means,
        email=typed.email if means == ReplyBy.EMAIL else "",
        phone=typed.phone if means and ReplyBy(means).by_phone else "",
        address=typed.address if means == ReplyBy.POST else "",
    )


def _is_same(kept: DraftContent, wanted: DraftContent) -> bool:
    return tab_mark(kept, _CONTACT) == tab_mark(wanted, _CONTACT)


def _is_newer(kept: DraftContent, wanted: DraftContent) -> bool:
    """Tell whether what is kept is neither what the page that was sent showed, nor what it asks."""
    shown = request.form.get(SHOWN_FIELD, "")
    return bool(shown) and shown != tab_mark(kept, _CONTACT) and not _is_same(kept, wanted)


FollowAction(
    name="contact_details",
    sending="change_contact_details",
    fr="coordonnees",
    en="contact-details",
    template="citizen/contact_details.html",
    shown=_contact_shown,
    act=_change_contact,
    fields=REPLY_FIELDS,
).serve(bp)
