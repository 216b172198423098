"""Reprisals for whoever complained: reporting them, what is owed then, and what was done.

Who reads a report and by when they act is said before anything is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.complaints.queries.following import facts_of_followed
from portal.domain.actor import complainant
from portal.domain.handling.confidential import CLOCKS
from portal.domain.history import EntryKind
from portal.domain.time.clock import count
from portal.domain.time.promise import Confidence
from portal.features.reprisals import actions as reprisals
from portal.pages.citizen.case_summary import CaseSummary
from portal.pages.citizen.checks import LONGEST_STORY, text_problems
from portal.pages.citizen.contributions import PROTECTION, PagePart
from portal.pages.citizen.followers import follows, mark, sent_mark
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.shown.history_words import Around, ToldWords
from portal.pages.texts import gettext
from portal.pages.typed import typed_text
from portal.words.catalogue import to_translate

pages = Pages("citizen")

BODY_FIELD = "faits"


@dataclass(frozen=True, slots=True)
class FirstAct:
    """By when the head of the complaints service would act on what is reported now."""

    day: date | None
    is_sample: bool


@localized(pages, fr="/suivi/<number>/represailles", en="/follow/<number>/reprisals")
@public
@follows
def report_reprisals(number: str, complaint_id: int) -> ResponseReturnValue:
    """Ask what happened, or what is feared."""
    return _page(number, complaint_id, Problems(), "")


@localized(
    pages, fr="/suivi/<number>/represailles", en="/follow/<number>/reprisals", methods=["POST"]
)
@public
@follows
def send_report(number: str, complaint_id: int) -> ResponseReturnValue:
    """Send the report to who protects the person; the same form sent twice sends it once."""
    body = typed_text(BODY_FIELD)
    problems = text_problems(BODY_FIELD, body, gettext("Dites ce qui se passe"))
    if problems:
        return _page(number, complaint_id, problems, body), 422
    act = partial(reprisals.report, body=body, once=sent_mark(complaint_id))
    runtime().change(complainant(complaint_id), number, act)
    flash(
        gettext(
            "Votre signalement est envoyé. "
            "La personne qui dirige le service des plaintes est avertie tout de suite."
        )
    )
    return redirect(url_for(".followed", number=number), 303)


def _page(number: str, complaint_id: int, problems: Problems, body: str) -> str:
    return render_template(
        "reprisals/reprisals.html",
        number=number,
        problems=problems,
        body=body,
        longest=LONGEST_STORY,
        first_act=_first_act(number, complaint_id),
        once=mark(),
    )


def _first_act(number: str, complaint_id: int) -> FirstAct:
    portal, owner = runtime(), complainant(complaint_id)
    now = portal.now()
    with portal.reading(owner) as session:
        facts = facts_of_followed(session, number)
    advice = portal.advice(owner, number, now)
    promise = advice.agency.configured.reprisal_promise(facts.category)
    due = count(now, promise.allowance, advice.calendar)
    return FirstAct(due.last_day, promise.confidence is Confidence.ASSUMED)


def _owed(summary: CaseSummary) -> Mapping[str, Any]:
    """Return what is owed next to a complainant who reported reprisals, if anything is."""
    owed = [clock for clock in summary.complaint.clocks if clock.kind in CLOCKS and clock.is_owed]
    return {"clock": min(owed, key=lambda clock: clock.last_day or date.max, default=None)}


def _missed(facts: Mapping[str, Any], _around: Around) -> str:
    if facts.get("clock") not in CLOCKS:
        return ""
    return gettext(
        "Le geste promis après votre signalement n’a pas été posé à temps. "
        "La plus haute autorité de l’organisme est avertie."
    )


ON_FOLLOWED = (
    PagePart(PROTECTION, "reprisals/_protection.html", _owed),
    ToldWords(EntryKind.REPRISAL_FLAGGED, to_translate("Représailles signalées")),
    ToldWords(
        EntryKind.REPRISAL_ACTED, to_translate("Un geste a été posé après votre signalement")
    ),
    ToldWords(EntryKind.DATE_MISSED, note=_missed),
)
