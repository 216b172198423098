"""The letter to complainants whose complaint another organisation has now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.domain.text import Text
from portal.words.letters.layout import Content
from portal.words.letters.letter import Letter, LetterContext
from portal.words.letters.parts import short
from portal.words.letters.writing import Wordings


@dataclass(frozen=True, slots=True)
class AgencySucceeded(Letter):
    """Another organisation took the place of the one that had the complaint, on a day."""

    code = "succeeded"
    on: date
    before_name: Text
    agency_name: Text

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : un autre organisme s’en occupe", number=context.number)
        sentences = [
            _(
                "Depuis le %(day)s, votre plainte est confiée à : %(agency)s. "
                "Cet organisme prend la place de : %(before)s.",
                day=context.day(self.on),
                agency=context.words(self.agency_name),
                before=context.words(self.before_name),
            ),
            _("Les dates promises restent les mêmes. Vous n’avez rien à faire."),
            _("Son numéro et son code d’accès restent les mêmes."),
        ]
        return short(
            context, subject, _("Un autre organisme s’occupe de votre plainte"), *sentences
        )


LETTERS = Wordings(to_citizens=(AgencySucceeded,))
