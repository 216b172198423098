"""What an indicator is: its code, what is counted, among what, and what it is measured against."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from portal.words.catalogue import to_translate


class Criterion(StrEnum):
    """The six criteria by which the handling of complaints is judged."""

    REACTIVITY = "reactivity"
    SIMPLICITY = "simplicity"
    ACCESSIBILITY = "accessibility"
    FLEXIBILITY = "flexibility"
    PERSONAL = "personal"
    RELIABILITY = "reliability"


CRITERION_NAMES: dict[Criterion, str] = {
    Criterion.REACTIVITY: to_translate("Réactivité"),
    Criterion.SIMPLICITY: to_translate("Simplicité"),
    Criterion.ACCESSIBILITY: to_translate("Accessibilité"),
    Criterion.FLEXIBILITY: to_translate("Flexibilité"),
    Criterion.PERSONAL: to_translate("Personnalisation"),
    Criterion.RELIABILITY: to_translate("Fiabilité"),
}


class Unit(StrEnum):
    """In what an indicator is told."""

    PERCENT = "percent"
    HOURS = "hours"
    TIMES = "times"
    STEPS = "steps"
    DEFECTS = "defects"
    OF_ONE = "of_one"
    OF_FIVE = "of_five"


UNIT_NAMES: dict[Unit, str] = {
    Unit.PERCENT: to_translate("pour cent"),
    Unit.HOURS: to_translate("heures ouvrables"),
    Unit.TIMES: to_translate("fois par plainte"),
    Unit.STEPS: to_translate("pages et réponses obligatoires"),
    Unit.DEFECTS: to_translate("défauts"),
    Unit.OF_ONE: to_translate("de 0 à 1"),
    Unit.OF_FIVE: to_translate("de 1 à 5"),
}


class Target(Struct, frozen=True):
    """What an indicator should reach, and where that comes from; it lies above or below a value."""

    words: str
    source: str
    least: float | None = None
    most: float | None = None

    def is_met(self, value: float) -> bool:
        """Tell whether a value reaches it."""
        is_enough = self.least is None or value >= self.least
        return is_enough and (self.most is None or value <= self.most)


ASSUMED = to_translate("Cible proposée par défaut : aucune règle ne la fixe.")
OF_THE_STUDY = to_translate("Exemple de l’étude des meilleures pratiques de 2001.")

OF_RECEIPT = to_translate("Le mois de la réception.")
OF_CONTACT = to_translate("Le mois de la prise en charge.")
OF_ANSWER = to_translate("Le mois de la réponse.")
OF_CLOSING = to_translate("Le mois de la première fermeture.")
AT_PRESENT = to_translate("Aujourd’hui, quelle que soit la période choisie.")


class Indicator(Struct, frozen=True):
    """One indicator, defined once: every figure of it says nothing else.

    `counted` is its formula, `among` its denominator, `excluded` what it leaves out. One that is
    not of events is the same whatever the period and the filters.
    """

    code: str
    criterion: Criterion
    name: str
    counted: str
    among: str
    excluded: str
    unit: Unit
    month: str
    target: Target | None = None
    is_of_events: bool = True
    is_better_high: bool = True
