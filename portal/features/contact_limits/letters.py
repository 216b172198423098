"""The letters about limits on contact: to the complainant, and to those who decide and review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.features.contact_limits.rules import MEANS
from portal.words.catalogue import ngettext_in, to_translate
from portal.words.letters.layout import Content, Part
from portal.words.letters.letter import Letter, LetterContext
from portal.words.letters.parts import FixedComplainantLetter, short
from portal.words.letters.staff_parts import FixedStaffLetter, StaffLetter
from portal.words.letters.writing import Wordings


@dataclass(frozen=True, slots=True)
class ContactLimited(Letter):
    """What is limited and until when; `recourses` are those against it, by their codes."""

    code = "contact_limited"
    means: tuple[str, ...]
    last_day: date
    recourses: tuple[str, ...]

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : vos échanges avec l’organisme", number=context.number)
        sentences = [
            _("L’organisme limite pour un temps la façon d’échanger avec vous."),
            *(_("%(means)s.", means=_(MEANS[code])) for code in self.means),
            _("Cette décision vaut jusqu’au %(day)s.", day=context.day(self.last_day)),
            _("Vous pouvez toujours porter plainte, écrire et signaler des représailles."),
            _("Les raisons et la façon de faire réviser la décision sont sur votre page de suivi."),
        ]
        heading, then = _("Vos échanges sont limités pour un temps"), _to(context, self.recourses)
        return short(context, subject, heading, *sentences, then=then)


@dataclass(frozen=True, slots=True)
class LimitReviewed(Letter):
    """Whether the limit goes on after its review; the reasons are on the page."""

    code = "limit_reviewed"
    goes_on: bool
    recourses: tuple[str, ...]

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : votre demande de révision", number=context.number)
        sentence = (
            _("La limite de vos échanges continue jusqu’à sa date.")
            if self.goes_on
            else _("La limite de vos échanges prend fin maintenant.")
        )
        why, then = _("Les raisons sont sur votre page de suivi."), _to(context, self.recourses)
        return short(context, subject, _("La limite a été révisée"), sentence, why, then=then)


@dataclass(frozen=True, slots=True)
class LimitReviewOutside(Letter):
    """Nobody of the agency may review the limit: where else to turn about it."""

    code = "limit_review_outside"
    recourses: tuple[str, ...]

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : votre demande de révision", number=context.number)
        sentences = (
            _("Personne de l’organisme ne peut réviser la limite de vos échanges."),
            _("Adressez-vous à un autre organisme, si vous voulez la faire examiner."),
            _(
                "Votre demande est gardée avec votre plainte. La limite prend fin à sa date, ou "
                "avant."
            ),
        )
        heading, then = _("La révision se demande ailleurs"), _to(context, self.recourses)
        return short(context, subject, heading, *sentences, then=then)


def _to(context: LetterContext, recourses: tuple[str, ...]) -> list[Part]:
    return context.recourses(context.gettext("Où vous adresser"), *recourses)


LIMIT_ENDED = FixedComplainantLetter(
    "limit_ended",
    to_translate("Plainte %(number)s : vos échanges avec l’organisme"),
    to_translate("La limite a pris fin"),
    (
        to_translate(
            "La limite de vos échanges a pris fin. Vous pouvez écrire ou appeler comme avant."
        ),
    ),
)
LIMIT_PROPOSED = FixedStaffLetter(
    "limit_proposed",
    to_translate("une limite de contact est proposée"),
    to_translate(
        "Le service propose de limiter pour un temps les contacts avec la personne plaignante. "
        "Lisez les faits, puis décidez."
    ),
)
LIMIT_REVIEW_FOR_YOU = FixedStaffLetter(
    "limit_review_for_you",
    to_translate("une limite de contact est à réviser"),
    to_translate(
        "La personne plaignante demande que la limite de ses contacts soit révisée. "
        "Dites si elle continue, et pourquoi."
    ),
)
LIMIT_WITHOUT_CONTACT = FixedStaffLetter(
    "limit_without_contact",
    to_translate("une limite ne nomme plus personne"),
    to_translate(
        "La seule personne qui répondait est tenue à l’écart de cette plainte. "
        "Levez la limite, ou écartez-la si elle est proposée. "
        "Vous pouvez ensuite en décider une autre."
    ),
)


@dataclass(frozen=True, slots=True)
class MessagesGrouped(StaffLetter):
    """How many messages of somebody who may write once a week wait to be read together."""

    code = "messages_grouped"
    count: int

    def words(self, context: LetterContext) -> tuple[str, str]:
        sentence = ngettext_in(
            context.language,
            "%(num)s message est arrivé depuis une semaine. Répondez en une fois.",
            "%(num)s messages sont arrivés depuis une semaine. Répondez en une fois.",
            self.count,
        )
        return context.gettext("des messages à lire ensemble"), sentence


LETTERS = Wordings(
    to_citizens=(ContactLimited, LimitReviewed, LimitReviewOutside, LIMIT_ENDED),
    to_others=(LIMIT_PROPOSED, LIMIT_REVIEW_FOR_YOU, LIMIT_WITHOUT_CONTACT, MessagesGrouped),
)
