"""The letter that reminds of a deadline: days and a number, never what it is about.

Others may read somebody's mail: which deadline ends, the page alone tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.words.catalogue import ngettext_in
from portal.words.letters.layout import Content
from portal.words.letters.letter import Letter, LetterContext
from portal.words.letters.parts import short
from portal.words.letters.writing import Wordings


@dataclass(frozen=True, slots=True)
class OwnDeadlineNear(Letter):
    """Deadlines that run against the person end on these days; how soon, as of a day.

    On paper it is not said how soon: nobody knows when a letter is read.
    """

    code = "own_deadline_near"
    days: tuple[date, ...]
    as_of: date | None = None

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        first = context.day(self.days[0])
        subject = _(
            "Plainte %(number)s : un délai finit le %(day)s", number=context.number, day=first
        )
        sentences = [
            *(self._ends(context, day) for day in self.days),
            _(
                "C’est un délai pour agir vous-même, ailleurs que dans cette plainte. "
                "Elle ne l’arrête pas."
            ),
            _(
                "Votre page de suivi dit lequel, à qui vous adresser, "
                "et de quelle date il est compté."
            ),
            _("Vous y dites aussi que c’est fait, ou que vous ne voulez plus de rappel."),
        ]
        return short(context, subject, _("Un de vos délais finit bientôt"), *sentences)

    def _ends(self, context: LetterContext, day: date) -> str:
        words = context.day(day)
        if self.as_of is None:
            return context.gettext("Dernier jour : le %(day)s.", day=words)
        return ngettext_in(
            context.language,
            "Dernier jour : le %(day)s, dans %(num)s jour.",
            "Dernier jour : le %(day)s, dans %(num)s jours.",
            (day - self.as_of).days,
            day=words,
        )


LETTERS = Wordings(to_citizens=(OwnDeadlineNear,))
