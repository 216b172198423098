"""The letters about what is adapted: never which need it is, which stands on the person's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.features.accommodations.rules import Decision
from portal.words.catalogue import to_translate
from portal.words.letters.layout import Content
from portal.words.letters.letter import Letter, LetterContext
from portal.words.letters.parts import short
from portal.words.letters.staff_parts import DueNotice
from portal.words.letters.writing import Wordings

_SAID: dict[str, str] = {
    Decision.GRANT: to_translate("L’organisme accorde ce que vous avez demandé."),
    Decision.REFUSE: to_translate("L’organisme refuse ce que vous avez demandé."),
    Decision.QUESTION: to_translate("L’organisme a besoin d’une précision pour vous répondre."),
}


@dataclass(frozen=True, slots=True)
class AccommodationAnswered(Letter):
    """What was decided of what somebody asked; `recourses` are those against a refusal."""

    code = "accommodation_answered"
    decision: str
    last_day: date | None = None
    recourses: tuple[str, ...] = ()

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : votre demande d’adaptation", number=context.number)
        in_place = to_translate("Ce sera en place au plus tard le %(day)s.")
        sentences = [_(_SAID[self.decision]), *context.by_day(in_place, self.last_day)]
        if not context.on_paper:
            sentences.append(_("La réponse complète est sur votre page de suivi."))
        title = _("Où vous adresser si vous n’êtes pas d’accord")
        then = context.recourses(title, *self.recourses) if self.recourses else ()
        heading = _("Une réponse à votre demande d’adaptation")
        return short(context, subject, heading, *sentences, then=then)


@dataclass(frozen=True, slots=True)
class AccommodationWanted(DueNotice):
    """Somebody asks for something to be adapted, to be answered by this day."""

    code = "accommodation_wanted"
    place = 122
    title = to_translate("Adaptations demandées")
    brief = to_translate("la personne demande une adaptation")
    by_when = to_translate("la réponse à une demande d’adaptation, au plus tard le %(day)s")
    last_day: date | None = None

    def words(self, context: LetterContext) -> tuple[str, str]:
        _ = context.gettext
        answer = to_translate("Répondez-lui au plus tard le %(day)s.")
        sentences = [
            _("La personne plaignante demande que quelque chose soit adapté pour elle."),
            *context.by_day(answer, self.last_day),
        ]
        return _("une adaptation est demandée"), " ".join(sentences)


LETTERS = Wordings(to_citizens=(AccommodationAnswered,), to_others=(AccommodationWanted,))
