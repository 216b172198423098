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

    `contact_goes` is whether how to reach them goes along where nothing is said, which holds unless
    it goes by a yes alone: they refused that agency before.
    """

    code = "transfer_proposed"
    to_name: Text
    last_day: date
    contact_goes: bool = False
    is_by_yes_alone: bool = False

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : un transfert vous est proposé", number=context.number)
        sentences = [
            _(
                "Nous proposons de remettre votre plainte à : %(agency)s. "
                "La raison est sur votre page de suivi.",
                agency=context.words(self.to_name),
            ),
            _(
                "Choisissez-y ce qui suit avec votre récit : votre nom, vos coordonnées, "
                "vos documents et vos échanges avec nous."
            ),
            self._unanswered(context),
            # Said to everybody: whoever else reads the letter learns of no report.
            _(
                "Des signalements de représailles, s’il y en a, suivent toujours : lisez-y d’abord "
                "qui peut les lire."
            ),
            *([] if self.is_by_yes_alone else [self._contact(context)]),
            _("La date promise pour la réponse reste comptée."),
        ]
        return short(context, subject, _("Un autre organisme pourrait vous répondre"), *sentences)

    def _unanswered(self, context: LetterContext) -> str:
        _, day = context.gettext, context.day(self.last_day)
        if self.is_by_yes_alone:
            return _(
                "Vous avez déjà refusé cet organisme : votre plainte n’y part que si vous "
                "l’acceptez, au plus tard le %(day)s. Sans réponse de votre part, elle reste avec "
                "nous.",
                day=day,
            )
        return _(
            "Vous pouvez refuser : votre plainte reste alors avec nous. Sans réponse de votre "
            "part, elle part après le %(day)s, avec votre récit et vos réponses aux questions.",
            day=day,
        )

    def _contact(self, context: LetterContext) -> str:
        if self.contact_goes:
            return context.gettext(
                "Sans réponse, vos coordonnées partent aussi, pour que cet organisme puisse vous "
                "répondre. Vous pouvez aussi refuser par lettre ou par téléphone."
            )
        return context.gettext(
            "Sans réponse, vos coordonnées sont retenues : cet organisme vous répond alors sur "
            "votre page de suivi."
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
                "La raison est sur votre page de suivi.",
                agency=context.words(self.to_name),
            ),
            _("Nous nous en occupons. La date promise pour la réponse reste la même."),
        ]
        return short(context, subject, _("Votre plainte reste avec nous"), *sentences)


@dataclass(frozen=True, slots=True)
class RefusalNoted(Letter):
    """The staff wrote down that the complainant refused: the complaint stays where it is."""

    code = "transfer_refusal_noted"
    to_name: Text

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : votre refus est noté", number=context.number)
        sentences = [
            _(
                "Vous nous avez dit que vous ne voulez pas que votre plainte soit remise à : "
                "%(agency)s. C’est noté, et elle n’y part pas.",
                agency=context.words(self.to_name),
            ),
            _("Nous nous en occupons. La date promise pour la réponse reste la même."),
            _("Si ce n’est pas ce que vous avez dit, écrivez-nous ou appelez-nous."),
        ]
        return short(context, subject, _("Votre plainte reste avec nous"), *sentences)


@dataclass(frozen=True, slots=True)
class LedToDesk(Letter):
    """Nobody of the agency may open the complaint, so the intake desk decides who has it.

    `first_day` is the day promised until then; `is_held` tells that something does not go along.
    """

    code = "led_to_desk"
    first_day: date | None = None
    is_held: bool = False
    intake_day: date | None = None
    intake_is_sample: bool = False

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : le guichet décide qui s’en occupe", number=context.number)
        by = to_translate("Il vous dit qui vous répond, au plus tard le %(day)s.")
        first = to_translate("La date qui vous était déjà promise, le %(day)s, reste comptée.")
        held = _(
            "Votre nom, vos coordonnées, vos documents et vos échanges ne suivent pas sans votre "
            "accord. Vous pouvez le donner sur votre page de suivi."
        )
        sentences = [
            _(
                "Les personnes qui pourraient l’ouvrir dans l’organisme n’ont pas le droit de s’en "
                "occuper. Le guichet la lit et décide à qui elle revient."
            ),
            *context.by_day(by, self.intake_day, is_sample=self.intake_is_sample),
            *context.by_day(first, self.first_day),
            *([held] if self.is_held else []),
            _("Son numéro et son code d’accès restent les mêmes."),
        ]
        return short(context, subject, _("Votre plainte est au guichet"), *sentences)


NOBODY_THERE = FixedStaffLetter(
    "nobody_there",
    to_translate("personne ne peut l’y ouvrir"),
    to_translate(
        "Toutes les personnes de l’organisme qui pourraient ouvrir cette plainte en sont tenues à "
        "l’écart. Lisez-la et décidez : levez une mise à l’écart et remettez-la, ou remettez-la à "
        "un autre organisme. La date promise au départ reste comptée."
    ),
)
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
UNANSWERED = FixedStaffLetter(
    "transfer_unanswered",
    to_translate("transfert non accepté"),
    to_translate(
        "La personne plaignante avait déjà refusé cet organisme et n’a pas répondu au transfert "
        "proposé de nouveau : la plainte reste chez vous, et votre délai court."
    ),
)


LETTERS = Wordings(
    to_citizens=(TransferProposed, TransferTakenBack, RefusalNoted, LedToDesk),
    to_others=(HANDED_TO_YOU, NOBODY_THERE, RELEASED, REFUSED, UNANSWERED),
)
