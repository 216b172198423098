"""Alarms of an agency and of all: the figures, the rule that fired, and what is done about each.

Those about several agencies are responded to by whoever looks after all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.figures.shares import Share
from portal.domain.permissions import Permission, may_everywhere
from portal.domain.text import Text
from portal.domain.time.periods import Period, first_day_of
from portal.domain.typed import is_whole_number
from portal.features.alarms import actions
from portal.features.alarms.letters import FIGURES, RULE_WORDS, RULES
from portal.features.alarms.queries import LISTED_AT_MOST, FoundAlarm, alarms_of
from portal.features.alarms.queries import alarm as alarm_by_id
from portal.features.alarms.rules import ACROSS, Rule
from portal.pages.actions.engine import (
    Act,
    ActionPage,
    Form,
    Outcome,
    Subject,
    add_action,
    done_at_work,
)
from portal.pages.actions.missing import MissingWords
from portal.pages.current import current_language, gettext, portal_zone, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems, typed_text
from portal.pages.languages import localized
from portal.pages.shown.agency import theme_name
from portal.reporting.texts import short_name
from portal.words.catalogue import to_translate
from portal.words.dates import month_words, period_words
from portal.words.typography import number_words, percent_words

pages = Pages("office")
overview_pages = Pages("overview")

REASON_FIELD, LINK_FIELD = "reason", "recommendation"


class AlarmWords(Struct, frozen=True):
    """An alarm in words; without the name of an agency where several are concerned."""

    agency: Text | None
    title: str
    theme: Text | None
    period: str
    figures: str
    rule: str


@localized(pages, fr="/gestion/<agency>/alertes", en="/office/<agency>/alarms")
@requires(Permission.SEE_ALARMS, agency_from="agency")
def alarms(agency: str) -> ResponseReturnValue:
    """List the alarms of an agency, those that wait for an answer first."""
    where = runtime().agencies.agency(agency)
    alarms = runtime().read(current_actor(), alarms_of, agency)
    return render_template(
        "alarms/list.html",
        agency=where,
        alarms=[(alarm, alarm_words(alarm)) for alarm in alarms],
        zone=where.consult().calendar().zone,
    )


@localized(
    pages,
    fr="/gestion/<agency>/alertes/<int:alarm>",
    en="/office/<agency>/alarms/<int:alarm>",
    endpoint="alarm",
)
@requires(Permission.SEE_ALARMS, agency_from="agency")
def alarm_of_agency(agency: str, alarm: int) -> ResponseReturnValue:
    """Show an alarm, and ask what is done about it."""
    return _page(_opened(agency, alarm), Outcome())


@localized(overview_pages, fr="/portrait/alertes", en="/overview/alarms", endpoint="alarms")
@requires(Permission.SEE_ALARMS)
def alarms_everywhere() -> ResponseReturnValue:
    """List every alarm that the person may see, those that wait for an answer first."""
    alarms = runtime().read(current_actor(), alarms_of, None)
    return render_template(
        "alarms/overview_alarms.html",
        alarms=[(alarm, alarm_words(alarm)) for alarm in alarms],
        may_set_rules=may_everywhere(current_actor(), Permission.SET_ALARM_RULES),
        zone=portal_zone(),
    )


@localized(
    overview_pages,
    fr="/portrait/alertes/<int:alarm>",
    en="/overview/alarms/<int:alarm>",
    endpoint="alarm",
)
@requires(Permission.SEE_ALARMS, everywhere=True)
def alarm_across(alarm: int) -> ResponseReturnValue:
    """Show an alarm about several agencies, and ask what is done about it."""
    return _page_across(_opened(ACROSS, alarm), Outcome())


def _opened(agency: str, alarm: int, what: str = "alarm") -> FoundAlarm:
    return runtime().read(current_actor(), alarm_by_id, agency, alarm)


def _respond(_alarm: FoundAlarm, form: Form, _problems: Problems) -> Act:
    linked = form.get(LINK_FIELD, "")
    chosen = int(linked) if is_whole_number(linked) else None
    return partial(actions.respond_to_alarm, reason=typed_text(REASON_FIELD), recommendation=chosen)


def _page(alarm: FoundAlarm, outcome: Outcome) -> str:
    where = runtime().agencies.agency(alarm.agency)
    of_agency = runtime().features.changes.of_agency
    offered = runtime().read(current_actor(), of_agency, alarm.agency, LISTED_AT_MOST)
    return render_template(
        "alarms/office_alarm.html",
        agency=where,
        alarm=alarm,
        words=alarm_words(alarm),
        recommendations=offered,
        may_respond=actions.may_respond(current_actor(), alarm.agency),
        problems=outcome.problems,
        typed=request.form,
        zone=where.consult().calendar().zone,
    )


def _page_across(alarm: FoundAlarm, outcome: Outcome) -> str:
    return render_template(
        "alarms/overview_alarm.html",
        alarm=alarm,
        words=alarm_words(alarm),
        problems=outcome.problems,
        typed=request.form,
        may_respond=actions.may_respond(current_actor(), ACROSS),
        zone=portal_zone(),
    )


def alarm_words(alarm: FoundAlarm) -> AlarmWords:
    """Word an alarm in the language of the page."""
    marks, is_across = _marks(alarm.rule, alarm.figures), alarm.agency == ACROSS
    return AlarmWords(
        agency=None if is_across else runtime().agencies.agency(alarm.agency).name,
        title=gettext(RULES[alarm.rule]),
        theme=theme_name(alarm.theme) if alarm.theme else None,
        period=_period(alarm.period),
        figures=gettext(FIGURES[alarm.rule], **marks),
        rule=gettext(RULE_WORDS[alarm.rule], **marks),
    )


def _marks(rule: Rule, figures: Mapping[str, Any]) -> dict[str, str]:
    language = current_language()
    marks = {
        name: number_words(value, language)
        for name, value in figures.items()
        if isinstance(value, int)
    }
    if "percent" in figures:
        share = Share(figures["part"], figures["n"])
        marks["percent"] = percent_words(figures["percent"] / 100, language)
        marks["share"] = percent_words(share.value or 0, language)
    if rule is Rule.RISING_EVERYWHERE:
        marks["agencies"] = ", ".join(_rising(agency) for agency in figures["agencies"])
    return marks


def _rising(figures: Mapping[str, Any]) -> str:
    return gettext(
        "%(agency)s (%(now)s, contre %(usual)s d’habitude)",
        agency=short_name(runtime().agencies.agency(figures["agency"])),
        now=number_words(figures["now"], current_language()),
        usual=number_words(figures["usual"], current_language()),
    )


def _period(written: str) -> str:
    period = Period.parse(written)
    if period is not None:
        return period_words(period, current_language())
    return month_words(first_day_of(written), current_language())


ALARM: Subject[FoundAlarm] = Subject(
    fr="/gestion/<agency>/alertes/<int:alarm>",
    en="/office/<agency>/alarms/<int:alarm>",
    opened=_opened,
    change=lambda alarm, act, _seen: done_at_work(act, alarm.agency, alarm.id),
    url=lambda alarm: url_for("office.alarms", agency=alarm.agency),
)
ALARM_ACROSS: Subject[FoundAlarm] = replace(
    ALARM,
    fr="/portrait/alertes/<int:alarm>",
    en="/overview/alarms/<int:alarm>",
    opened=partial(_opened, ACROSS),
    url=lambda _alarm: url_for("overview.alarms"),
    everywhere=True,
)
RESPOND: ActionPage[FoundAlarm] = ActionPage(
    ALARM,
    "respond_to_alarm",
    "",
    "",
    Permission.RESPOND_TO_ALARMS,
    to_translate("C’est noté : l’alerte n’attend plus de réponse."),
    _respond,
    fields=(LINK_FIELD, REASON_FIELD),
    stands_on=_page,
)
add_action(pages, RESPOND)
add_action(overview_pages, replace(RESPOND, subject=ALARM_ACROSS, stands_on=_page_across))

ADDS = (
    MissingWords(
        "response", REASON_FIELD, to_translate("Dites ce qui est fait, ou pourquoi rien ne l’est")
    ),
    MissingWords(
        "recommendation", LINK_FIELD, to_translate("Choisissez une recommandation de la liste")
    ),
)
