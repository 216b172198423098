"""Alarms of an agency and of all: the evidence, who answers, and what became of each.

Those about several agencies are responded to by whoever looks after all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.settings.matching import folded
from portal.agencies.settings.shared import AlarmSettings
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.changes import ListedChange
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.permissions import Permission, agencies_where, may_everywhere
from portal.domain.typed import is_whole_number
from portal.features.alarms import actions
from portal.features.alarms.letters import CHOICES, RULES, STATES, STEPS
from portal.features.alarms.office_evidence import (
    alarm_words,
    evidence_of,
    rules_in_words,
)
from portal.features.alarms.office_links import (
    change_link,
    change_of,
    change_words,
    complaints_link,
    figure_links,
)
from portal.features.alarms.queries import (
    LISTED_AT_MOST,
    ROWS_A_PAGE,
    FoundAlarm,
    Wanted,
    alarms_page,
    history_of,
    waiting_alarms,
)
from portal.features.alarms.queries import alarm as alarm_by_id
from portal.features.alarms.rules import ACROSS, OF_PEOPLE, STANDINGS, Rule, Step, offered
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
from portal.pages.forms import Problems, asked_page, led_to_last_page, typed_text
from portal.pages.languages import localized
from portal.reporting.pages.links import AboveFigures
from portal.reporting.texts import short_name
from portal.words.catalogue import to_translate
from portal.words.dates import day_words

pages = Pages("office")
overview_pages = Pages("overview")

REASON_FIELD, LINK_FIELD, STEP_FIELD = "reason", "recommendation", "step"
_MOST_PAGES = 1000

_STANDINGS: dict[int, str] = dict(
    zip(
        STANDINGS,
        (
            to_translate("Attend une réponse"),
            to_translate("En cours"),
            to_translate("Terminée"),
        ),
        strict=True,
    )
)


@localized(pages, fr="/gestion/<agency>/alertes", en="/office/<agency>/alarms")
@requires(Permission.SEE_ALARMS, agency_from="agency")
def alarms(agency: str) -> ResponseReturnValue:
    """List the alarms of an agency, those that wait for an answer first."""
    where = runtime().agencies.agency(agency)
    zone = where.consult().calendar().zone
    return _list("alarms/list.html", _wanted(agency), agency=where, zone=zone)


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
    may_set_rules = may_everywhere(current_actor(), Permission.SET_ALARM_RULES)
    return _list(
        "alarms/overview_alarms.html",
        _wanted(request.args.get("organisme") or None),
        zone=portal_zone(),
        may_set_rules=may_set_rules,
        agencies=_agencies(),
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


def _wanted(agency: str | None) -> Wanted:
    """Return which alarms the address asks for; what is not known narrows nothing."""
    rule, standing = request.args.get("genre"), request.args.get("etat", "")
    return Wanted(
        agency,
        rule if rule in set(Rule) else None,
        int(standing) if standing in map(str, STANDINGS) else None,
    )


def _list(template: str, wanted: Wanted, **shown: Any) -> ResponseReturnValue:
    page = asked_page(_MOST_PAGES)
    found, total = runtime().read(current_actor(), alarms_page, wanted, page)
    last = -(-total // ROWS_A_PAGE)
    if elsewhere := led_to_last_page(page, last):
        return elsewhere
    return render_template(
        template,
        alarms=[(alarm, alarm_words(alarm), state_tag(alarm)) for alarm in found],
        total=total,
        current_page=page,
        last_page=last,
        wanted=wanted,
        kinds=_every((rule.value, gettext(words)) for rule, words in RULES.items()),
        standings=_every((str(code), gettext(words)) for code, words in _STANDINGS.items()),
        rules=rules_in_words(runtime().agencies.portal.alarms or AlarmSettings()),
        **shown,
    )


def _every(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", gettext("Tous")), *choices]


def _agencies() -> list[tuple[str, str]]:
    """Return the agencies whose alarms the person may see, by name."""
    codes = agencies_where(current_actor(), Permission.SEE_ALARMS)
    seen = [one for one in runtime().agencies if codes is None or one.code in codes]
    named = ((one.code, short_name(one)) for one in seen)
    return _every(sorted(named, key=lambda one: folded(one[1])))


def state_tag(alarm: FoundAlarm) -> tuple[str, str]:
    """Return where an alarm stands, in words, and the kind of its tag."""
    words, kind = STATES[alarm.state]
    return gettext(words), kind


def _opened(agency: str, alarm: int, what: str = "alarm") -> FoundAlarm:
    return runtime().read(current_actor(), alarm_by_id, agency, alarm)


def _respond(_alarm: FoundAlarm, form: Form, problems: Problems) -> Act | None:
    linked, step = form.get(LINK_FIELD, ""), form.get(STEP_FIELD, "")
    if step not in CHOICES:
        problems.add(STEP_FIELD, gettext("Choisissez ce qui est fait"))
        return None
    chosen = int(linked) if is_whole_number(linked) else None
    text = typed_text(REASON_FIELD)
    return partial(actions.respond_to_alarm, step=Step(step), text=text, recommendation=chosen)


def _shown(alarm: FoundAlarm, outcome: Outcome) -> dict[str, Any]:
    """Return what the page of any alarm shows."""
    steps = runtime().read(current_actor(), history_of, alarm)
    change = change_of(alarm)
    changes = {step.recommendation for step in steps} | {change}
    return {
        "alarm": alarm,
        "words": alarm_words(alarm),
        "state": state_tag(alarm),
        "evidence": evidence_of(alarm),
        "links": {
            "figures": figure_links(alarm),
            "complaints": complaints_link(alarm),
            "change": change_link(alarm, change),
        },
        "change": change,
        "changes": change_words(alarm, {number for number in changes if number is not None}),
        "steps": [
            (step, gettext(STEPS[step.kind]), change_link(alarm, step.recommendation))
            for step in reversed(steps)
        ],
        "choices": [(step.value, gettext(CHOICES[step])) for step in offered(alarm.state)],
        "may_respond": actions.may_respond(current_actor(), alarm.agency),
        "problems": outcome.problems,
        "refusal": outcome.refusal,
        "typed": request.form,
        "version": sum(step.kind in OF_PEOPLE for step in steps),
    }


def _page(alarm: FoundAlarm, outcome: Outcome) -> str:
    where = runtime().agencies.agency(alarm.agency)
    of_agency = runtime().features.changes.of_agency
    listed = runtime().read(current_actor(), of_agency, alarm.agency, LISTED_AT_MOST)
    zone = where.consult().calendar().zone
    return render_template(
        "alarms/office_alarm.html",
        agency=where,
        recommendations=[(change.id, _change_words(change, zone)) for change in listed],
        zone=zone,
        **_shown(alarm, outcome),
    )


def _change_words(change: ListedChange, zone: ZoneInfo) -> str:
    """Return what tells a recommendation from another of the same title."""
    return gettext(
        "%(number)s : %(title)s (%(day)s; %(state)s)",
        number=change.id,
        title=change.title,
        day=day_words(change.asked_at.astimezone(zone).date(), current_language()),
        state=gettext(change.state),
    )


def _page_across(alarm: FoundAlarm, outcome: Outcome) -> str:
    return render_template(
        "alarms/overview_alarm.html", zone=portal_zone(), **_shown(alarm, outcome)
    )


def _waiting() -> Mapping[str, Any] | None:
    """Return how many alarms wait that the person may see, and the most important of them."""
    if not may_everywhere(current_actor(), Permission.SEE_ALARMS):
        return None
    n, first = runtime().read(current_actor(), waiting_alarms)
    return {"n": n, "first": first, "words": alarm_words(first) if first else None}


ALARM: Subject[FoundAlarm] = Subject(
    fr="/gestion/<agency>/alertes/<int:alarm>",
    en="/office/<agency>/alarms/<int:alarm>",
    opened=_opened,
    change=lambda alarm, act, seen: done_at_work(partial(act, seen=seen), alarm.agency, alarm.id),
    url=lambda alarm: url_for("office.alarm", agency=alarm.agency, alarm=alarm.id),
    refusals={
        actions.AnsweredMeanwhileError: to_translate(
            "Une réponse a été notée depuis que vous avez ouvert cette page"
        ),
        TransitionNotAllowedError: to_translate("L’état de l’alerte ne le permet plus"),
    },
)
ALARM_ACROSS: Subject[FoundAlarm] = replace(
    ALARM,
    fr="/portrait/alertes/<int:alarm>",
    en="/overview/alarms/<int:alarm>",
    opened=partial(_opened, ACROSS),
    url=lambda alarm: url_for("overview.alarm", alarm=alarm.id),
    everywhere=True,
)
RESPOND: ActionPage[FoundAlarm] = ActionPage(
    ALARM,
    "respond_to_alarm",
    "",
    "",
    Permission.RESPOND_TO_ALARMS,
    to_translate("C’est noté : la réponse est dans l’historique de l’alerte."),
    _respond,
    fields=(STEP_FIELD, LINK_FIELD, REASON_FIELD),
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
    AboveFigures("alarms/_waiting.html", _waiting),
)
