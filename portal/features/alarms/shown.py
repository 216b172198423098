"""Alarms for the pages of an agency and of all: the figures, the rule, and what is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.domain.errors import IncompleteError
from portal.domain.figures.indicators import Share
from portal.domain.text import Text
from portal.domain.time.periods import Period, first_day_of
from portal.features.alarms.queries import FoundAlarm
from portal.features.alarms.rules import ACROSS, Rule
from portal.features.alarms.words import FIGURES, RULE_WORDS, RULES
from portal.pages.current import current_language, runtime
from portal.pages.forms import Problems
from portal.pages.texts import gettext
from portal.words.dates import month_words
from portal.words.numbers import number_words, percent_words
from portal.words.periods import period_words

REASON_FIELD, LINK_FIELD = "reason", "recommendation"


@dataclass(frozen=True, slots=True)
class ShownAlarm:
    """An alarm in words; `agency` is empty where several are concerned."""

    id: int
    agency: str
    agency_name: Text | None
    title: str
    theme: Text | None
    period: str
    figures: str
    rule: str
    raised_at: datetime
    responded_at: datetime | None
    responded_by: str
    reason: str | None
    recommendation: int | None


def shown_alarm(found: FoundAlarm) -> ShownAlarm:
    """Word an alarm in the language of the page."""
    told = _told(found.rule, found.figures)
    return ShownAlarm(
        id=found.id,
        agency=found.agency,
        agency_name=None if found.agency == ACROSS else _name(found.agency),
        title=gettext(RULES[found.rule]),
        theme=_theme(found.theme),
        period=_period(found.period),
        figures=gettext(FIGURES[found.rule], **told),
        rule=gettext(RULE_WORDS[found.rule], **told),
        raised_at=found.raised_at,
        responded_at=found.responded_at,
        responded_by=found.responded_by,
        reason=found.reason,
        recommendation=found.recommendation,
    )


def note_missing_response(problems: Problems, error: IncompleteError) -> None:
    """Say at its field what is missing to respond to an alarm."""
    words = {
        REASON_FIELD: gettext("Dites ce qui est fait, ou pourquoi rien ne l’est"),
        LINK_FIELD: gettext("Choisissez une recommandation de la liste"),
    }
    for field in error.missing:
        problems.add(field, words[field])


def _told(rule: Rule, figures: Mapping[str, Any]) -> dict[str, str]:
    language = current_language()
    told = {
        name: number_words(value, language)
        for name, value in figures.items()
        if isinstance(value, int)
    }
    if "percent" in figures:
        share = Share(figures["part"], figures["n"])
        told["percent"] = percent_words(figures["percent"] / 100, language)
        told["share"] = percent_words(share.value or 0, language)
    if rule is Rule.RISING_EVERYWHERE:
        told["agencies"] = ", ".join(_rising(each) for each in figures["agencies"])
    return told


def _rising(each: Mapping[str, Any]) -> str:
    return gettext(
        "%(agency)s (%(now)s, contre %(usual)s d’habitude)",
        agency=_short(each["agency"]),
        now=number_words(each["now"], current_language()),
        usual=number_words(each["usual"], current_language()),
    )


def _short(code: str) -> str:
    agency = runtime().agencies.agency(code)
    return agency.settings.agency.short_name or agency.name.in_(current_language())


def _name(code: str) -> Text:
    return runtime().agencies.agency(code).name


def _theme(code: str) -> Text | None:
    if not code:
        return None
    names = {one.code: one.name.text for one in runtime().agencies.portal.themes}
    return names.get(code, Text(code, code))


def _period(written: str) -> str:
    period = Period.parse(written)
    if period is not None:
        return period_words(period, current_language())
    return month_words(first_day_of(written), current_language())
