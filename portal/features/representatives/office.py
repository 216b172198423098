"""Who acts for the person, before the staff: on the page of a complaint, and what is done of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from portal.domain.errors import IncompleteError
from portal.domain.history import EntryKind
from portal.domain.mail_address import LONGEST as LONGEST_EMAIL
from portal.domain.permissions import Permission
from portal.features.representatives import actions
from portal.features.representatives.actions_ending import Reached, end_by_agency, invite
from portal.features.representatives.pages import (
    UNTIL,
    acted_then,
    acts_now,
    by_what,
    is_contact_told,
    reached_words,
    represented,
    until_when,
    who_reads_on,
    why_over,
    words_of,
)
from portal.features.representatives.rules import (
    ENDS,
    Until,
)
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import MissingWords, needed_text, note_missing
from portal.pages.current import gettext
from portal.pages.features import Pages
from portal.pages.forms import Problems, TypedDay, typed_line, typed_text
from portal.pages.office.actions import COMPLAINT, tells_complainant
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import (
    ActedThen,
    CasePart,
    HistoryEntry,
    HistoryText,
    Offer,
    Place,
    Stage,
)
from portal.words.catalogue import to_translate

pages = Pages("office")

DAY_FIELD = "last_day"
WAIT, KEEP, OTHER = "wait", "keep", "other"
_REACHED = {
    WAIT: to_translate("Personne ne l’a encore vérifié : ses lettres attendent, sur papier"),
    KEEP: to_translate("Par ces coordonnées : j’ai vérifié que ce sont les siennes"),
    OTHER: to_translate("Par d’autres coordonnées, que j’ai vérifiées"),
}
"""How the person is reached once nobody acts for them any more."""
_ESTATE_REACHED = {
    WAIT: to_translate("Personne ne le sait encore : les lettres attendent, sur papier"),
    KEEP: to_translate("Par ces coordonnées : j’ai vérifié à qui elles sont"),
    OTHER: _REACHED[OTHER],
}
"""How whoever settles the estate of somebody who died is reached."""


def _fact(case: OpenedCase) -> Mapping[str, Any] | None:
    found = represented(case)
    if found is None:
        return None
    ended = gettext(ENDS[found.ended_by]) if found.ended_by else ""
    is_told = is_contact_told(case.file.people, case.complaint.reply_by)
    reached = list(reached_words(found.email, found.address)) if is_told else []
    return {"found": found, "said": words_of(found), "ended": ended, "reached": reached}


def _letters_wait(case: OpenedCase) -> Mapping[str, Any] | None:
    """Return something where nobody knows how to reach whoever complains."""
    found = represented(case)
    if found is None or found.ended_at is None or found.taken_back_at is not None:
        return None
    return None if found.reaches else {"found": found}


CASE_PAGE = (
    ActedThen(acted_then),
    CasePart("unreached", Place.NOTICES, "representatives/_unreached.html", _letters_wait, rank=12),
    CasePart("representation", Place.FACTS, "representatives/_fact.html", _fact, rank=5),
    Offer(
        "move_end",
        to_translate("Changer la durée de la représentation"),
        Permission.CONTACT,
        lambda case: acts_now(case) is not None,
        rank=334,
        stage=Stage.PROTECT,
        with_person=True,
    ),
    Offer(
        "end_representation",
        to_translate("Mettre fin à la représentation"),
        Permission.CONTACT,
        lambda case: acts_now(case) is not None,
        rank=336,
        stage=Stage.PROTECT,
        with_person=True,
    ),
    Offer(
        "invite_person",
        to_translate("Écrire à la personne représentée ou à sa succession"),
        Permission.CONTACT,
        lambda case: represented(case) is not None,
        rank=338,
        stage=Stage.PROTECT,
        with_person=True,
    ),
    MissingWords("until", "until", to_translate("Choisissez jusqu’à quand")),
    MissingWords(
        "last_day", DAY_FIELD, to_translate("Écrivez un jour à venir : jour, mois et année")
    ),
    HistoryEntry(
        EntryKind.REPRESENTED,
        to_translate("Plainte déposée pour une autre personne"),
        until_when,
    ),
    HistoryEntry(
        EntryKind.REPRESENTATION_AGREED,
        to_translate("La personne confirme qu’on peut agir pour elle"),
    ),
    HistoryEntry(
        EntryKind.REPRESENTATION_DATED,
        to_translate("Durée de la représentation changée"),
        until_when,
    ),
    MissingWords(
        "person_contact", "person_email", to_translate("Écrivez un courriel ou une adresse postale")
    ),
    MissingWords("how", "how", to_translate("Dites comment vous savez que c’est bien elle")),
    HistoryEntry(EntryKind.REPRESENTATION_ENDED, to_translate("Représentation terminée"), why_over),
    HistoryEntry(
        EntryKind.PERSON_REACHED,
        to_translate("Code pour suivre la plainte envoyé"),
        by_what,
    ),
    HistoryEntry(
        EntryKind.TAKEOVER_WISHED,
        to_translate("Demande de suivre la plainte soi-même, à vérifier"),
    ),
    HistoryEntry(
        EntryKind.TAKEN_BACK,
        to_translate("Plainte suivie par la personne, ou par sa succession"),
        who_reads_on,
    ),
    HistoryEntry(
        EntryKind.READING_SET,
        to_translate("Lecture par la personne qui représentait"),
        who_reads_on,
    ),
    HistoryText(actions.END_WHY, is_exchange=True),
    HistoryText(actions.ENDED_WHY, is_exchange=True),
    HistoryText(actions.CHECKED_HOW, "note"),
)


def _acting(case: OpenedCase) -> dict[str, Any]:
    """Return who acts for the person now, and what is said of it."""
    found = acts_now(case)
    return {"found": found, "said": words_of(found) if found else None}


def _ends_shown(case: OpenedCase, form: Form) -> dict[str, Any]:
    found, typed = acts_now(case), TypedDay.read(DAY_FIELD)
    kept = TypedDay.of(found.last_day if found else None)
    day = typed if "until" in form else kept
    until = form.get("until") or (Until.DAY if kept.day else Until.END)
    return {
        **_acting(case),
        "of_estate": found is not None and found.quality.is_for_the_dead,
        "untils": [(code, gettext(words)) for code, words in UNTIL.items()],
        "until": until,
        "day": (day.day, day.month, day.year),
    }


def _move_end(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    reason = needed_text(form, problems, "reason")
    until = form.get("until", "")
    if until not in set(Until):
        note_missing(problems, IncompleteError("until"))
        return None
    last_day = TypedDay.read(DAY_FIELD).as_date if until == Until.DAY else None
    if until == Until.DAY and last_day is None:
        note_missing(problems, IncompleteError("last_day"))
    return partial(actions.move_end, last_day=last_day, reason=reason)


def _ending(case: OpenedCase, form: Form) -> dict[str, Any]:
    """Return how the person is said to be reached, and the ways to say how they are."""
    shown = {**_acting(case), **_invited(case, form)}
    is_known = bool(shown["reached"])
    first = KEEP if shown["is_verified"] else WAIT
    said = _ESTATE_REACHED if shown["of_estate"] else _REACHED
    choices = [
        *([] if shown["is_verified"] else [(WAIT, gettext(said[WAIT]))]),
        *([(KEEP, gettext(said[KEEP]))] if is_known else []),
        (OTHER, gettext(said[OTHER])),
    ]
    return {**shown, "choices": choices, "person": form.get("person") or first}


def _end(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    reason, person = needed_text(form, problems, "reason"), form.get("person", WAIT)
    found = acts_now(case)
    if person not in (KEEP, OTHER) or (person == KEEP and found and found.is_verified):
        return partial(end_by_agency, reason=reason)
    if person == OTHER:
        return partial(end_by_agency, reason=reason, reached=_typed_reached(form, problems))
    email, address = (found.email, found.address) if found else ("", "")
    how = needed_text(form, problems, "how")
    return partial(end_by_agency, reason=reason, reached=Reached(email, address, how))


def _invited(case: OpenedCase, form: Form) -> dict[str, Any]:
    """Return how the person is reached, as it is kept or was typed, unless that is not told."""
    is_told = is_contact_told(case.file.people, case.complaint.reply_by)
    found = represented(case)
    shown = found if is_told else None
    return {
        "person_email": form.get("person_email", ""),
        "person_address": form.get("person_address", ""),
        "reached": list(reached_words(shown.email, shown.address)) if shown else [],
        "is_verified": found is not None and found.reaches,
        "is_taken_over": found is not None and found.taken_back_at is not None,
        "of_estate": found is not None and found.quality.is_for_the_dead,
    }


def _invite(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    return partial(invite, reached=_typed_reached(form, problems))


def _typed_reached(form: Form, problems: Problems) -> Reached:
    email = typed_line("person_email", LONGEST_EMAIL)
    address = typed_text("person_address")
    how = needed_text(form, problems, "how")
    if email:
        problems.check_email("person_email", email)
    problems.check_line("person_address", address)
    if not email and not address:
        note_missing(problems, IncompleteError("person_contact"))
    return Reached(email, address, how)


for page in (
    ActionPage(
        COMPLAINT,
        "move_end",
        "duree-de-la-representation",
        "length-of-representation",
        Permission.CONTACT,
        to_translate("La durée est changée."),
        _move_end,
        tells=tells_complainant,
        given=_ends_shown,
        fields=("until", DAY_FIELD, "reason"),
        folder="representatives",
        with_person=True,
    ),
    ActionPage(
        COMPLAINT,
        "end_representation",
        "fin-de-la-representation",
        "end-representation",
        Permission.CONTACT,
        to_translate("La représentation est terminée."),
        _end,
        given=_ending,
        fields=("reason", "person", "person_email", "person_address", "how"),
        folder="representatives",
        with_person=True,
    ),
    ActionPage(
        COMPLAINT,
        "invite_person",
        "ecrire-a-la-personne",
        "write-to-person",
        Permission.CONTACT,
        to_translate("Un code part à cette personne."),
        _invite,
        given=_invited,
        fields=("person_email", "person_address", "how"),
        folder="representatives",
        with_person=True,
    ),
):
    add_action(pages, page)
