"""Whoever complains says with one tap whether somebody was in touch; they need not.

It is asked on the page of the complaint while that is open, once a contact is noted, and what was
said can be changed there as long.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import request

from portal.complaints.entries import ContactMade, TakenInCharge
from portal.domain.actor import complainant
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.history import EntryKind
from portal.domain.time.clock import ClockKind
from portal.features.first_contact.actions import judge_contact
from portal.features.first_contact.rules import Claim, ContactJudged, claim_in
from portal.pages.citizen.case_summary import CaseSummary, opened_summary
from portal.pages.citizen.contributions import TO_DECIDE, PagePart
from portal.pages.citizen.follow import FollowAction
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.shown.history_words import Around, ToldWords
from portal.words.catalogue import to_translate
from portal.words.contacts import reached_words
from portal.words.dates import day_words

pages = Pages("citizen")

FIELD = "contact"
_ANSWERS = {"oui": True, "non": False}
_SAID: dict[bool, str] = {
    True: to_translate("Merci. C’est noté : nous avons bien communiqué avec vous."),
    False: to_translate(
        "Merci. C’est noté : ce contact ne compte pas. La direction du service des plaintes "
        "l’apprend."
    ),
}
_SAID_AGAIN = to_translate(
    "Merci. C’est noté : ce contact ne compte pas. La direction du service des plaintes le sait "
    "déjà : aucun autre courriel ne part aujourd’hui."
)


def _owed_words(summary: CaseSummary) -> str:
    """Return that somebody has to be in touch, by which day, or when the answer comes."""
    language = current_language()
    day = summary.complaint.day(ClockKind.FIRST_CONTACT)
    if day is not None and day.last_day is not None and day.pending:
        return gettext(
            "Quelqu’un doit communiquer avec vous au plus tard le %(day)s.",
            day=day_words(day.last_day, language),
        )
    answer = summary.promised
    if answer is not None and answer.last_day is not None:
        return gettext(
            "Quelqu’un doit communiquer avec vous. La réponse, elle, vient au plus tard le"
            " %(day)s.",
            day=day_words(answer.last_day, language),
        )
    return gettext("Quelqu’un doit communiquer avec vous.")


def _claim(summary: CaseSummary) -> Claim | None:
    """Return the contact that is asked about, while the complaint is open."""
    if not summary.status.is_open:
        return None
    return claim_in(reversed(summary.complaint.history))


def _asked(summary: CaseSummary) -> Mapping[str, Any] | None:
    claim = _claim(summary)
    if claim is None:
        return None
    said = reached_words(claim.way, claim.contacted_at, summary.zone, current_language())
    owed = _owed_words(summary) if claim.reached is False and summary.is_contact_denied else ""
    return {"said": said, "reached": claim.reached, "field": FIELD, "owed": owed}


def _shown(number: str, complaint_id: int) -> Mapping[str, Any] | None:
    return _asked(opened_summary(number, complaint_id))


def _judge(number: str, complaint_id: int, problems: Problems) -> str:
    """Keep what a button says; where it is too late, say so."""
    reached = _ANSWERS.get(request.form.get(FIELD, ""))
    if reached is None:
        problems.add(FIELD, gettext("Choisissez « Oui » ou « Non »"))
        return ""
    try:
        judge = partial(judge_contact, reached=reached)
        is_told = runtime().change(complainant(complaint_id), number, judge)
    except TransitionNotAllowedError:
        return gettext("Rien n’a changé : cette question ne se pose plus.")
    said = gettext(_SAID[reached] if reached or is_told else _SAID_AGAIN)
    return said if reached else f"{said} {_owed_words(opened_summary(number, complaint_id))}"


FollowAction(
    name="contact_asked",
    sending="say_contact",
    fr="contact",
    en="contact",
    template="first_contact/contact.html",
    shown=_shown,
    act=_judge,
    fields=(FIELD,),
).serve(pages)


def _told(entry: TakenInCharge | ContactMade, around: Around) -> str:
    if entry.contact is None:
        return ""
    said = reached_words(entry.contact, entry.contacted_at, around.zone, current_language())
    return gettext("L’organisme dit avoir communiqué avec vous %(said)s.", said=said)


def _judged(entry: ContactJudged, _around: Around) -> str:
    if entry.reached:
        return gettext("Vous dites que nous avons bien communiqué avec vous.")
    return gettext("Vous dites que personne n’a communiqué avec vous : ce contact ne compte pas.")


ADDS = (
    PagePart(TO_DECIDE, "first_contact/_asked.html", _asked),
    ToldWords(EntryKind.TAKEN_IN_CHARGE, note=_told),
    ToldWords(EntryKind.CONTACT_MADE, to_translate("Une personne a communiqué avec vous"), _told),
    ToldWords(
        EntryKind.CONTACT_JUDGED, to_translate("Vous avez dit si le contact a eu lieu"), _judged
    ),
)
