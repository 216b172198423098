"""The letters about reports of reprisals: they say by when something is awaited, and not what.

Others may read somebody's mail: that there is a report, the page alone tells, once signed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.words.catalogue import to_translate
from portal.words.letters.layout import Action, Content, Paragraph
from portal.words.letters.letter import Letter, LetterContext
from portal.words.letters.staff_parts import to_settings
from portal.words.letters.writing import Wordings


class _Confidential(Letter):
    """A letter to one of the few who know: what is awaited, and where they read of it."""

    __slots__ = ()

    def about(self, context: LetterContext, sentences: list[str]) -> Content:
        _ = context.gettext
        subject = _("Un dossier confidentiel demande votre attention")
        footer = _("Ce courriel ne dit pas de quoi il s’agit. Ne le transmettez à personne.")
        button = Action(
            _("Ouvrir mes dossiers confidentiels"),
            context.in_office("confidentiel", "confidential"),
        )
        return Content(subject, subject, [*map(Paragraph, sentences), button], footer)


@dataclass(frozen=True, slots=True)
class ConfidentialWaits(_Confidential):
    """Something is to be done for somebody who reported reprisals, by a day where one runs."""

    code = "confidential_waits"
    last_day: date | None = None

    def content(self, context: LetterContext) -> Content:
        dated = context.by_day(
            to_translate("Un geste est attendu de vous au plus tard le %(day)s."), self.last_day
        )
        return self.about(context, dated or [context.gettext("Un geste est attendu de vous.")])


@dataclass(frozen=True, slots=True)
class ConfidentialMissed(_Confidential):
    """Nobody acted by the date."""

    code = "confidential_missed"
    last_day: date | None = None

    def content(self, context: LetterContext) -> Content:
        dated = context.by_day(
            to_translate("Un geste était promis au plus tard le %(day)s. Il n’est pas noté."),
            self.last_day,
        )
        return self.about(context, dated)


@dataclass(frozen=True, slots=True)
class NobodyLeads(Letter):
    """The top authority, or with it the head of the service, is not there: no word of a report."""

    code = "nobody_leads"

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Il manque un membre actif")
        sentence = _(
            "Personne n’est là pour agir comme plus haute autorité "
            "ou à la tête du service des plaintes. "
            "Vérifiez les membres et les absences de l’organisme."
        )
        footer = _("Connectez-vous pour ouvrir les réglages.")
        return Content(subject, subject, [Paragraph(sentence), to_settings(context)], footer)


LETTERS = Wordings(to_others=(ConfidentialWaits, ConfidentialMissed, NobodyLeads))
