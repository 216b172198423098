"""What letters to the staff are made of: what happened, the complaint's number, and a button."""

from __future__ import annotations

from abc import ABC
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from portal.domain.time.clock import ClockKind
from portal.words.catalogue import to_translate
from portal.words.clocks import UNDECLARED
from portal.words.letters.layout import Action, Content, Paragraph, Part
from portal.words.letters.letter import FixedLetter, Letter, LetterContext

INFORMATION = "information_request"

_FOOTER = to_translate(
    "Ce courriel ne dit rien de la personne plaignante. Connectez-vous pour lire la plainte."
)

_NOT_THEIRS = to_translate("Ce courriel ne dit rien de la plainte.")

FILE_FOOTER = to_translate("Ce courriel ne dit rien du dossier. Connectez-vous pour le lire.")
_FILE_NOT_THEIRS = to_translate("Ce courriel ne dit rien du dossier.")


def promised_words(context: LetterContext, clock: str) -> str | None:
    """Return what a kind of clock promises, if that has a name."""
    words = context.clock_words.get(ClockKind(clock), UNDECLARED)
    return context.gettext(words.promised) if words.promised else None


def reply_by(context: LetterContext, day: date | None) -> list[str]:
    """Say by when the reader replies, where a day is set."""
    return context.by_day(to_translate("Répondez au plus tard le %(day)s."), day)


def to_complaint(context: LetterContext) -> Action:
    """Return the button that leads to the complaint."""
    complaint, own = context.gettext("Ouvrir la plainte"), context.gettext("Ouvrir le dossier")
    return Action(own if context.is_own_motion else complaint, context.office_url())


def to_requests(context: LetterContext) -> Action:
    """Return the button that leads to what is asked of the reader."""
    return Action(context.gettext("Ouvrir mes demandes"), context.in_office("demandes", "requests"))


def to_recommendation(context: LetterContext, recommendation: int) -> Action:
    """Return the button that leads to a recommendation."""
    url = context.in_office(
        f"recommandations/{recommendation}", f"recommendations/{recommendation}"
    )
    return Action(context.gettext("Ouvrir la recommandation"), url)


def to_work_list(context: LetterContext) -> Action:
    """Return the button that leads to the agency's list of complaints."""
    return Action(context.gettext("Ouvrir la file"), context.in_office("file", "list"))


def to_settings(context: LetterContext) -> Action:
    """Return the button that leads to the agency's settings."""
    return Action(context.gettext("Ouvrir les réglages"), context.settings_url())


class StaffLetter(Letter, ABC):
    """A letter to a member of the staff about a complaint.

    `about` stands after the number in its subject; `sentence` is the rest. Those whose words
    depend on their facts put them together in `words`. Its `button` leads to where something can
    be done. One that `leads_elsewhere` than to the complaint is also for whoever may not see that,
    and does not name it to them.
    """

    __slots__ = ()

    about: str
    sentence: str
    footer = _FOOTER
    button: Callable[[LetterContext], Action] = staticmethod(to_complaint)

    def content(self, context: LetterContext) -> Content:
        """Say it, and lead to where something can be done."""
        about, sentence = self.words(context)
        subject = _subject(context, about)
        parts: list[Part] = [Paragraph(sentence), context.facts(), self.action(context)]
        return Content(subject, subject, parts, context.gettext(self._footer(context)))

    @property
    def leads_elsewhere(self) -> bool:
        """Whether its button leads to another page than the complaint's."""
        return self.button is not to_complaint

    def _footer(self, context: LetterContext) -> str:
        if self.footer is not _FOOTER:
            return self.footer
        if context.is_own_motion:
            return FILE_FOOTER if context.opens else _FILE_NOT_THEIRS
        return self.footer if context.opens else _NOT_THEIRS

    def words(self, context: LetterContext) -> tuple[str, str]:
        """Return what it is about and what it says, in the reader's language."""
        return context.gettext(self.about), context.gettext(self.sentence)

    def action(self, context: LetterContext) -> Action:
        """Return its button; one that depends on its facts is made here."""
        return self.button(context)


def _subject(context: LetterContext, about: str) -> str:
    """Return what a letter is about: which complaint, or which file of the service's own."""
    _, number = context.gettext, context.number
    match context.is_own_motion, context.opens:
        case True, True:
            return _("Dossier %(number)s : %(about)s", number=number, about=about)
        case True, False:
            return _("Un dossier : %(about)s", about=about)
        case False, True:
            return _("Plainte %(number)s : %(about)s", number=number, about=about)
    return _("Une plainte : %(about)s", about=about)


class Notice(StaffLetter, ABC):
    """A letter to the staff that waits until it is told, with others, in a digest.

    There it stands below its `title`, and says `brief`; its `place` among the others is the smaller
    the more it needs its reader. `is_late` tells that an answer is.
    """

    __slots__ = ()

    place: int
    title: str
    brief: str
    is_late = False

    @property
    def is_request(self) -> bool:
        """Whether the reader is asked for information: they may see nothing else of it."""
        return False

    def entry(self, context: LetterContext) -> str:
        """Return what a digest says of it, in the reader's language."""
        return context.gettext(self.brief)

    def joined(self, other: Notice) -> Notice:
        """Return what says this and `other`, of the same kind and complaint: most say it once."""
        return self


@dataclass(frozen=True, slots=True)
class FixedStaffLetter(FixedLetter, StaffLetter):
    """A letter to the staff without facts: what it is about, and what it says."""

    code: str
    about: str
    sentence: str
    footer: str = _FOOTER
    button: Callable[[LetterContext], Action] = to_complaint


@dataclass(frozen=True, slots=True)
class FixedNotice(FixedLetter, Notice):
    """A notice without facts: what it is about and says, alone and among others."""

    code: str
    place: int
    title: str
    about: str
    sentence: str
    brief: str
    button: Callable[[LetterContext], Action] = to_complaint


class DueNotice(Notice, ABC):
    """A notice that says among others `by_when` something is due, where a day is promised."""

    __slots__ = ()

    by_when = to_translate("la réponse, au plus tard le %(day)s")
    last_day: date | None

    def entry(self, context: LetterContext) -> str:
        by_when = context.by_day(self.by_when, self.last_day)
        return by_when[0] if by_when else context.gettext(self.brief)


class PassedDate(Notice, ABC):
    """A notice that the date of a kind of `clock` passed, which may promise what has a name."""

    __slots__ = ()

    clock: str

    def words(self, context: LetterContext) -> tuple[str, str]:
        _, what = context.gettext, promised_words(context, self.clock)
        if what is None:
            return _(self.brief), _("Une date promise est passée.")
        return _(self.brief), _("La date promise pour %(what)s est passée.", what=what)

    def entry(self, context: LetterContext) -> str:
        what = promised_words(context, self.clock)
        if what is None:
            return context.gettext(self.brief)
        return context.gettext("la date promise pour %(what)s est passée", what=what)
