"""The letters about what is no complaint: thanks to its person, and word to whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.features.nature.words_of_letters import OF_MESSAGES
from portal.words.catalogue import to_translate
from portal.words.letters.layout import Action, Content, Paragraph, Part
from portal.words.letters.letter import FixedLetter, Letter, LetterContext
from portal.words.letters.parts import answer_by, short
from portal.words.letters.staff_parts import FixedStaffLetter, StaffLetter
from portal.words.letters.writing import Wordings


@dataclass(frozen=True, slots=True)
class Thanks(Letter):
    """The message was handed on, with thanks; they may be the answer, and have closed it.

    Else the answer comes by `answer_day`. To whom it went, the page tells by name.
    """

    code = "thanks"
    answer_day: date | None = None
    are_the_answer: bool = False
    reopening_day: date | None = None
    reopening_is_sample: bool = False

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : merci", number=context.number)
        sentences = [
            _("Merci de nous avoir écrit. Votre message a été transmis aux personnes concernées."),
            _("Votre page de suivi dit à qui, et ce que nous vous répondons."),
            *(self._ended(context) if self.are_the_answer else answer_by(context, self.answer_day)),
        ]
        return short(context, subject, _("Merci de votre message"), *sentences)

    def _ended(self, context: LetterContext) -> list[str]:
        """Say that nothing else follows, and what to do if it is a complaint all the same."""
        until = to_translate(
            "Si c’est une plainte, dites-le sur votre page de suivi jusqu’au %(day)s : elle sera "
            "traitée comme telle, avec une nouvelle date."
        )
        day, is_sample = self.reopening_day, self.reopening_is_sample
        return [
            context.gettext("Ces remerciements sont notre réponse. Vous n’avez rien à faire."),
            *context.by_day(until, day, is_sample=is_sample),
        ]


@dataclass(frozen=True, slots=True)
class TakenAsComplaint(Letter):
    """What was closed with thanks is treated as a complaint, and by when there is an answer."""

    code = "taken_as_complaint"
    last_day: date | None = None

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : nous la reprenons", number=context.number)
        sentences = [
            _("Vous avez dit que c’est une plainte. Elle est maintenant à l’étude."),
            *answer_by(context, self.last_day),
            _("Son numéro et son code d’accès restent les mêmes."),
        ]
        return short(context, subject, _("Nous traitons votre plainte"), *sentences)


CONTESTED_STAFF = FixedStaffLetter(
    "nature_contested",
    to_translate("c’est une plainte, dit la personne"),
    to_translate(
        "Elle n’était plus comptée comme plainte. La personne dit que c’en est une : elle l’est de "
        "nouveau. Traitez-la comme telle."
    ),
)


def _to_words(context: LetterContext) -> Action:
    """Return the button that leads to what was handed to the reader."""
    url = context.in_office("mots-transmis", "words-passed-on")
    return Action(context.gettext("Lire ce qui vous est transmis"), url)


@dataclass(frozen=True, slots=True)
class WordsForYou(FixedLetter, StaffLetter):
    """Somebody wrote words that concern the reader, who reads them on a page of their own."""

    code: str
    about: str
    sentence: str
    button = staticmethod(_to_words)

    def content(self, context: LetterContext) -> Content:
        """Say it without a number: the reader need not see anything else of it."""
        _ = context.gettext
        subject = _(self.about)
        parts: list[Part] = [Paragraph(_(self.sentence)), _to_words(context)]
        footer = _("Ce courriel ne dit rien de qui a écrit. Connectez-vous pour lire ces mots.")
        return Content(subject, subject, parts, footer)


PRAISE_FOR_YOU = WordsForYou(
    "praise_for_you",
    to_translate("Des félicitations pour vous"),
    to_translate(
        "Quelqu’un a écrit pour dire sa satisfaction, et cela vous concerne. Le service des "
        "plaintes vous transmet ces mots."
    ),
)
SUGGESTION_FOR_YOU = WordsForYou(
    "suggestion_for_you",
    to_translate("Une suggestion pour vous"),
    to_translate(
        "Quelqu’un propose de faire autrement, et cela vous concerne. Le service des plaintes "
        "vous transmet ces mots."
    ),
)

LETTERS = Wordings(
    to_citizens=(Thanks, TakenAsComplaint),
    to_others=(CONTESTED_STAFF, PRAISE_FOR_YOU, SUGGESTION_FOR_YOU),
    of_messages=OF_MESSAGES,
)
