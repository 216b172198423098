"""The rules that raise alarms, the same for all agencies: set by whoever looks after the portal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.agencies.alarm_rules import AlarmRules, alarm_rules, rules_of
from portal.agencies.settings.alarms import AlarmSettings
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.records.people import UserRecord
from portal.domain.actor import PORTAL
from portal.domain.errors import SettingsMovedError
from portal.domain.permissions import Permission
from portal.features.alarms.actions import observed
from portal.features.alarms.rule_form import NUMBERS, AlarmForm, field_of
from portal.features.alarms.rules import Alarm, Rule, raised
from portal.features.alarms.words import RULES
from portal.pages.current import current_language, portal_zone, runtime
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.settings.forms.saving import Outcome
from portal.pages.settings.state import wants_preview
from portal.pages.texts import gettext
from portal.releases.alarm_rules import last_set, portal_release, set_alarm_rules

pages = Pages("settings")


@dataclass(frozen=True, slots=True)
class ShownNumber:
    """A number of a rule in its field: as it was typed, and for example."""

    field_id: str
    name: str
    typed: str
    example: int


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule in the form: its code, its name, whether it is on, and its numbers."""

    code: str
    name: str
    is_on: bool
    numbers: list[ShownNumber]


@dataclass(frozen=True, slots=True)
class Effect:
    """How many alarms a rule would raise today, as it is in force and as the form has it."""

    name: str
    before: int
    after: int
    concerned: list[str]


@localized(pages, fr="/reglages/alertes", en="/settings/alarms")
@requires(Permission.SET_ALARM_RULES, everywhere=True)
def alarms() -> ResponseReturnValue:
    """Show the rules in force, and what they would raise today."""
    return make_response(_page(AlarmForm.of(_in_force()), Outcome()))


@localized(pages, fr="/reglages/alertes", en="/settings/alarms", methods=("POST",))
@requires(Permission.SET_ALARM_RULES, everywhere=True)
def save_alarms() -> ResponseReturnValue:
    """Put the rules in force for all agencies, or only show what they would raise today."""
    form = AlarmForm.read()
    problems = form.problems()
    if problems or wants_preview():
        return make_response(_page(form, Outcome(problems)), 422 if problems else 200)
    if form.settings() == _in_force():
        flash(gettext("Ces règles sont déjà en vigueur. Rien n’a changé."))
        return redirect(request.path, 303)
    portal, user_id = runtime(), current_actor().user_id
    seen = request.form.get("release", 0, type=int)
    try:
        with portal.transaction() as session:
            set_alarm_rules(session, form.settings(), user_id, portal.now(), seen=seen)
    except SettingsMovedError:
        portal.take_up_changes()
        return make_response(_page(form, Outcome(is_moved=True)), 409)
    portal.take_up_changes()
    flash(gettext("Ces règles sont en vigueur pour tous les organismes."))
    return redirect(request.path, 303)


def _in_force() -> AlarmSettings:
    return runtime().agencies.portal.alarms or AlarmSettings()


def _page(form: AlarmForm, outcome: Outcome) -> str:
    portal = runtime()
    with portal.reading(PORTAL) as session:
        release, last = portal_release(session), last_set(session)
        author = session.get(UserRecord, last.published_by) if last else None
        seen = observed(session, portal.agencies, portal.features, portal.now())
    before = raised(seen, alarm_rules(portal.agencies.portal))
    after = [] if outcome.problems else raised(seen, _rules(form))
    return render_template(
        "alarms/settings_alarms.html",
        rules=[_shown(rule, form) for rule in Rule],
        effects=_effects(before, after),
        problems=outcome.problems,
        is_moved=outcome.is_moved,
        release=release.id,
        set_at=last.created_at if last else None,
        author=author.name if author else None,
        zone=portal_zone(),
    )


def _rules(form: AlarmForm) -> AlarmRules:
    return AlarmRules() if form.problems() else rules_of(form.settings())


def _shown(rule: Rule, form: AlarmForm) -> ShownRule:
    numbers = [
        ShownNumber(
            field_of(rule, name),
            gettext(number.name),
            form.typed.get(field_of(rule, name), ""),
            number.example,
        )
        for name, number in NUMBERS[rule].items()
    ]
    return ShownRule(rule.value, gettext(RULES[rule]), rule in form.on, numbers)


def _effects(before: Sequence[Alarm], after: Sequence[Alarm]) -> list[Effect]:
    """Return how many alarms each rule would raise; of whom, but not with which figures.

    Whoever sets the rules need not be one who sees the figures of every agency.
    """
    return [
        Effect(
            gettext(RULES[rule]),
            sum(one.rule is rule for one in before),
            sum(one.rule is rule for one in after),
            _names(one for alarm in after if alarm.rule is rule for one in alarm.concerned),
        )
        for rule in Rule
    ]


def _names(codes: Iterable[str]) -> list[str]:
    agencies = [runtime().agencies.agency(code) for code in set(codes)]
    language = current_language()
    return sorted(one.settings.agency.short_name or one.name.in_(language) for one in agencies)
