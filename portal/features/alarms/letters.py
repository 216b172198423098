"""Alarms in words: what each rule says and rests on, what becomes of one, and the letters."""

from __future__ import annotations

from dataclasses import dataclass

from portal.features.alarms.rules import FIRST_TERM, Rule, State, Step
from portal.words.catalogue import to_translate
from portal.words.letters.layout import Action, Content, Paragraph, Part
from portal.words.letters.letter import Letter, LetterContext
from portal.words.letters.writing import Wordings

RULES: dict[Rule, str] = {
    Rule.RISING_THEME: to_translate("Un sujet en hausse"),
    Rule.RISING_EVERYWHERE: to_translate("Un sujet en hausse dans plusieurs organismes"),
    Rule.SILENCE: to_translate("Un silence"),
    Rule.FALLING_BEHIND: to_translate("Un organisme qui prend du retard"),
    Rule.LATE_OPEN: to_translate("Des plaintes en retard qui s’accumulent"),
    Rule.SAME_CAUSE: to_translate("La même cause après une mesure"),
    Rule.PROMISE: to_translate("Une recommandation promise et non tenue"),
    Rule.FOUNDED: to_translate("Beaucoup de plaintes fondées"),
    Rule.MISSED_DATES: to_translate("Des dates promises souvent passées"),
    Rule.RECOMMENDATIONS: to_translate("Des recommandations refusées ou en retard"),
}
FIGURES: dict[Rule, str] = {
    Rule.RISING_THEME: to_translate(
        "%(now)s plaintes reçues dans le mois, contre %(usual)s d’habitude."
    ),
    Rule.RISING_EVERYWHERE: to_translate("En hausse : %(agencies)s."),
    Rule.SILENCE: to_translate(
        "%(now)s plaintes reçues dans le trimestre, contre %(before)s dans celui "
        "auquel il est comparé."
    ),
    Rule.FALLING_BEHIND: to_translate(
        "%(share)s des réponses dues sont venues à temps, contre %(share_before)s avant."
    ),
    Rule.LATE_OPEN: to_translate(
        "%(share)s des plaintes ouvertes attendent une réponse après sa date : %(part)s sur %(n)s."
    ),
    Rule.SAME_CAUSE: to_translate(
        "%(now)s plaintes sur le même sujet depuis que la mesure est dite faite, le %(done_on)s; "
        "il y en avait %(usual)s d’habitude en autant de mois."
    ),
    Rule.PROMISE: to_translate(
        "Promise pour le %(due_on)s, elle n’est pas faite. Jours de retard quand l’alerte a été "
        "levée : %(late)s. Plaintes à son origine : %(gathered)s."
    ),
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
CHANGES: dict[str, str] = {
    "sent": to_translate("attend une réponse"),
    "refused": to_translate("refusée, à trancher"),
    "accepted": to_translate("acceptée, à exécuter"),
    "done": to_translate("exécutée, à vérifier"),
    "verified": to_translate("exécution vérifiée"),
    "not_followed": to_translate("non suivie"),
    "kept_out": to_translate("à faire à une autre personne"),
}
"""Where a recommendation stands, as the page of an alarm says it."""
RULE_WORDS: dict[Rule, str] = {
    Rule.RISING_THEME: to_translate(
        "Règle : au moins %(complaints)s plaintes dans un mois, au moins %(times)s fois un mois "
        "ordinaire, et plus que le hasard. Le mois est comparé à celui de l’année d’avant; "
        "sans registre alors, aux mois d’avant."
    ),
    Rule.RISING_EVERYWHERE: to_translate(
        "Règle : au moins %(at_least)s organismes en hausse, plus que le hasard chez tous "
        "ensemble ou chez chacun. Une hausse est d’au moins %(complaints)s plaintes, et %(times)s "
        "fois un mois ordinaire. C’est celui de l’année d’avant; sans registre alors, "
        "les mois d’avant."
    ),
    Rule.SILENCE: to_translate(
        "Règle : au moins %(times)s fois moins de plaintes que dans le trimestre comparé, qui en a "
        "au moins %(complaints)s. La baisse est plus forte que le hasard, et que celle des "
        "organismes semblables. Le trimestre est comparé à celui de l’année d’avant; "
        "sans registre alors, à celui d’avant."
    ),
    Rule.FALLING_BEHIND: to_translate(
        "Règle : une baisse plus forte que le hasard. Points de moins, au moins : %(points)s. "
        "Réponses dues, chaque fois, au moins : %(among)s. Le trimestre est comparé à celui de "
        "l’année d’avant; sans registre alors, à celui d’avant."
    ),
    Rule.LATE_OPEN: to_translate(
        "Règle : au moins %(percent)s, parmi au moins %(among)s plaintes ouvertes, "
        "et plus souvent qu’ailleurs, au-delà du hasard."
    ),
    Rule.SAME_CAUSE: to_translate(
        "Règle : au moins %(complaints)s plaintes dans les mois entiers depuis la mesure, trois au "
        "plus, sans baisse plus forte que le hasard. Ils sont comparés aux mêmes mois de l’année "
        "d’avant; sans registre alors, aux mois d’avant la recommandation."
    ),
    Rule.PROMISE: to_translate(
        "Règle : acceptée, et pas faite après la date promise. "
        "Jours de retard, au moins : %(days)s."
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


STATES: dict[State, tuple[str, str]] = {
    State.RAISED: (to_translate("Attend une réponse"), "soon"),
    State.NOTED: (to_translate("Prise en note"), "info"),
    State.EXPLAINED: (to_translate("Expliquée"), "info"),
    State.MEASURE: (to_translate("Mesure décidée"), "info"),
    State.GROUNDLESS: (to_translate("Non fondée"), "plain"),
    State.CLOSED: (to_translate("Fermée"), "ok"),
}
STEPS: dict[Step, str] = {
    Step.TOLD: to_translate("Alerte levée"),
    Step.REMINDED: to_translate("Rappel envoyé"),
    Step.NOTED: to_translate("Prise en note"),
    Step.EXPLAINED: to_translate("Explication"),
    Step.MEASURE: to_translate("Mesure décidée"),
    Step.GROUNDLESS: to_translate("Alerte non fondée"),
    Step.CLOSED: to_translate("Alerte fermée"),
}
CHOICES: dict[Step, str] = {
    Step.NOTED: to_translate("J’en prends note, je reviens avec une réponse"),
    Step.EXPLAINED: to_translate("Je l’explique"),
    Step.MEASURE: to_translate("Une mesure est décidée"),
    Step.GROUNDLESS: to_translate("Elle n’est pas fondée"),
    Step.CLOSED: to_translate("C’est réglé : fermer l’alerte"),
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
        parts: list[Part] = [
            Paragraph(
                _(
                    "Une règle commune a reconnu ce qui se répète : %(agencies)s.",
                    agencies=_names(context),
                )
            ),
            Paragraph(
                _(
                    "Lisez les chiffres, puis dites ce qui est fait : une explication, une mesure, "
                    "ou pourquoi l’alerte n’est pas fondée."
                )
            ),
            Paragraph(
                _("Sans réponse dans %(days)s jours, elle vous est rappelée.", days=FIRST_TERM.days)
            ),
            Action(_("Ouvrir l’alerte"), _url(context, self.alarm, self.across)),
        ]
        return Content(subject, subject, parts, _(_FOOTER))


@dataclass(frozen=True, slots=True)
class AlarmReminder(Letter):
    """Nothing was said about an alarm within its term, or since its last step."""

    code = "systemic_alarm_reminder"
    alarm: int
    rule: Rule
    across: bool

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        what = _(RULES[self.rule])
        subject = _("Rappel : %(what)s", what=f"{what[0].lower()}{what[1:]}")
        parts: list[Part] = [
            Paragraph(
                _(
                    "Rien de nouveau n’est dit d’une alerte qui est encore ouverte : %(agencies)s.",
                    agencies=_names(context),
                )
            ),
            Paragraph(
                _("Dites ce qui est fait, ou fermez-la avec un motif. Elle est rappelée sinon.")
            ),
            Action(_("Ouvrir l’alerte"), _url(context, self.alarm, self.across)),
        ]
        return Content(subject, subject, parts, _(_FOOTER))


def _names(context: LetterContext) -> str:
    return ", ".join(context.words(context.names.agencies[code]) for code in context.agencies)


def _url(context: LetterContext, alarm: int, across: bool) -> str:
    if across:
        return context.page(f"portrait/alertes/{alarm}", f"overview/alarms/{alarm}")
    [agency] = context.agencies
    return context.page(f"gestion/{agency}/alertes/{alarm}", f"office/{agency}/alarms/{alarm}")


_FOOTER = to_translate(
    "Ce courriel ne dit rien des personnes plaignantes : l’alerte vient de nombres."
)
LETTERS = Wordings(to_others=(AlarmRaised, AlarmReminder))
