"""Alarms in words: what each rule says, and the figures that it rests on."""

from __future__ import annotations

from portal.features.alarms.rules import Rule
from portal.words.catalogue import to_translate

RULES: dict[Rule, str] = {
    Rule.RISING_THEME: to_translate("Un sujet en hausse"),
    Rule.RISING_EVERYWHERE: to_translate("Un sujet en hausse dans plusieurs organismes"),
    Rule.FOUNDED: to_translate("Beaucoup de plaintes fondées"),
    Rule.MISSED_DATES: to_translate("Des dates promises souvent passées"),
    Rule.RECOMMENDATIONS: to_translate("Des recommandations refusées ou en retard"),
}
FIGURES: dict[Rule, str] = {
    Rule.RISING_THEME: to_translate(
        "%(now)s plaintes reçues dans le mois, contre %(usual)s d’habitude."
    ),
    Rule.RISING_EVERYWHERE: to_translate("En hausse : %(agencies)s."),
    Rule.FOUNDED: to_translate(
        "%(share)s des plaintes jugées sont fondées, en tout ou en partie : %(part)s sur %(n)s."
    ),
    Rule.MISSED_DATES: to_translate(
        "%(share)s des réponses dues ne sont pas venues à temps : %(part)s sur %(n)s."
    ),
    Rule.RECOMMENDATIONS: to_translate(
        "Refusées en un an : %(refused)s. En retard aujourd’hui : %(late)s."
    ),
}
RULE_WORDS: dict[Rule, str] = {
    Rule.RISING_THEME: to_translate(
        "Règle : au moins %(complaints)s plaintes dans un mois, "
        "et au moins %(times)s fois un mois ordinaire des 12 mois d’avant."
    ),
    Rule.RISING_EVERYWHERE: to_translate(
        "Règle : au moins %(at_least)s organismes en hausse. Une hausse est d’au moins "
        "%(complaints)s plaintes, et %(times)s fois un mois ordinaire des 12 mois d’avant."
    ),
    Rule.FOUNDED: to_translate(
        "Règle : au moins %(percent)s dans le trimestre, parmi au moins %(among)s plaintes jugées."
    ),
    Rule.MISSED_DATES: to_translate(
        "Règle : au moins %(percent)s dans le trimestre, parmi au moins %(among)s réponses dues."
    ),
    Rule.RECOMMENDATIONS: to_translate(
        "Règle : au moins %(count)s en tout, refusées ou en retard."
    ),
}
