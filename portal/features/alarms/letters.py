"""The letter about an alarm that a rule raised: which rule, and where the figures are."""

from __future__ import annotations

from collections.abc import Callable

from portal.features.alarms.rules import Rule
from portal.features.alarms.words import RULES
from portal.words.letters.layout import Action, Content, Paragraph, Part
from portal.words.letters.telling import Telling


def raised(letter: Telling) -> Content:
    """Say that a rule raised an alarm, about whom, and that something is to be said of it."""
    _ = letter.gettext
    what = _(RULES[Rule(letter.params["rule"])])
    subject = _("Alerte : %(what)s", what=f"{what[0].lower()}{what[1:]}")
    names = ", ".join(
        letter.words(letter.names.agencies[code]) for code in letter.params["agencies"]
    )
    why = _("Une règle commune a reconnu ce qui se répète : %(agencies)s.", agencies=names)
    parts: list[Part] = [
        Paragraph(why),
        Paragraph(
            _("Lisez les chiffres, puis dites ce qui est fait : une recommandation, ou un motif.")
        ),
        Action(_("Ouvrir l’alerte"), _url(letter)),
    ]
    footer = _("Ce courriel ne dit rien des personnes plaignantes : l’alerte vient de nombres.")
    return Content(subject, subject, parts, footer)


def _url(letter: Telling) -> str:
    number = letter.params["alarm"]
    if letter.params["across"]:
        return letter.page(f"portrait/alertes/{number}", f"overview/alarms/{number}")
    [place] = letter.params["agencies"]
    return letter.page(f"gestion/{place}/alertes/{number}", f"office/{place}/alarms/{number}")


ABOUT_ALARMS: dict[str, Callable[[Telling], Content]] = {"systemic_alarm": raised}
