"""An officer notes how and when they reached the person; the page shows what the person says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from portal.complaints.entries import ContactMade, TakenInCharge
from portal.complaints.handling import casework
from portal.domain.answers import read_hour
from portal.domain.complaint import Status
from portal.domain.contact import Contact, SaidContact
from portal.domain.errors import IncompleteError
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.features.first_contact.rules import (
    ContactJudged,
    PlacedEntry,
    denied_in,
    made_of,
)
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import MissingWords, note_missing
from portal.pages.current import current_language, gettext
from portal.pages.features import Pages
from portal.pages.forms import Problems, TypedDay
from portal.pages.office.actions import COMPLAINT
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.acting import (
    ended_by_contact,
    kept_words,
    said_after,
    said_before,
)
from portal.pages.office.case.contributions import (
    CasePart,
    HistoryEntry,
    HoldsNoMore,
    Offer,
    Place,
    Stage,
)
from portal.pages.office.wording import contact_choices
from portal.words.catalogue import to_translate
from portal.words.contacts import reached_words
from portal.words.dates import day_words

pages = Pages("office")

_WAY, _DAY, _HOUR = "contact", "contact-le", "contact-heure"


def _note(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    if case.is_own_motion:
        # Nobody is there to be reached: somebody of the service takes the file on.
        return partial(casework.record_first_contact, note=form.get("note", ""))
    way = form.get(_WAY, "")
    if way not in set(Contact):
        note_missing(problems, IncompleteError("contact"))
    at = _moment(case, form, problems)
    if problems or at is None:
        return None
    said = SaidContact(Contact(way), at)
    return partial(casework.record_first_contact, note=form.get("note", ""), said=said)


def _moment(case: OpenedCase, form: Form, problems: Problems) -> datetime | None:
    """Return the moment that was typed, now where none was; or note what is wrong with it."""
    parts = [form.get(f"{_DAY}-{part}", "").strip() for part in ("day", "month", "year")]
    typed_hour = form.get(_HOUR, "").strip()
    today = case.now.astimezone(case.zone).date()
    day = TypedDay(*parts).as_date if any(parts) else today
    hour = read_hour(typed_hour) if typed_hour else None
    if day is None:
        problems.add(_DAY, _what_day(parts))
    if hour is None and (typed_hour or day not in {today, None}):
        problems.add(_HOUR, gettext("Écrivez l’heure du contact, comme 16 h 05"))
    if day is None or hour is None:
        return None if problems else case.now
    return datetime.combine(day, hour, case.zone)


def _what_day(parts: Sequence[str]) -> str:
    """Return what to do about a day that is none: of no calendar, or not wholly written."""
    if all(parts):
        return gettext("Ce jour n’existe pas. Vérifiez le jour, le mois et l’année")
    return gettext("Écrivez le jour du contact; vide, c’est aujourd’hui")


def _given(case: OpenedCase, _form: Form) -> dict[str, Any]:
    return {
        "contacts": contact_choices(),
        "denied": _is_denied(case),
        "is_asked": case.complaint.parent_id is None and not case.is_own_motion,
        "ends": said_before(case, ended_by_contact(case)),
    }


def _is_owed(case: OpenedCase) -> bool:
    """Tell whether nobody was in touch, or the person says that nobody was."""
    return case.complaint.is_open and case.complaint.taken_in_charge_at is None


def _is_denied(case: OpenedCase) -> bool:
    return _is_owed(case) and case.complaint.status != Status.RECEIVED


def _shown(case: OpenedCase) -> Mapping[str, Any] | None:
    return {} if _is_denied(case) else None


def _how(case: OpenedCase, entry: TakenInCharge | ContactMade) -> str | None:
    if entry.contact is None:
        return None
    said = reached_words(entry.contact, entry.contacted_at, case.zone, current_language())
    return gettext("La personne a été jointe %(said)s.", said=said)


def _told(case: OpenedCase, entry: TakenInCharge | ContactMade) -> str | None:
    """Tell how the person was reached, and what counts where that was noted on a later day."""
    return " ".join(filter(None, (_how(case, entry), _noted_later(case, entry)))) or None


def _noted_later(case: OpenedCase, entry: TakenInCharge | ContactMade) -> str | None:
    noted_at = next((one.at for one in case.file.entries if made_of(one) == entry), None)
    if noted_at is None or entry.contacted_at is None:
        return None
    noted, reached = (at.astimezone(case.zone).date() for at in (noted_at, entry.contacted_at))
    if noted == reached:
        return None
    day = day_words(noted, current_language())
    return gettext(
        "Pour la date promise, ce qui compte est le jour où c’est noté : le %(day)s.", day=day
    )


def _again(case: OpenedCase, entry: ContactMade) -> str:
    kept = kept_words(None, in_time=entry.in_time)
    return " ".join(filter(None, (_told(case, entry), kept)))


def _denied(case: OpenedCase) -> dict[int, str]:
    """Return what is true of contacts that are denied: what was noted, and that it is no date."""
    return {entry.seq: _denied_words(case, entry) for entry in denied_in(case.file.entries)}


def _denied_words(case: OpenedCase, entry: PlacedEntry) -> str:
    made = made_of(entry)
    noted = _how(case, made) if made is not None else ""
    return gettext(
        "Ce qui a été noté : %(noted)s La personne dit que ce contact n’a pas eu lieu : il ne"
        " compte pas, et aucune date n’est tenue par lui.",
        noted=noted,
    )


def _judged(_case: OpenedCase, entry: ContactJudged) -> str:
    if entry.reached:
        return gettext("Le contact noté est confirmé.")
    return gettext("Le contact noté ne compte pas : le premier contact reste dû.")


add_action(
    pages,
    ActionPage(
        COMPLAINT,
        "first_contact",
        "premier-contact",
        "first-contact",
        Permission.CONTACT,
        to_translate("Premier contact noté. La plainte est prise en charge."),
        _note,
        tells=lambda case: said_after(case, ended_by_contact(case)),
        given=_given,
        fields=(_WAY, _DAY, _HOUR, "note"),
        folder="first_contact",
    ),
)
ADDS = (
    HoldsNoMore(_denied),
    Offer(
        "first_contact",
        to_translate("Noter le premier contact"),
        Permission.CONTACT,
        _is_owed,
        comes_next=True,
        rank=50,
        stage=Stage.ANSWER,
    ),
    CasePart("contact_denied", Place.NOTICES, "first_contact/_denied.html", _shown, rank=35),
    MissingWords(
        "contact_ahead",
        _HOUR,
        to_translate("Ce moment est à venir. Écrivez celui où vous avez joint la personne"),
    ),
    MissingWords(
        "contact_before",
        _HOUR,
        to_translate("La plainte n’était pas encore reçue. Vérifiez le jour et l’heure"),
    ),
    HistoryEntry(EntryKind.TAKEN_IN_CHARGE, detail=_told, comes_last=True),
    HistoryEntry(EntryKind.CONTACT_MADE, to_translate("Contact fait après un démenti"), _again),
    HistoryEntry(
        EntryKind.CONTACT_JUDGED, to_translate("La personne dit si le contact a eu lieu"), _judged
    ),
)
