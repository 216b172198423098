"""The letters about an annual report: words are asked for, and top authorities are told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.words.letters.layout import Action, Content, Paragraph, Part
from portal.words.letters.letter import Letter, LetterContext
from portal.words.letters.writing import Wordings


@dataclass(frozen=True, slots=True)
class AnnualWordsAsked(Letter):
    """Words on why a year was as it was are asked for; `across` all agencies, or of one."""

    code = "annual_words_asked"
    year: int
    due_on: date
    across: bool

    def content(self, context: LetterContext) -> Content:
        """Ask, and say by which day and where to write."""
        _ = context.gettext
        subject = _("Rapport annuel %(year)s : dites pourquoi", year=self.year)
        parts: list[Part] = [
            Paragraph(
                _(
                    "Le rapport annuel %(year)s dira ce qui a changé. Vous pouvez y dire pourquoi,"
                    " en français et en anglais, au plus tard le %(day)s.",
                    year=self.year,
                    day=context.day(self.due_on),
                )
            ),
            Paragraph(
                _("Sans mot de votre part, le rapport dit que personne n’a écrit sur ces chiffres.")
            ),
            Action(_("Écrire pour le rapport annuel"), self._url(context)),
        ]
        footer = _("Ce courriel ne dit rien des plaintes : le rapport vient de chiffres publiés.")
        return Content(subject, subject, parts, footer)

    def _url(self, context: LetterContext) -> str:
        if self.across:
            return context.page("portrait/rapport-annuel", "overview/annual-report")
        [agency] = context.agencies
        return context.page(f"gestion/{agency}/rapport-annuel", f"office/{agency}/annual-report")


@dataclass(frozen=True, slots=True)
class AnnualReportMade(Letter):
    """The annual report of an agency is published: its three sentences, and where it stands."""

    code = "annual_report_made"
    year: int
    said_fr: tuple[str, ...]
    said_en: tuple[str, ...]

    def content(self, context: LetterContext) -> Content:
        """Say the three sentences, and where the rest is."""
        _ = context.gettext
        [agency] = context.agencies
        subject = _("Rapport annuel des plaintes %(year)s", year=self.year)
        told = self.said_en if context.language == "en" else self.said_fr
        name = context.words(context.names.agencies.get(agency, context.names.agency))
        fr, en = f"statistiques/rapport/{self.year}", f"statistics/report/{self.year}"
        parts: list[Part] = [
            Paragraph(
                _(
                    "Le rapport annuel de %(year)s est publié pour : %(agency)s. À retenir :",
                    year=self.year,
                    agency=name,
                )
            ),
            *(Paragraph(sentence) for sentence in told),
            Action(_("Lire le rapport"), context.page(f"{fr}/{agency}", f"{en}/{agency}")),
        ]
        footer = _("Ce courriel ne dit rien des personnes : le rapport est lu par tout le monde.")
        return Content(subject, subject, parts, footer)


LETTERS = Wordings(to_others=(AnnualWordsAsked, AnnualReportMade))
