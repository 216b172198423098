"""Deadlines that run against whoever complained, before them: told, asked for, done with, kept.

The complaint stops none of them, which every page says. A last day is told as counted from the
day that it runs from; where nobody gave that, it is asked for, and what for is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import make_response, request
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.complaints.queries.followed import SentComplaint
from portal.domain.actor import complainant
from portal.domain.complaint import ReplyBy
from portal.features.own_deadlines.actions import give_days, say_done, silence
from portal.features.own_deadlines.citizen_shown import (
    AskedDay,
    days_typed,
    ending_first,
    ending_first_on_check,
    ending_first_when_sent,
    known_at,
    limits_of_draft,
    limits_of_sent,
    of_sent,
    seen_by,
)
from portal.features.own_deadlines.queries import FOLLOWED, Deadlines
from portal.features.own_deadlines.rules import DAYS_BY_POST, EndsFirst
from portal.pages.citizen.case_summary import CaseSummary, opened_summary
from portal.pages.citizen.contributions import (
    ANSWER_DAY,
    ANSWER_DAY_ON_CHECK,
    ANSWER_DAY_SENT,
    BELOW_DAYS,
    BESIDE_DAYS,
    FIRST,
    CalendarDay,
    ConsentsGiven,
    GivenConsent,
    MoreDays,
    PagePart,
)
from portal.pages.citizen.follow import FollowAction, follows
from portal.pages.citizen.journey import Journey
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.filters import text
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.words.calendar_file import WholeDay, calendar_file
from portal.words.catalogue import to_translate

pages = Pages("citizen")

ACT_FIELD = "geste"
_ACTS: dict[str, tuple[Any, str]] = {
    "fait": (
        partial(say_done, is_done=True),
        to_translate("C’est noté : aucun rappel de ce délai ne part plus. La date reste ici."),
    ),
    "pas-fait": (
        partial(say_done, is_done=False),
        to_translate("C’est noté : ce n’est pas encore fait."),
    ),
    "taire": (
        partial(silence, is_quiet=True),
        to_translate("Les rappels de ce délai sont arrêtés. La date reste ici."),
    ),
    "rappeler": (
        partial(silence, is_quiet=False),
        to_translate("Les rappels de ce délai sont rétablis."),
    ),
}
"""What the buttons of a deadline do, by what they send before its key, and what is said of it."""

REMINDERS: dict[str, str] = {
    ReplyBy.EMAIL: to_translate("Un courriel vous le rappelle 30, 10 et 3 jours avant la fin."),
    ReplyBy.TEXT: to_translate("Un texto vous le rappelle 30, 10 et 3 jours avant la fin."),
    ReplyBy.POST: to_translate(
        "Une lettre vous le rappelle 30, 10 et 3 jours avant la fin. "
        "Elle est écrite %(days)s jours plus tôt, le temps d’arriver. "
        "Si elle ne peut plus arriver à temps, elle n’est pas écrite."
    ),
}
_NO_REMINDER = to_translate(
    "Aucun rappel n’est envoyé avec le moyen de réponse choisi. Notez la date."
)
_TITLE = to_translate("Plainte %(number)s : dernier jour d’un délai, %(agency)s")


def _how_recalled(reply_by: str) -> str:
    """Return by what means somebody is reminded, and when."""
    return gettext(REMINDERS.get(reply_by, _NO_REMINDER), days=DAYS_BY_POST)


# Their page, where the person gives days, says what is done, and stops reminders.


def _page(number: str, complaint_id: int) -> dict[str, Any]:
    summary = opened_summary(number, complaint_id)
    seen = seen_by(summary)
    return {
        "known": seen.known,
        "is_any_ahead": not all(one.is_over for one in seen.known),
        "asked": seen.asked,
        "reminders": _how_recalled(summary.complaint.contact.reply_by),
        "act_field": ACT_FIELD,
    }


def _act(number: str, complaint_id: int, problems: Problems) -> str:
    """Do what a button says, else count from the days that were typed."""
    name, _, key = request.form.get(ACT_FIELD, "").partition(":")
    act = partial(runtime().change, complainant(complaint_id), number)
    if name in _ACTS:
        keep, said = _ACTS[name]
        act(partial(keep, key=key))
        return gettext(said)
    summary = opened_summary(number, complaint_id)
    days = days_typed(seen_by(summary).asked, summary, problems)
    if problems:
        return ""
    act(partial(give_days, days=days))
    return gettext("C’est noté. Voici le dernier jour de chaque délai.")


FollowAction(
    name="own_deadlines",
    sending="keep_own_deadlines",
    fr="delais",
    en="deadlines",
    template="own_deadlines/own_deadlines.html",
    shown=_page,
    act=_act,
).serve(pages)


@localized(pages, fr="/suivi/<number>/delais/calendrier", en="/follow/<number>/deadlines/calendar")
@public
@follows
def own_deadline_days(number: str, complaint_id: int) -> ResponseReturnValue:
    """Hand out the last days for a calendar: the number and the agency, nothing else."""
    summary = opened_summary(number, complaint_id)
    host = urlsplit(runtime().config.base_url).hostname
    days = [
        WholeDay(f"{number}-{one.name}@{host}", one.day, one.title)
        for one in _calendar_days(number, text(summary.agency.name), summary.complaint.of(FOLLOWED))
    ]
    response = make_response(calendar_file(days, summary.now))
    response.mimetype = "text/calendar"
    response.headers["Content-Disposition"] = f"attachment; filename=dates-{number}.ics"
    return response


def _calendar_days(number: str, agency: str, known: Deadlines) -> Iterable[CalendarDay]:
    title = gettext(_TITLE, number=number, agency=agency)
    for key, one in known.items():
        if one.done_on is None:
            yield CalendarDay(key.replace(".", "-"), one.last_day, title)


# What stands on other pages.


def _on_check(journey: Journey) -> Mapping[str, Any] | None:
    limits = limits_of_draft(journey)
    if not limits:
        return None
    now, answers = runtime().now(), journey.filing.answers
    return {
        "known": known_at(
            limits, answers, journey.consultation.calendar(journey.category.code), now
        ),
        "unknown": [limit for limit in limits if limit.began(answers) is None],
        "asks": {question.code for question in journey.questions},
        "reminders": _how_recalled(journey.content.reply_by or ReplyBy.NONE),
    }


def _on_sent(complaint: SentComplaint) -> Mapping[str, Any] | None:
    known, limits = of_sent(complaint), limits_of_sent(complaint)
    unknown = [limit for limit in limits if limit.key not in {one.key for one in known}]
    if not known and not unknown:
        return None
    reminders = _how_recalled(complaint.contact.reply_by)
    return {"known": known, "unknown": unknown, "reminders": reminders}


def _on_followed(summary: CaseSummary) -> Mapping[str, Any] | None:
    seen = seen_by(summary)
    if not seen.known and not seen.asked:
        return None
    return {
        "known": seen.known,
        "is_any_ahead": not all(one.is_over for one in seen.known),
        "unknown": _unanswered(seen.asked),
        "reminders": _how_recalled(summary.complaint.contact.reply_by),
    }


def _unanswered(asked: Iterable[AskedDay]) -> list[Any]:
    return [limit for day in asked if day.is_unknown for limit in day.limits]


def _days_of_sent(complaint: SentComplaint) -> Iterable[CalendarDay]:
    agency = text(runtime().agencies.agency(complaint.facts.agency).name)
    known = {one.key: one.deadline for one in of_sent(complaint)}
    return _calendar_days(complaint.facts.number, agency, known)


def _consents(summary: CaseSummary) -> Iterable[GivenConsent]:
    """Yield each deadline that is recalled: reminders leave until somebody stops them."""
    for known in seen_by(summary).known:
        body = text(known.deadline.body)
        if known.deadline.is_recalled:
            yield GivenConsent(
                f"reminders_{known.key}",
                gettext("Me rappeler un délai qui court : %(body)s", body=body),
                None,
                gettext("Des rappels partent avant le dernier jour, sans dire de quoi il s’agit."),
                gettext("Le délai lui-même continue de courir."),
                partial(silence, key=known.key, is_quiet=True),
                in_history=False,
            )


def _first(ending: Sequence[EndsFirst]) -> Mapping[str, Any] | None:
    return {"ending": ending} if ending else None


ENDS_FIRST = "own_deadlines/_ends_first.html"

ADDS = (
    ConsentsGiven(_consents),
    PagePart(ANSWER_DAY_ON_CHECK, ENDS_FIRST, lambda seen: _first(ending_first_on_check(seen))),
    PagePart(ANSWER_DAY_SENT, ENDS_FIRST, lambda seen: _first(ending_first_when_sent(seen))),
    PagePart(ANSWER_DAY, ENDS_FIRST, lambda seen: _first(ending_first(seen))),
    PagePart(BESIDE_DAYS, "own_deadlines/_on_check.html", _on_check),
    PagePart(BELOW_DAYS, "own_deadlines/_on_sent.html", _on_sent),
    PagePart(FIRST, "own_deadlines/_on_followed.html", _on_followed),
    MoreDays(_days_of_sent),
)
