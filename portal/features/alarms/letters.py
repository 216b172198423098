"""The letter about an alarm that a rule raised: which rule, and where the figures are."""

from __future__ import annotations

from collections.abc import Callable

from portal.features.alarms.rules import Rule
from portal.features.alarms.words import RULES
from portal.words.catalogue import to_translate
from portal.words.letters.layout import Action, Content, Paragraph, Part
from portal.words.letters.telling import Telling

_SUBJECT = to_translate("Alerte : %(what)s")


def raised(told: Telling) -> Content:
    """Say that a rule raised an alarm, about whom, and that something is to be said of it."""
    _ = told.gettext
    what = _(RULES[Rule(told.params["rule"])])
    subject = _(_SUBJECT, what=f"{what[0].lower()}{what[1:]}")
    names = ", ".join(told.words(told.names.agencies[code]) for code in told.params["agencies"])
    why = _("Une règle commune a reconnu ce qui se répète : %(agencies)s.", agencies=names)
    said: list[Part] = [
        Paragraph(why),
        Paragraph(
            _("Lisez les chiffres, puis dites ce qui est fait : une recommandation, ou un motif.")
        ),
        Action(_("Ouvrir l’alerte"), _url(told)),
    ]
    footer = _("Ce courriel ne dit rien des personnes plaignantes : l’alerte vient de nombres.")
    return Content(subject, subject, said, footer)


def _url(told: Telling) -> str:
    one = told.params["alarm"]
    if told.params["across"]:
        return told.page(f"portrait/alertes/{one}", f"overview/alarms/{one}")
    [place] = told.params["agencies"]
    return told.page(f"gestion/{place}/alertes/{one}", f"office/{place}/alarms/{one}")


ABOUT_ALARMS: dict[str, Callable[[Telling], Content]] = {"systemic_alarm": raised}
