"""The letters about urgent complaints: to the staff, and to whoever complained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.words.catalogue import to_translate
from portal.words.letters.layout import Content
from portal.words.letters.letter import Letter, LetterContext
from portal.words.letters.parts import short
from portal.words.letters.staff_parts import FixedStaffLetter, StaffLetter

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
        said = _("Cette plainte est confirmée comme urgente et passe avant les autres.")
        if self.last_day:
            day = context.day(self.last_day)
            said += " " + _("Quelqu’un doit agir au plus tard le %(day)s.", day=day)
        return _("elle est urgente"), said


@dataclass(frozen=True, slots=True)
class Urgent(Letter):
    """The complaint is handled urgently, and by when somebody acts; not why."""

    code = "urgent"
    last_day: date | None = None
    is_sample: bool = False

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : traitée en urgence", number=context.number)
        said = [_("Le service des plaintes traite votre plainte avant les autres.")]
        if self.last_day:
            day = context.sampled(self.last_day, is_sample=self.is_sample)
            said.append(_("Quelqu’un agit au plus tard le %(day)s.", day=day))
        said.append(_("La date promise pour la réponse reste la même."))
        return short(context, subject, _("Votre plainte est traitée en urgence"), *said)


OF_URGENCY = (URGENCY_PROPOSED, UrgentConfirmed)
"""Those to the staff."""
