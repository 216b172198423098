"""The letters about transfers: to the complainant, and to the agency that receives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.domain.text import Text
from portal.words.catalogue import to_translate
from portal.words.letters.layout import Content
from portal.words.letters.letter import Letter, LetterContext
from portal.words.letters.parts import short
from portal.words.letters.staff_parts import FixedStaffLetter
from portal.words.letters.writing import Wordings


@dataclass(frozen=True, slots=True)
class TransferProposed(Letter):
    """To whom the complaint is to go, that one may choose what goes along, and until when.

    `contact_goes` is whether how to reach them goes along where nothing is said.
    """

    code = "transfer_proposed"
    to_name: Text
    last_day: date
    contact_goes: bool = False

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : un transfert vous est proposé", number=context.number)
        sentences = [
            _(
                "Nous proposons de remettre votre plainte à : %(agency)s. "
                "La raison est dans le suivi de votre plainte.",
                agency=context.words(self.to_name),
            ),
            _(
                "Choisissez-y ce qui suit avec votre récit : votre nom, vos coordonnées, "
                "vos documents et vos échanges avec nous."
            ),
            _(
                "Vous pouvez refuser : votre plainte reste alors avec nous. Sans réponse de votre "
                "part, elle part après le %(day)s, avec votre récit et vos réponses aux questions.",
                day=context.day(self.last_day),
            ),
            self._contact(context),
            _("La date promise pour la réponse reste comptée."),
        ]
        return short(context, subject, _("Un autre organisme pourrait vous répondre"), *sentences)

    def _contact(self, context: LetterContext) -> str:
        if self.contact_goes:
            return context.gettext(
                "Sans réponse, vos coordonnées partent aussi, pour que cet organisme puisse vous "
                "répondre. Vous pouvez aussi refuser par lettre ou par téléphone."
            )
        return context.gettext(
            "Sans réponse, vos coordonnées sont retenues : cet organisme vous répond alors dans "
            "le suivi de votre plainte."
        )


@dataclass(frozen=True, slots=True)
class TransferTakenBack(Letter):
    """The complaint stays where it is after all."""

    code = "transfer_taken_back"
    to_name: Text

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : le transfert n’a pas lieu", number=context.number)
        sentences = [
            _(
                "Nous ne proposons plus de remettre votre plainte à : %(agency)s. "
                "La raison est dans le suivi de votre plainte.",
                agency=context.words(self.to_name),
            ),
            _("Nous nous en occupons. La date promise pour la réponse reste la même."),
        ]
        return short(context, subject, _("Votre plainte reste avec nous"), *sentences)


HANDED_TO_YOU = FixedStaffLetter(
    "handed_to_you",
    to_translate("elle est remise à votre organisme"),
    to_translate(
        "Un autre organisme vous remet cette plainte. Vos délais courent dès maintenant, et la "
        "date promise à la personne au départ reste comptée."
    ),
)
RELEASED = FixedStaffLetter(
    "released",
    to_translate("la personne vous laisse lire la suite"),
    to_translate(
        "La personne plaignante vous laisse lire ce qu’elle avait retenu lors du transfert."
    ),
)


REFUSED = FixedStaffLetter(
    "transfer_refused",
    to_translate("la personne veut que vous la gardiez"),
    to_translate(
        "La personne plaignante refuse le transfert proposé : la plainte reste chez vous, et votre "
        "délai court. Dites-lui dans votre réponse ce que vous pouvez faire et ce qui relève d’un "
        "autre organisme."
    ),
)


LETTERS = Wordings(
    to_citizens=(TransferProposed, TransferTakenBack),
    to_others=(HANDED_TO_YOU, RELEASED, REFUSED),
)
