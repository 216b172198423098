"""The letters to the staff about lessons: one to read, what became of one."""

from __future__ import annotations

from collections.abc import Callable

from portal.words.catalogue import to_translate
from portal.words.letters.layout import Action, Content, Paragraph
from portal.words.letters.telling import Telling

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


def to_read(letter: Telling) -> Content:
    """Say that a lesson waits to be read by somebody else than whoever wrote it."""
    _ = letter.gettext
    text = _("Une leçon tirée de plaintes attend une deuxième lecture avant d’être publiée.")
    return _content(letter, _("Une leçon à relire"), text)


def moved(letter: Telling) -> Content:
    """Say what became of a lesson."""
    subject, text = _BECAME[str(letter.params["state"])]
    return _content(letter, letter.gettext(subject), letter.gettext(text))


def _content(letter: Telling, subject: str, text: str) -> Content:
    _ = letter.gettext
    [place], number = letter.params["agencies"], letter.params["lesson"]
    url = letter.page(f"gestion/{place}/lecons/{number}", f"office/{place}/lessons/{number}")
    action = Action(_("Ouvrir la leçon"), url)
    footer = _("Ce courriel ne dit rien des plaintes. Connectez-vous pour lire la leçon.")
    return Content(subject, subject, [Paragraph(text), action], footer)


ABOUT_LESSONS: dict[str, Callable[[Telling], Content]] = {
    "lesson_to_read": to_read,
    "lesson_moved": moved,
}
