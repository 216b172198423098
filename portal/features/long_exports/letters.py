"""Letters to whoever asked for an export: its file is ready, or there will be none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.words.letters.layout import Action, Content, Paragraph
from portal.words.letters.letter import Letter, LetterContext
from portal.words.letters.writing import Wordings


@dataclass(frozen=True, slots=True)
class ExportReady(Letter):
    """A file that somebody asked for may be downloaded, until a day."""

    code = "export_ready"
    export: int
    until: date

    def content(self, context: LetterContext) -> Content:
        """Say that it is ready, until when, and where."""
        _ = context.gettext
        subject = _("Votre export est prêt")
        kept = _(
            "Son fichier est gardé jusqu’au %(day)s, puis effacé.", day=context.day(self.until)
        )
        return _content(context, subject, kept, _("Télécharger le fichier"), self.export)


@dataclass(frozen=True, slots=True)
class ExportFailed(Letter):
    """A file that somebody asked for could not be made."""

    code = "export_failed"
    export: int

    def content(self, context: LetterContext) -> Content:
        """Say that nothing came of it, and where to ask again."""
        _ = context.gettext
        subject = _("Votre export n’a pas pu être fait")
        said = _("Le portail a essayé plusieurs fois. Rien n’est perdu : demandez-le de nouveau.")
        return _content(context, subject, said, _("Voir cet export"), self.export)


def _content(context: LetterContext, subject: str, said: str, button: str, export: int) -> Content:
    url = context.page(f"portrait/mes-exports/{export}", f"overview/my-exports/{export}")
    footer = context.gettext("Ce courriel ne dit rien des plaintes ni de ce que l’export contient.")
    return Content(subject, subject, [Paragraph(said), Action(button, url)], footer)


LETTERS = Wordings(to_others=(ExportReady, ExportFailed))
