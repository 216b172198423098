"""The rules that raise alarms, the same for all agencies: set by whoever looks after the portal.

Each rule is on or off, with its own numbers; the page says what the rules would raise today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.agencies.settings.matching import folded
from portal.agencies.settings.schema import AgencySettings
from portal.agencies.settings.shared import AlarmSettings
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import names_of
from portal.domain.actor import PORTAL
from portal.domain.errors import SettingsMovedError
from portal.domain.permissions import Permission
from portal.domain.text import Language
from portal.domain.typed import is_whole_number, whole_number
from portal.features.alarms.letters import RULES
from portal.features.alarms.queries_observed import observed
from portal.features.alarms.rules import Alarm, Rule
from portal.features.alarms.rules_raising import raised
from portal.pages.as_shown import with_labels
from portal.pages.current import gettext, portal_zone, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems, typed_line
from portal.pages.languages import localized
from portal.pages.settings.drafting.beside import digests, merged, typed_by_both
from portal.pages.settings.drafting.fields import Field, Form, joined
from portal.pages.settings.drafting.state import Outcome, wants_preview
from portal.releases.releases import last_set, portal_release, set_alarm_rules
from portal.reporting.texts import short_name
from portal.words.catalogue import to_translate

pages = Pages("settings")

_HUNDRED = 100


class Number(Struct, frozen=True):
    """A number of a rule: its key, what it is called, an example, and between what it lies."""

    key: str
    name: str
    example: int
    fewest: int
    most: int = 9999


@dataclass(frozen=True)
class RuleField(Field):
    """A rule, on or off, with its numbers; those of one that is off are kept as they were typed."""

    numbers: tuple[Number, ...]

    def id_of(self, number: Number) -> str:
        """Return the id of the input that holds a number."""
        return f"{self.name}-{number.key}"

    def ids(self, form: Form) -> tuple[str, ...]:
        return tuple(map(self.id_of, self.numbers))

    def filled(self, current: AlarmSettings) -> Form:
        rule = getattr(current, self.name)
        values = {
            self.id_of(number): "" if rule is None else str(getattr(rule, number.key))
            for number in self.numbers
        }
        return {self.name: "" if rule is None else "yes", **values}

    def read(self, settings: AgencySettings | None, current: Any) -> Form:
        return {name: typed_line(name) for name in (self.name, *self.ids({}))}

    def check(self, form: Form, problems: Problems, main: Language) -> None:
        for number in self.numbers if form[self.name] else ():
            typed = form[self.id_of(number)]
            if not is_whole_number(typed) or not number.fewest <= int(typed) <= number.most:
                words = gettext(
                    "Écrivez un nombre de %(fewest)s à %(most)s, par exemple %(example)s",
                    fewest=number.fewest,
                    most=number.most,
                    example=number.example,
                )
                problems.add(self.id_of(number), words)

    def written(self, form: Form, current: Any) -> Mapping[str, Any]:
        is_on = form[self.name]
        values = {number.key: int(form[self.id_of(number)]) for number in self.numbers if is_on}
        return {self.name: values or None}


_COMPLAINTS = to_translate("Plaintes dans le mois, au moins")
_TIMES = to_translate("Fois un mois ordinaire, au moins")
_AMONG_ANSWERS = to_translate("Parmi combien de réponses dues, au moins")
FIELDS = (
    RuleField(
        Rule.RISING_THEME,
        (Number("complaints", _COMPLAINTS, 12, 2), Number("times", _TIMES, 2, 2)),
    ),
    RuleField(
        Rule.RISING_EVERYWHERE,
        (
            Number("agencies", to_translate("Organismes, au moins"), 3, 2),
            Number("complaints", _COMPLAINTS, 6, 2),
            Number("times", _TIMES, 2, 2),
        ),
    ),
    RuleField(
        Rule.SILENCE,
        (
            Number("complaints", to_translate("Plaintes du trimestre comparé, au moins"), 20, 2),
            Number("times", to_translate("Fois moins, au moins"), 3, 2),
        ),
    ),
    RuleField(
        Rule.FALLING_BEHIND,
        (
            Number("points", to_translate("Points de moins, au moins"), 10, 1, _HUNDRED),
            Number("among", _AMONG_ANSWERS, 30, 1),
        ),
    ),
    RuleField(
        Rule.LATE_OPEN,
        (
            Number(
                "percent",
                to_translate("Pourcentage de plaintes en retard, au moins"),
                40,
                1,
                _HUNDRED,
            ),
            Number("among", to_translate("Parmi combien de plaintes ouvertes, au moins"), 20, 1),
        ),
    ),
    RuleField(
        Rule.SAME_CAUSE,
        (Number("complaints", to_translate("Plaintes depuis la mesure, au moins"), 6, 2),),
    ),
    RuleField(
        Rule.PROMISE,
        (Number("days", to_translate("Jours après la date promise, au moins"), 1, 1),),
    ),
    RuleField(
        Rule.FOUNDED,
        (
            Number(
                "percent",
                to_translate("Pourcentage de plaintes fondées, au moins"),
                70,
                1,
                _HUNDRED,
            ),
            Number("among", to_translate("Parmi combien de plaintes jugées, au moins"), 20, 1),
        ),
    ),
    RuleField(
        Rule.MISSED_DATES,
        (
            Number(
                "percent", to_translate("Pourcentage de dates passées, au moins"), 40, 1, _HUNDRED
            ),
            Number("among", _AMONG_ANSWERS, 20, 1),
        ),
    ),
    RuleField(
        Rule.RECOMMENDATIONS,
        (Number("count", to_translate("Recommandations refusées ou en retard, au moins"), 3, 1),),
    ),
)


class Effect(Struct, frozen=True):
    """How many alarms a rule would raise today, as it is in force and as the form has it."""

    name: str
    before: int
    after: int
    concerned: list[str]


@localized(pages, fr="/reglages/alertes", en="/settings/alarms")
@requires(Permission.SET_ALARM_RULES, everywhere=True)
def alarms() -> ResponseReturnValue:
    """Show the rules in force, and what they would raise today."""
    return _page(filled(_in_force()), Outcome())


@localized(pages, fr="/reglages/alertes", en="/settings/alarms", methods=("POST",))
@requires(Permission.SET_ALARM_RULES, everywhere=True)
def save_alarms() -> ResponseReturnValue:
    """Put the rules in force for all agencies, or only show what they would raise today."""
    form = joined(field.read(None, None) for field in FIELDS)
    problems = Problems([name for field in FIELDS for name in field.ids(form)])
    for field in FIELDS:
        field.check(form, problems, "fr")
    seen, moved = request.form.get("release", 0, type=whole_number), Outcome(is_moved=True)
    if seen != runtime().read(PORTAL, portal_release).id:
        runtime().take_up_changes()
        return make_response(_page(form, moved), 409)
    if problems or wants_preview():
        return make_response(_page(form, Outcome(problems)), 422 if problems else 200)
    if rules_of(form) == _in_force():
        flash(gettext("Ces règles sont déjà en vigueur. Rien n’a changé."))
        return redirect(request.path, 303)
    portal, user_id = runtime(), current_actor().user_id
    try:
        with portal.transaction() as session:
            set_alarm_rules(session, rules_of(form), user_id, portal.now(), seen=seen)
    except SettingsMovedError:
        portal.take_up_changes()
        return make_response(_page(form, moved), 409)
    portal.take_up_changes()
    flash(gettext("Ces règles sont en vigueur pour tous les organismes."))
    return redirect(request.path, 303)


def filled(rules: AlarmSettings) -> Form:
    """Return the form that rules fill."""
    return joined(field.filled(rules) for field in FIELDS)


def rules_of(form: Form) -> AlarmSettings:
    """Return the rules that a form without problems says."""
    return AlarmSettings.model_validate(joined(field.written(form, None) for field in FIELDS))


def _in_force() -> AlarmSettings:
    return runtime().agencies.portal.alarms or AlarmSettings()


def _page(form: Form, outcome: Outcome) -> str:
    portal = runtime()
    with portal.reading(PORTAL) as session:
        release, last = portal_release(session).id, last_set(session)
        names = names_of(session, [last.published_by] if last else [])
        today = observed(session, portal.agencies, portal.features, portal.now())
    problems, kept = outcome.problems, filled(_in_force())
    if outcome.is_moved:
        problems = typed_by_both([(field, _in_force()) for field in FIELDS], form, kept)
        form = merged(form, kept)
    after = [] if problems or outcome.is_moved else raised(today, rules_of(form))
    page = render_template(
        "alarms/settings_alarms.html",
        form=form,
        rules=[_shown(field) for field in FIELDS],
        effects=_effects(raised(today, _in_force()), after),
        problems=problems,
        as_shown=digests(kept),
        is_moved=outcome.is_moved,
        release=release,
        set_at=last.created_at if last else None,
        author=next(iter(names.values()), None),
        zone=portal_zone(),
    )
    return with_labels(page)


def _shown(rule: RuleField) -> tuple[str, str, list[tuple[str, str, int]]]:
    """Return a rule by its code and its name, with the id, the name and an example of each number.

    The template shows what was typed.
    """
    numbers = [
        (rule.id_of(number), gettext(number.name), number.example) for number in rule.numbers
    ]
    return rule.name, gettext(RULES[Rule(rule.name)]), numbers


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
    return sorted((short_name(runtime().agencies.agency(code)) for code in set(codes)), key=folded)
