"""Reprisals for whoever complained: reporting them, who knows of it, and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from flask import g
from msgspec import Struct

from portal.complaints.queries.following import facts_of_followed
from portal.complaints.queries.kept_clocks import explained
from portal.domain.actor import complainant
from portal.domain.history import EntryKind
from portal.domain.role import Role
from portal.domain.time.clock import ClockKind, count
from portal.domain.time.promise import Confidence
from portal.features.reprisals.actions import apart, report
from portal.features.reprisals.queries import as_clocks, files_of, readers_now
from portal.features.reprisals.rules import Against, NobodyInsideError, ProtectionFile, Reader
from portal.pages.citizen.case_summary import CaseSummary
from portal.pages.citizen.contributions import PROTECTION, MoreHistory, PagePart
from portal.pages.citizen.follow import FollowAction, mark, sent_mark
from portal.pages.current import current_language, gettext, rewording, runtime
from portal.pages.features import Pages
from portal.pages.forms import LONGEST_STORY, Problems, typed_line, typed_text
from portal.pages.shown.history_words import Happened
from portal.words.catalogue import to_translate
from portal.words.clocks import ClockWords
from portal.words.explained import explained_words

pages = Pages("citizen")

BODY_FIELD, AGAINST_FIELD = "faits", "against"
AGAINST: dict[Against, str] = {
    Against.OTHERS: to_translate("Une autre personne de l’organisme"),
    Against.HEAD: to_translate("La personne qui dirige le service des plaintes"),
    Against.TOP: to_translate("La plus haute autorité de l’organisme"),
}

_REPORTED = to_translate("Le délai part du signalement : %(moment)s.")
DATES: dict[ClockKind, ClockWords] = {
    ClockKind.REPRISAL_FIRST_ACT: ClockWords(
        to_translate("Premier geste contre les représailles"),
        promised=to_translate("le premier geste contre les représailles"),
        started=_REPORTED,
    ),
    ClockKind.REPRISAL_CHECK_IN: ClockWords(
        to_translate("Suivi après le signalement de représailles"),
        promised=to_translate("le suivi après un signalement de représailles"),
        started=_REPORTED,
    ),
}


class FirstAct(Struct, frozen=True):
    """By when somebody would act on what is reported now."""

    day: date | None
    is_sample: bool


def chosen_against(chosen: str) -> Against:
    """Return whom a report is about, as its form says: somebody else, if it says nothing."""
    return Against(chosen) if chosen in set(Against) else Against.OTHERS


def _asking(number: str, complaint_id: int) -> dict[str, Any]:
    """Return what is shown to whoever is asked what happened, or what is feared."""
    portal, owner = runtime(), complainant(complaint_id)
    now = portal.now()
    facts = portal.read(owner, facts_of_followed, number)
    advice = portal.advice(owner, number, now)
    promise = advice.agency.configured.promise("reprisal", facts.category)
    due = count(now, promise.allowance, advice.calendar)
    return {
        "body": typed_text(BODY_FIELD),
        "longest": LONGEST_STORY,
        "first_act": FirstAct(due.last_day, promise.confidence is Confidence.ASSUMED),
        "once": mark(),
        "against": chosen_against(typed_line(AGAINST_FIELD)).value,
        "choices": [(key.value, gettext(words), None) for key, words in AGAINST.items()],
        "recourses": advice.recourses,
    }


def _send(number: str, complaint_id: int, problems: Problems) -> str:
    """Send the report to who protects the person; the same form sent twice sends it once."""
    body, against = typed_text(BODY_FIELD), chosen_against(typed_line(AGAINST_FIELD))
    problems.check_text(BODY_FIELD, body, gettext("Dites ce qui se passe"))
    if problems:
        return ""
    told = partial(
        report, body=body, against=against, once=sent_mark(complaint_id, f"{against}\0{body}")
    )
    try:
        taken = apart(runtime(), complainant(complaint_id), number, told)
    except NobodyInsideError as error:
        problems.add(AGAINST_FIELD, _nobody_inside(error))
        return ""
    if taken.told is None:
        return gettext(
            "Votre signalement est gardé, mais personne n’est là pour le lire en ce moment. "
            "Adressez-vous aussi à un organisme indépendant."
        )
    return (
        gettext("Votre signalement est envoyé à la personne qui dirige le service des plaintes.")
        if taken.told is Reader.HEAD
        else gettext("Votre signalement est envoyé à la plus haute autorité.")
    )


def _nobody_inside(error: NobodyInsideError) -> str:
    """Say why nobody of the agency may read a report, and what to do instead."""
    why = (
        gettext(
            "Toutes les personnes qui pourraient lire ce signalement sont en cause, "
            "dans votre plainte ou dans ce texte."
        )
        if error.is_closed
        else gettext(
            "Personne dans l’organisme ne peut juger la plus haute autorité. "
            "Elle est en cause, ou votre texte la nomme."
        )
    )
    instead = gettext(
        "Votre texte n’est pas envoyé : adressez-vous à un organisme indépendant, plus bas"
    )
    return f"{why} {instead}"


FollowAction(
    name="report_reprisals",
    sending="send_report",
    fr="represailles",
    en="reprisals",
    template="reprisals/reprisals.html",
    shown=_asking,
    act=_send,
    fields=(BODY_FIELD, AGAINST_FIELD),
).serve(pages)


# The page where a complaint is followed.


def _files(summary: CaseSummary) -> list[ProtectionFile]:
    """Return what is known of reports about the complaint that is shown: read once a page."""
    read: dict[int, list[ProtectionFile]] = g.setdefault("protection_files", {})
    complaint_id = summary.complaint.id
    if complaint_id not in read:
        portal, owner = runtime(), complainant(complaint_id)
        number = summary.complaint.facts.number
        read[complaint_id] = portal.read(owner, files_of, portal.keyring, number)
    return read[complaint_id]


def _protection(summary: CaseSummary) -> Mapping[str, Any]:
    """Return what is owed next to a complainant who reported reprisals, and who may read of it."""
    files = _files(summary)
    if not files:
        return {"files": ()}
    portal, owner = runtime(), complainant(summary.complaint.id)
    readers = portal.read(owner, readers_now, portal.features, files, portal.now())
    return {"files": [_shown(summary, *one) for one in zip(files, readers, strict=True)]}


def _shown(
    summary: CaseSummary, file: ProtectionFile, readers: frozenset[Role]
) -> Mapping[str, Any]:
    """Return what is shown of a file: no date that nobody is left to keep."""
    language, features = current_language(), runtime().features
    dates = [one for one in file.dates if readers or one.met_at is not None]
    explanations = (explained(clock, summary.calendar, features) for clock in as_clocks(dates))
    return {
        "reports": file.reports,
        "owed": next(iter(file.owed), None),
        "by_head": Role.HEAD in readers,
        "by_top": Role.TOP_AUTHORITY in readers,
        "recourses": summary.recourses,
        "is_known_to_staff": any(report.by is not None for report in file.reports),
        "dates": [
            explained_words(one, language, features.clock_words, rewording())
            for one in explanations
        ],
    }


def _lines(summary: CaseSummary) -> Iterator[Happened]:
    """Yield what happened after the reports, as their complainant is told it."""
    for file in _files(summary):
        yield from _lines_of(file)


def _lines_of(file: ProtectionFile) -> Iterator[Happened]:
    flagged, acted = EntryKind.REPRISAL_FLAGGED.value, EntryKind.REPRISAL_ACTED.value
    for one in file.reports:
        title = gettext("Représailles signalées")
        yield Happened(flagged, title, one.at, one.by is None, "", one.body)
    for done in file.acts:
        title = gettext("Un geste a été posé après votre signalement")
        yield Happened(acted, title, done.at, False, "", None)
    for late in (one for one in file.dates if one.missed_at is not None):
        title = gettext("La date promise est passée")
        note = gettext("Le geste promis après votre signalement n’a pas été posé à temps.")
        assert late.missed_at is not None
        yield Happened(EntryKind.DATE_MISSED.value, title, late.missed_at, False, note, None)


ADDS = (
    PagePart(PROTECTION, "reprisals/_protection.html", _protection),
    MoreHistory(_lines, in_own_file=True),
)
