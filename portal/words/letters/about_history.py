"""The letter that keeps the root over all histories outside, with whoever has the last word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.words.letters.layout import Content, Paragraph, Part, Quoted
from portal.words.letters.letter import Letter, LetterContext


@dataclass(frozen=True, slots=True)
class HistoryAnchored(Letter):
    """The root as of a moment, as the lines that prove it: nothing of any complaint is in them."""

    code = "history_anchored"
    as_of: datetime
    root: str

    def content(self, context: LetterContext) -> Content:
        """Say what it proves, to whom it is to be given, and how it is checked."""
        _ = context.gettext
        subject = _("Preuve des historiques, %(moment)s", moment=context.moment(self.as_of))
        parts: list[Part] = [
            Paragraph(
                _(
                    "Gardez cette lettre hors du portail, imprimée si possible. Elle permettra de "
                    "prouver qu’aucun historique de plainte n’a été changé ni retiré depuis ce "
                    "moment, même par qui détient les clés du portail."
                )
            ),
            Quoted(self.root.strip()),
            Paragraph(
                _(
                    "Pour vérifier, un auditeur enregistre ce texte dans un fichier et donne la "
                    "commande : %(command)s",
                    command="portal history verify --anchor FILE",
                )
            ),
        ]
        return Content(subject, subject, parts, _("Ce courriel ne dit rien d’aucune plainte."))
