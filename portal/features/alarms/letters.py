"""Alarms in words: what each rule says, the figures it rests on, and the letter about one."""

from __future__ import annotations

from dataclasses import dataclass

from portal.features.alarms.rules import Rule
from portal.words.catalogue import to_translate
from portal.words.letters.layout import Action, Content, Paragraph, Part
from portal.words.letters.letter import Letter, LetterContext
from portal.words.letters.writing import Wordings

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


@dataclass(frozen=True, slots=True)
class AlarmRaised(Letter):
    """A rule raised an alarm, about one agency or `across` several."""

    code = "systemic_alarm"
    alarm: int
    rule: Rule
    across: bool

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        what = _(RULES[self.rule])
        subject = _("Alerte : %(what)s", what=f"{what[0].lower()}{what[1:]}")
        names = ", ".join(context.words(context.names.agencies[code]) for code in context.agencies)
        parts: list[Part] = [
            Paragraph(
                _("Une règle commune a reconnu ce qui se répète : %(agencies)s.", agencies=names)
            ),
            Paragraph(
                _(
                    "Lisez les chiffres, puis dites ce qui est fait : "
                    "une recommandation, ou un motif."
                )
            ),
            Action(_("Ouvrir l’alerte"), self._url(context)),
        ]
        footer = _("Ce courriel ne dit rien des personnes plaignantes : l’alerte vient de nombres.")
        return Content(subject, subject, parts, footer)

    def _url(self, context: LetterContext) -> str:
        if self.across:
            return context.page(f"portrait/alertes/{self.alarm}", f"overview/alarms/{self.alarm}")
        [agency] = context.agencies
        fr, en = f"gestion/{agency}/alertes/{self.alarm}", f"office/{agency}/alarms/{self.alarm}"
        return context.page(fr, en)


LETTERS = Wordings(to_others=(AlarmRaised,))
