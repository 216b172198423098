"""The letters about urgent complaints: that one looks urgent, and that it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.words.catalogue import to_translate
from portal.words.letters.layout import Content
from portal.words.letters.letter import Letter, LetterContext
from portal.words.letters.parts import short
from portal.words.letters.staff_parts import FixedStaffLetter, StaffLetter
from portal.words.letters.writing import Wordings


@dataclass(frozen=True, slots=True)
class Urgent(Letter):
    """The complaint is handled urgently, and by when somebody acts; not why."""

    code = "urgent"
    last_day: date | None = None
    is_sample: bool = False

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : traitée en urgence", number=context.number)
        act = to_translate("Quelqu’un agit au plus tard le %(day)s.")
        sentences = [
            _("Le service des plaintes traite votre plainte avant les autres."),
            *context.by_day(act, self.last_day, is_sample=self.is_sample),
            _("La date promise pour la réponse reste la même."),
        ]
        return short(context, subject, _("Votre plainte est traitée en urgence"), *sentences)


URGENCY_PROPOSED = FixedStaffLetter(
    "urgency_proposed",
    to_translate("elle paraît urgente"),
    to_translate(
        "Des mots de cette plainte donnent à penser qu’elle ne peut pas attendre. "
        "Lisez-la maintenant, puis confirmez l’urgence ou écartez-la."
    ),
)


@dataclass(frozen=True, slots=True)
class UrgentConfirmed(StaffLetter):
    """Somebody confirmed a complaint as urgent, and by when a person acts."""

    code = "urgent_confirmed"
    last_day: date | None = None

    def words(self, context: LetterContext) -> tuple[str, str]:
        _ = context.gettext
        act = to_translate("Quelqu’un doit agir au plus tard le %(day)s.")
        sentences = [
            _("Cette plainte est confirmée comme urgente et passe avant les autres."),
            *context.by_day(act, self.last_day),
        ]
        return _("elle est urgente"), " ".join(sentences)


LETTERS = Wordings(to_citizens=(Urgent,), to_others=(URGENCY_PROPOSED, UrgentConfirmed))
