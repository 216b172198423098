"""The letters about a complaint that is taken up again: to its complainant, and to the staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.words.catalogue import to_translate
from portal.words.letters.layout import Content
from portal.words.letters.letter import Letter, LetterContext
from portal.words.letters.parts import answer_by, short
from portal.words.letters.staff_parts import FixedStaffLetter
from portal.words.letters.writing import Wordings


@dataclass(frozen=True, slots=True)
class Reopened(Letter):
    """The complaint is taken up again, and by when there is an answer."""

    code = "reopened"
    last_day: date | None = None

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : nous la reprenons", number=context.number)
        sentences = [
            _("Vous avez demandé que votre plainte soit reprise. Elle est de nouveau à l’étude."),
            *answer_by(context, self.last_day),
            _("Son numéro et son code d’accès restent les mêmes."),
        ]
        return short(context, subject, _("Nous reprenons votre plainte"), *sentences)


REOPENED_STAFF = FixedStaffLetter(
    "reopened_staff",
    to_translate("elle est reprise"),
    to_translate(
        "La personne plaignante a demandé que sa plainte soit reprise, et dit pourquoi. "
        "Un nouveau délai de réponse court."
    ),
)


LETTERS = Wordings(to_citizens=(Reopened,), to_others=(REOPENED_STAFF,))
