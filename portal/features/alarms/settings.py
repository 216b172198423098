"""The rules that raise alarms, the same for all agencies: set by whoever looks after the portal.

Each rule is on or off, with its own numbers; the page says what the rules would raise today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.agencies.settings.shared import AlarmSettings
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.records.people import UserRecord
from portal.domain.actor import PORTAL
from portal.domain.errors import SettingsMovedError
from portal.domain.permissions import Permission
from portal.features.alarms.actions import observed
from portal.features.alarms.rules import Alarm, Rule, raised
from portal.features.alarms.words import RULES
from portal.pages.current import gettext, portal_zone, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems, typed_line
from portal.pages.languages import localized
from portal.pages.settings.drafting.state import Outcome, wants_preview
from portal.releases.releases import last_set, portal_release, set_alarm_rules
from portal.reporting.texts import short_name
from portal.words.catalogue import to_translate

pages = Pages("settings")


_MOST = 9999
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a rule: what it is called, an example, and between what it lies."""

    name: str
    example: int
    fewest: int
    most: int = _MOST


_COMPLAINTS = to_translate("Plaintes dans le mois, au moins")
_TIMES = to_translate("Fois un mois ordinaire, au moins")
NUMBERS: dict[Rule, dict[str, Number]] = {
    Rule.RISING_THEME: {
        "complaints": Number(_COMPLAINTS, 12, 2),
        "times": Number(_TIMES, 2, 2),
    },
    Rule.RISING_EVERYWHERE: {
        "agencies": Number(to_translate("Organismes, au moins"), 3, 2),
        "complaints": Number(_COMPLAINTS, 6, 2),
        "times": Number(_TIMES, 2, 2),
    },
    Rule.FOUNDED: {
        "percent": Number(
            to_translate("Pourcentage de plaintes fondées, au moins"), 70, 1, _HUNDRED
        ),
        "among": Number(to_translate("Parmi combien de plaintes jugées, au moins"), 20, 1),
    },
    Rule.MISSED_DATES: {
        "percent": Number(to_translate("Pourcentage de dates passées, au moins"), 40, 1, _HUNDRED),
        "among": Number(to_translate("Parmi combien de réponses dues, au moins"), 20, 1),
    },
    Rule.RECOMMENDATIONS: {
        "count": Number(to_translate("Recommandations refusées ou en retard, au moins"), 3, 1),
    },
}


@dataclass(frozen=True, slots=True)
class AlarmForm:
    """Which rules are on, and the numbers of each as they were typed, by their fields’ ids."""

    on: frozenset[Rule] = frozenset()
    typed: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, in_force: AlarmSettings) -> AlarmForm:
        """Return the form that the rules in force fill."""
        on = {rule: own for rule in Rule if (own := getattr(in_force, rule.value)) is not None}
        typed = {
            field_of(rule, name): str(getattr(own, name))
            for rule, own in on.items()
            for name in NUMBERS[rule]
        }
        return cls(frozenset(on), typed)

    @classmethod
    def read(cls) -> AlarmForm:
        """Read the form of the request; the numbers of a rule that is off are kept as well."""
        ids = [field_of(rule, name) for rule in Rule for name in NUMBERS[rule]]
        on = frozenset(rule for rule in Rule if rule.value in request.form)
        return cls(on, {field_id: typed_line(field_id) for field_id in ids})

    def problems(self) -> Problems:
        """Return what there is to correct, in the order of the page."""
        numbers = {
            field_of(rule, name): number
            for rule in Rule
            for name, number in NUMBERS[rule].items()
            if rule in self.on
        }
        problems = Problems(list(numbers))
        for field_id, number in numbers.items():
            typed = self.typed.get(field_id, "")
            if not typed.isdecimal() or not number.fewest <= int(typed) <= number.most:
                words = gettext(
                    "Écrivez un nombre de %(fewest)s à %(most)s, par exemple %(example)s",
                    fewest=number.fewest,
                    most=number.most,
                    example=number.example,
                )
                problems.add(field_id, words)
        return problems

    def settings(self) -> AlarmSettings:
        """Return the rules that a form without problems says."""
        rules = {
            rule.value: {name: int(self.typed[field_of(rule, name)]) for name in NUMBERS[rule]}
            for rule in Rule
            if rule in self.on
        }
        return AlarmSettings.model_validate(rules)


def field_of(rule: Rule, name: str) -> str:
    """Return the id of the field that holds a number of a rule."""
    return f"{rule.value}-{name}"


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
        today = observed(session, portal.agencies, portal.features, portal.now())
    before = raised(today, _in_force())
    rules = AlarmSettings() if form.problems() else form.settings()
    after = [] if outcome.problems else raised(today, rules)
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
            sum(alarm.rule is rule for alarm in before),
            sum(alarm.rule is rule for alarm in after),
            _names(code for alarm in after if alarm.rule is rule for code in alarm.concerned),
        )
        for rule in Rule
    ]


def _names(codes: Iterable[str]) -> list[str]:
    return sorted(short_name(runtime().agencies.agency(code)) for code in set(codes))
