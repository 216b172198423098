"""The letter about an alarm that a rule raised: which rule, and where the figures are."""

from __future__ import annotations

from dataclasses import dataclass

from portal.features.alarms.rules import Rule
from portal.features.alarms.words import RULES
from portal.words.catalogue import to_translate
from portal.words.letters.layout import Action, Content, Paragraph, Part
from portal.words.letters.letter import Letter, LetterContext
from portal.words.letters.writing import Wordings

_SUBJECT = to_translate("Alerte : %(what)s")


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
        subject = _(_SUBJECT, what=f"{what[0].lower()}{what[1:]}")
        names = ", ".join(context.words(context.names.agencies[code]) for code in context.agencies)
        said: list[Part] = [
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
        return Content(subject, subject, said, footer)

    def _url(self, context: LetterContext) -> str:
        if self.across:
            return context.page(f"portrait/alertes/{self.alarm}", f"overview/alarms/{self.alarm}")
        [agency] = context.agencies
        fr, en = f"gestion/{agency}/alertes/{self.alarm}", f"office/{agency}/alarms/{self.alarm}"
        return context.page(fr, en)


LETTERS = Wordings(to_others=(AlarmRaised,))
