"""The form of the rules that raise alarms: each is on or off, with its own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import request

from portal.agencies.settings.alarms import AlarmSettings
from portal.features.alarms.rules import Rule
from portal.pages.forms import Problems
from portal.pages.texts import gettext
from portal.pages.typed import typed_line
from portal.words.catalogue import to_translate

_MOST = 9999
HUNDRED = 100


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
            to_translate("Pourcentage de plaintes fondées, au moins"), 70, 1, HUNDRED
        ),
        "among": Number(to_translate("Parmi combien de plaintes jugées, au moins"), 20, 1),
    },
    Rule.MISSED_DATES: {
        "percent": Number(to_translate("Pourcentage de dates passées, au moins"), 40, 1, HUNDRED),
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
    def of(cls, said: AlarmSettings) -> AlarmForm:
        """Return the form that the rules in force fill."""
        rules = {rule: getattr(said, rule.value) for rule in Rule}
        typed = {
            field_of(rule, name): str(getattr(own, name))
            for rule, own in rules.items()
            if own is not None
            for name in NUMBERS[rule]
        }
        return cls(frozenset(rule for rule, own in rules.items() if own is not None), typed)

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
                told = gettext(
                    "Écrivez un nombre de %(fewest)s à %(most)s, par exemple %(example)s",
                    fewest=number.fewest,
                    most=number.most,
                    example=number.example,
                )
                problems.add(field_id, told)
        return problems

    def settings(self) -> AlarmSettings:
        """Return the rules that a form without problems says."""
        said = {
            rule.value: {name: int(self.typed[field_of(rule, name)]) for name in NUMBERS[rule]}
            for rule in Rule
            if rule in self.on
        }
        return AlarmSettings.model_validate(said)


def field_of(rule: Rule, name: str) -> str:
    """Return the id of the field that holds a number of a rule."""
    return f"{rule.value}-{name}"
