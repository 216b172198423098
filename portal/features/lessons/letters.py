"""The letters to the staff about lessons: one to read, what became of one."""

from __future__ import annotations

from abc import ABC
from dataclasses import dataclass

from portal.words.catalogue import to_translate
from portal.words.letters.layout import Action, Content, Paragraph
from portal.words.letters.letter import Letter, LetterContext
from portal.words.letters.writing import Wordings

# What became of it, by the state it is in.
_BECAME: dict[str, tuple[str, str]] = {
    "published": (
        to_translate("Votre leçon est publiée"),
        to_translate("La leçon que vous avez écrite est relue et publiée."),
    ),
    "sent_back": (
        to_translate("Une leçon vous est retournée"),
        to_translate("La personne qui a relu votre leçon dit ce qui doit changer."),
    ),
    "withdrawn": (
        to_translate("Une leçon est retirée"),
        to_translate("Une leçon que vous avez écrite n’est plus publique. Le motif est noté."),
    ),
}


@dataclass(frozen=True, slots=True)
class LessonLetter(Letter, ABC):
    """A letter about a lesson of an agency."""

    lesson: int

    def letter(self, context: LetterContext, subject: str, sentence: str) -> Content:
        """Return a letter that says `sentence` and leads to the lesson."""
        _ = context.gettext
        [agency] = context.agencies
        fr, en = f"gestion/{agency}/lecons/{self.lesson}", f"office/{agency}/lessons/{self.lesson}"
        action = Action(_("Ouvrir la leçon"), context.page(fr, en))
        footer = _("Ce courriel ne dit rien des plaintes. Connectez-vous pour lire la leçon.")
        return Content(subject, subject, [Paragraph(sentence), action], footer)


@dataclass(frozen=True, slots=True)
class LessonToRead(LessonLetter):
    """A lesson waits to be read by somebody else than whoever wrote it."""

    code = "lesson_to_read"

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        sentence = _(
            "Une leçon tirée de plaintes attend une deuxième lecture avant d’être publiée."
        )
        return self.letter(context, _("Une leçon à relire"), sentence)


@dataclass(frozen=True, slots=True)
class LessonMoved(LessonLetter):
    """What became of a lesson: the state in which it is now."""

    code = "lesson_moved"
    state: str

    def content(self, context: LetterContext) -> Content:
        subject, sentence = _BECAME[self.state]
        return self.letter(context, context.gettext(subject), context.gettext(sentence))


LETTERS = Wordings(to_others=(LessonToRead, LessonMoved))
