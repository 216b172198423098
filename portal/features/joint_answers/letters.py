"""What is written about the parts of other agencies: letters, and the text of a joint answer.

In it each agency's part stands under its name, then what is still to come.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from portal.agencies.registry import Registry
from portal.domain.text import LANGUAGES, Language, Text
from portal.features.joint_answers.queries import Part
from portal.words.catalogue import gettext_in, to_translate
from portal.words.dates import day_words
from portal.words.letters.layout import Content
from portal.words.letters.letter import Letter, LetterContext
from portal.words.letters.parts import short
from portal.words.letters.staff_parts import FixedStaffLetter
from portal.words.letters.writing import Wordings


@dataclass(frozen=True, slots=True)
class PartAsked(Letter):
    """Which other agency is asked for a part, and until when one may choose what it reads.

    `contact_goes` is whether it learns how to reach them where nothing is said.
    """

    code = "part_asked"
    to_name: Text
    last_day: date
    contact_goes: bool = False

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : un autre organisme aussi", number=context.number)
        lines = [
            _(
                "Une partie de votre plainte concerne aussi : %(agency)s. "
                "Ce que nous lui demandons est sur votre page de suivi.",
                agency=context.words(self.to_name),
            ),
            _(
                "Choisissez-y ce que cet organisme peut lire : votre récit, votre nom, "
                "vos coordonnées et vos documents."
            ),
            self._unanswered(context),
            _("Nous gardons votre plainte. La date promise pour la réponse ne change pas."),
        ]
        return short(context, subject, _("Un autre organisme répondra à une partie"), *lines)

    def _unanswered(self, context: LetterContext) -> str:
        day = context.day(self.last_day)
        if self.contact_goes:
            return context.gettext(
                "Sans réponse de votre part, il reçoit notre demande et vos coordonnées après le "
                "%(day)s, pour pouvoir vous répondre. Vous pouvez aussi refuser par lettre ou par "
                "téléphone.",
                day=day,
            )
        return context.gettext(
            "Sans réponse de votre part, il reçoit seulement notre demande, après le %(day)s.",
            day=day,
        )


@dataclass(frozen=True, slots=True)
class PartBegun(Letter):
    """The other agency has its part, and by when it answers."""

    code = "part_begun"
    to_name: Text
    part_day: date | None = None

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : une partie est demandée", number=context.number)
        by_when = to_translate("Cet organisme répond à sa partie au plus tard le %(day)s.")
        unknown = _("On vous dit la date de sa réponse dès qu’elle est connue.")
        lines = [
            _(
                "Cet organisme a maintenant sa partie de votre plainte : %(agency)s.",
                agency=context.words(self.to_name),
            ),
            *(context.by_day(by_when, self.part_day) or [unknown]),
            _(
                "La date promise pour votre plainte ne change pas. "
                "Vous gardez le même numéro et la même page."
            ),
        ]
        return short(context, subject, _("Un autre organisme répond à une partie"), *lines)


@dataclass(frozen=True, slots=True)
class PartCalledOff(Letter):
    """The other agency answers nothing any more, and the complaint goes on."""

    code = "part_called_off"
    to_name: Text

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : une partie est retirée", number=context.number)
        lines = [
            _(
                "Nous ne demandons plus de partie de votre plainte à : %(agency)s. "
                "La raison est sur votre page de suivi.",
                agency=context.words(self.to_name),
            ),
            _("Nous gardons votre plainte. La date promise pour la réponse ne change pas."),
            _("Si vous n’êtes pas d’accord, écrivez-nous depuis votre page de suivi."),
        ]
        return short(context, subject, _("Un autre organisme ne répond plus à une partie"), *lines)


PART_FOR_YOU = FixedStaffLetter(
    "part_for_you",
    to_translate("une partie vous est demandée"),
    to_translate(
        "Un autre organisme vous demande de répondre à une partie de sa plainte. "
        "Vos délais courent dès maintenant."
    ),
)
PART_WISHED = FixedStaffLetter(
    "part_wished",
    to_translate("une personne vous demande une partie"),
    to_translate(
        "Une personne porte plainte auprès de plusieurs organismes, et vous demande de répondre "
        "à ce qui vous concerne. Vos délais courent dès maintenant."
    ),
)
PART_HANDED_IN = FixedStaffLetter(
    "part_handed_in",
    to_translate("une partie est prête"),
    to_translate(
        "Un autre organisme a remis sa partie de la réponse. Elle part avec la vôtre, sous son nom."
    ),
)
PART_DECLINED = FixedStaffLetter(
    "part_declined",
    to_translate("un organisme dit ne pas être concerné"),
    to_translate(
        "L’organisme à qui une partie est demandée dit ne pas être concerné, et pourquoi. "
        "Décidez si la demande est retirée ou maintenue. Son délai court toujours."
    ),
)
PART_KEPT = FixedStaffLetter(
    "part_kept",
    to_translate("la partie vous reste demandée"),
    to_translate(
        "L’organisme qui a la plainte maintient sa demande, et dit pourquoi. "
        "Votre délai court toujours."
    ),
)
PART_CALLED_OFF_STAFF = FixedStaffLetter(
    "part_called_off_staff",
    to_translate("la partie ne vous est plus demandée"),
    to_translate(
        "L’organisme qui a la plainte retire sa demande, et dit pourquoi. "
        "Plus rien n’est attendu de vous."
    ),
)
PART_RELEASED = FixedStaffLetter(
    "part_released",
    to_translate("la personne vous laisse lire la suite"),
    to_translate("La personne plaignante vous laisse lire ce qu’elle avait retenu."),
)

PART_UNREAD = FixedStaffLetter(
    "part_unread",
    to_translate("un accord de lecture est retiré"),
    to_translate(
        "La personne plaignante ne vous laisse plus lire ce qu’elle vous avait laissé lire. Votre "
        "partie et votre délai restent."
    ),
)

LETTERS = Wordings(
    to_citizens=(PartAsked, PartBegun, PartCalledOff),
    to_others=(
        PART_FOR_YOU,
        PART_WISHED,
        PART_HANDED_IN,
        PART_DECLINED,
        PART_KEPT,
        PART_CALLED_OFF_STAFF,
        PART_RELEASED,
        PART_UNREAD,
    ),
)


# The text of a joint answer.


@dataclass(frozen=True, slots=True)
class Joined:
    """A part of another agency: its answer, or the day by which it comes, if one is known."""

    agency: Text
    answer: str | None
    last_day: date | None
    is_late: bool


def joined_now(parts: Iterable[Part], agencies: Registry) -> list[Joined]:
    """Return what of these parts an answer given now would hold, or announce."""
    return [
        Joined(
            agencies.agency(part.agency).name,
            part.answer,
            part.date.last_day if part.date is not None else None,
            part.is_late,
        )
        for part in parts
        if part.given_at is None and (part.answered_at is not None or part.is_awaited)
    ]


def joint_words(lead: Text, written: str, parts: Sequence[Joined], language: str) -> str:
    """Return an answer with the parts of other agencies; just as it was where there is none."""
    if not parts:
        return written
    known: Language = "en" if language == "en" else "fr"
    paragraphs = [_under(lead, written, known)]
    paragraphs += [
        _under(part.agency, part.answer, known) for part in parts if part.answer is not None
    ]
    awaited = [_to_come(part, known) for part in parts if part.answer is None]
    if awaited:
        title = gettext_in(known, "Ce qui est encore à venir")
        after = gettext_in(known, "Chaque partie vous parvient directement dès qu’elle est prête.")
        paragraphs.append("\n".join([title, *awaited, after]))
    return "\n\n".join(paragraphs)


def is_heading(line: str) -> bool:
    """Tell whether a line of an answer is one that `joint_words` writes above what follows it."""
    names = (gettext_in(language, "Réponse de : %(agency)s", agency="") for language in LANGUAGES)
    titles = {gettext_in(language, "Ce qui est encore à venir") for language in LANGUAGES}
    return line in titles or line.startswith(tuple(names))


def _under(agency: Text, text: str, language: Language) -> str:
    named = gettext_in(language, "Réponse de : %(agency)s", agency=agency.in_(language))
    return f"{named}\n\n{text}"


def _to_come(part: Joined, language: Language) -> str:
    name = part.agency.in_(language)
    if part.last_day is None:
        return gettext_in(
            language, "- %(agency)s : on vous dit la date dès qu’elle est connue.", agency=name
        )
    day = day_words(part.last_day, language)
    if part.is_late:
        return gettext_in(
            language,
            "- %(agency)s : en retard. Nouvelle date : au plus tard le %(day)s.",
            agency=name,
            day=day,
        )
    return gettext_in(language, "- %(agency)s : au plus tard le %(day)s.", agency=name, day=day)
