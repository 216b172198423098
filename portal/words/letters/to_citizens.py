"""The letters to complainants: what happened, what comes next, and where to turn.

An agency's own words stand after what happened; what follows is in every letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from portal.domain.handling.notices import Recourse, ends_by_answer
from portal.domain.text import Text
from portal.domain.time.promise import Allowance, Stage
from portal.words.catalogue import to_translate
from portal.words.dates import after_file_words, day_words
from portal.words.letters.about_dates import ABOUT_DATES
from portal.words.letters.layout import Content, Item, Items, Link, Paragraph, Part, Quoted, Title
from portal.words.letters.letter import Letter, LetterContext, LetterKind
from portal.words.letters.parts import (
    FixedComplainantLetter,
    after_file,
    answer_by,
    facts_and_action,
    handed_to,
    short,
    time_to_reopen,
    whole,
)


class AfterFile(TypedDict, total=False):
    """What a letter is told of an answer that waits for the documents; nothing of any other."""

    after_file: str
    file_day: date
    file_is_sample: bool


class AtDesk(TypedDict, total=False):
    """What a letter is told of the day by which the desk hands on; nothing of other agencies."""

    intake_day: date
    intake_is_sample: bool


class Closed(TypedDict, total=False):
    """What a letter is told of a receipt while the agency was closed; nothing of any other."""

    counted_from: date


class Paused(TypedDict, total=False):
    """What a letter is told of a time that stands still; nothing of one that runs."""

    paused_at: datetime
    paused_until: date
    pause_is_sample: bool


class TimeToReopen(TypedDict, total=False):
    """What a letter is told of the time to ask again, where an agency leaves one."""

    reopening_day: date
    reopening_is_sample: bool


_TAKEN = to_translate(
    "Une personne a pris votre plainte en charge. Son nom est sur votre page de suivi."
)
_ASKS = to_translate(
    "Elle dit avoir communiqué avec vous. Votre page de suivi vous demande si c’est bien le cas. "
    "Répondre est facultatif."
)


@dataclass(frozen=True, slots=True)
class AlsoAnswering:
    """Another agency that answers its part of a complaint: by when, as far as it is known.

    `recourses` are where else to turn about that part.
    """

    name: Text
    last_day: date | None = None
    after_file: str | None = None
    is_sample: bool = False
    recourses: tuple[Recourse, ...] = ()


_ENDS = to_translate(
    "Selon la date que vous nous avez donnée, un de ces délais finit le %(day)s. "
    "Votre page de suivi dit lequel."
)
_ENDS_FIRST = to_translate(
    "N’attendez pas la réponse à votre plainte : selon la date que vous nous avez donnée, "
    "un de ces délais finit avant, le %(day)s. Votre page de suivi dit lequel."
)


@dataclass(frozen=True, slots=True)
class Acknowledgement(Letter):
    """The complaint was received: when, the dates promised, and which others answer as well."""

    code = "acknowledgement"
    received_at: datetime
    first_contact_day: date | None = None
    answer_day: date | None = None
    after_file: str | None = None
    file_day: date | None = None
    file_is_sample: bool = False
    intake_day: date | None = None
    intake_is_sample: bool = False
    is_taken: bool = False
    asks: bool = False
    counted_from: date | None = None
    own_days: tuple[date, ...] = ()
    also_answering: tuple[AlsoAnswering, ...] | None = None

    def content(self, context: LetterContext) -> Content:
        _, number = context.gettext, context.number
        subject = _("Plainte %(number)s : nous l’avons reçue", number=number)
        if self.answer_day:
            day = context.day(self.answer_day)
            subject = _(
                "Plainte %(number)s reçue : réponse d’ici le %(day)s", number=number, day=day
            )
        received_at = context.moment(self.received_at)
        waiting = after_file(context, self.after_file, self.file_day, is_sample=self.file_is_sample)
        parts: list[Part] = [
            Paragraph(_("Nous avons reçu votre plainte le %(moment)s.", moment=received_at)),
            *self._counted_later(context),
            *([Paragraph(_(_TAKEN))] if self.is_taken else []),
            *([Paragraph(_(_ASKS))] if self.asks else []),
            *context.middle(self.answer_day),
            *facts_and_action(context),
            *self._next_steps(context),
            *map(Paragraph, waiting),
            *self._others(context),
            *context.recourses_of_each(
                _("Où vous adresser aussi"),
                [(other.name, other.recourses) for other in self.also_answering or ()],
                _(
                    "Pour contester une décision, le délai court déjà : n’attendez pas la réponse "
                    "à votre plainte."
                ),
            ),
            Title(_("Important")),
            *map(Paragraph, self._own_deadlines(context)),
            Paragraph(_("Porter plainte ne peut pas vous faire perdre un service ni un droit.")),
            Link(
                _("En cas de représailles, dites-le-nous"),
                context.page("sans-represailles", "no-reprisals"),
            ),
        ]
        return whole(context, subject, _("Nous avons reçu votre plainte"), parts)

    def _own_deadlines(self, context: LetterContext) -> list[str]:
        """Say when times end that run against the person, from days that they gave; not which.

        What is over by the day of the answer does not wait for it.
        """
        return [
            context.gettext(
                _ENDS_FIRST if ends_by_answer(day, self.answer_day) else _ENDS,
                day=day_words(day, context.language),
            )
            for day in self.own_days
        ]

    def _counted_later(self, context: LetterContext) -> list[Part]:
        """Return from when days count and why, where that is later than the day of receipt."""
        if self.counted_from is None:
            return []
        return [
            Paragraph(
                context.gettext(
                    "L’organisme était fermé à ce moment. "
                    "Les jours ouvrables sont comptés comme si votre plainte "
                    "était arrivée le %(day)s.",
                    day=context.day(self.counted_from),
                )
            )
        ]

    def _next_steps(self, context: LetterContext) -> list[Part]:
        """Return what is promised to come next, and by when; nothing where nothing is promised."""
        _, assumed = context.gettext, context.names.assumed
        taken = _("une personne prend votre plainte en charge et vous donne son nom.")
        handed_on = _("votre plainte est remise à l’organisme qui doit répondre.")
        answered = _("vous recevez une réponse écrite.")
        steps = (
            (self.first_contact_day, Stage.FIRST_CONTACT in assumed, taken),
            (self.intake_day, self.intake_is_sample, handed_on),
            (self.answer_day, Stage.ANSWER in assumed, answered),
        )
        items = [
            Item(
                _("Au plus tard le %(day)s", day=context.sampled(day, is_sample=is_sample)),
                sentence,
            )
            for day, is_sample, sentence in steps
            if day
        ]
        return [Title(_("La suite")), Items(items)] if items else []

    def _others(self, context: LetterContext) -> list[Part]:
        """Return a line for each other agency that answers, and by when."""
        _, others = context.gettext, self.also_answering or ()
        items = [Item(context.words(other.name), _by_when(context, other)) for other in others]
        if not items:
            return []
        same = _("Vous n’avez qu’un numéro et qu’une page de suivi pour tous ces organismes.")
        return [Title(_("Les autres organismes qui répondent")), Items(items), Paragraph(same)]


def _by_when(context: LetterContext, other: AlsoAnswering) -> str:
    if other.last_day is not None:
        day = context.sampled(other.last_day, is_sample=other.is_sample)
        return context.gettext("Réponse au plus tard le %(day)s.", day=day)
    if other.after_file is not None:
        time = after_file_words(Allowance.kept(other.after_file), context.language)
        return context.gettext("Réponse %(time)s.", time=time)
    return context.gettext("On vous dit la date de sa réponse dès qu’elle est connue.")


@dataclass(frozen=True, slots=True)
class TakenInCharge(Letter):
    """Somebody has the complaint; whether they were in touch is asked on its page."""

    code = "taken_in_charge"
    asks: bool = False

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : une personne s’en occupe", number=context.number)
        sentences = (_TAKEN, _ASKS) if self.asks else (_TAKEN,)
        heading = _("Une personne s’occupe de votre plainte")
        return short(context, subject, heading, *map(_, sentences))


@dataclass(frozen=True, slots=True)
class Question(Letter):
    """The agency has a question; the time may stand still until it is answered."""

    code = "question"
    paused_at: datetime | None = None
    paused_until: date | None = None
    pause_is_sample: bool = False

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : une question pour vous", number=context.number)
        sentences = [
            _(
                "Nous avons besoin d’une précision de votre part. "
                "Lisez la question et répondez-y sur votre page de suivi."
            )
        ]
        if self.paused_at and self.paused_until:
            until = context.sampled(self.paused_until, is_sample=self.pause_is_sample)
            since = context.moment(self.paused_at)
            sentences += [
                _("Depuis le %(moment)s, le délai pour vous répondre est suspendu.", moment=since),
                _("Il repart dès que vous répondez, ou de lui-même après le %(day)s.", day=until),
            ]
        return short(context, subject, _("Nous avons une question pour vous"), *sentences)


@dataclass(frozen=True, slots=True)
class AnswerReady(Letter):
    """The answer is ready: `seq` is its place in the history. It may have `closed` the complaint.

    Whoever asked for it gets the answer in `full`. That, and the conclusion on paper, are filled in
    when the letter leaves: the outbox has neither.
    """

    code = "answered"
    seq: int
    full: bool = False
    closed: bool = False
    reopening_day: date | None = None
    reopening_is_sample: bool = False
    answer: str | None = None
    conclusion: str | None = None
    own_days: tuple[date, ...] = ()

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : votre réponse est prête", number=context.number)
        heading, closed = _("La réponse à votre plainte est prête"), self._closed_with_it(context)
        survey = _survey(context) if self.closed else []
        if not self.answer:
            sentence = _("Lisez la réponse sur votre page de suivi.")
            recourses = context.recourses(_("Si cette réponse ne vous convient pas"))
            own = self._own_deadlines(context)
            then = [*survey, *recourses]
            return short(context, subject, heading, sentence, *closed, *own, then=then)
        here = (
            _("Voici la réponse à votre plainte.")
            if context.on_paper
            else _("Voici la réponse complète, comme vous l’avez demandé.")
        )
        # The other recourses are the end of the answer itself.
        after = [*closed, *self._own_deadlines(context)]
        parts: list[Part] = [Paragraph(here), Quoted(self.answer), *map(Paragraph, after), *survey]
        parts += [*context.middle(None), *facts_and_action(context)]
        kept = _("Ce courriel contient la réponse complète parce que vous l’avez demandé.")
        return whole(context, subject, heading, parts, kept)

    def _own_deadlines(self, context: LetterContext) -> list[str]:
        """Say when times end that run against the person from this answer on; not which."""
        return [
            context.gettext(
                "Un délai pour agir vous-même ailleurs part de cette réponse et finit le %(day)s. "
                "Votre page de suivi dit lequel.",
                day=day_words(day, context.language),
            )
            for day in self.own_days
        ]

    def _closed_with_it(self, context: LetterContext) -> list[str]:
        """Say that the answer settled and closed the complaint, with what was found on paper."""
        _ = context.gettext
        if not self.closed:
            return []
        in_follow_up = _(
            "Votre plainte est fermée avec cette réponse. "
            "Les conclusions et leurs motifs sont sur votre page de suivi."
        )
        here = _("Votre plainte est fermée avec cette réponse. Voici ce qui est conclu :")
        sentences = [here, self.conclusion] if self.conclusion else [in_follow_up]
        reopen = time_to_reopen(context, self.reopening_day, is_sample=self.reopening_is_sample)
        return [*sentences, *reopen]


@dataclass(frozen=True, slots=True)
class ComplaintClosed(Letter):
    """The complaint is closed; until when it may be taken up again, where there is a time."""

    code = "closed"
    reopening_day: date | None = None
    reopening_is_sample: bool = False

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : votre plainte est fermée", number=context.number)
        sentence = (
            _("Votre plainte est fermée avec ces conclusions.")
            if context.on_paper
            else _(
                "Votre plainte est fermée. Les conclusions, leurs motifs et les mesures "
                "correctives sont sur votre page de suivi."
            )
        )
        recourses = context.recourses(_("Si le résultat ne vous convient pas"))
        reopen = time_to_reopen(context, self.reopening_day, is_sample=self.reopening_is_sample)
        heading, then = _("Votre plainte est fermée"), [*_survey(context), *recourses]
        return short(context, subject, heading, sentence, *reopen, then=then)


def _survey(context: LetterContext) -> list[Part]:
    """Ask what the person thinks, once their complaint is closed."""
    _ = context.gettext
    return [
        Paragraph(_("Votre avis compte : 4 questions, sans votre nom. C’est facultatif.")),
        Link(_("Donner mon avis"), context.survey_url()),
    ]


@dataclass(frozen=True, slots=True)
class ComplaintWithdrawn(Letter):
    """The complaint is withdrawn for good; where `are_several`, other agencies had parts of it."""

    code = "withdrawn"
    are_several: bool = False

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : retirée à votre demande", number=context.number)
        sentences = [
            _("Le retrait demandé est maintenant définitif. Nous ne ferons rien de plus."),
            _("Si vous ne l’avez pas demandé, dites-le-nous sans attendre."),
        ]
        if self.are_several:
            every = _("Cela vaut pour tous les organismes qui répondaient à votre plainte.")
            sentences.insert(1, every)
        return short(context, subject, _("Votre plainte est retirée"), *sentences)


CONTACT_CHANGED = FixedComplainantLetter(
    "contact_changed",
    to_translate("Plainte %(number)s : vos coordonnées ont changé"),
    to_translate("Vos coordonnées ont changé"),
    (
        to_translate("La façon de vous joindre a été modifiée sur votre page de suivi."),
        to_translate("Si vous ne l’avez pas demandé, dites-le-nous sans attendre."),
    ),
)


CONTACT_LEFT = FixedComplainantLetter(
    "contact_left",
    to_translate("Plainte %(number)s : nous n’écrirons plus ici"),
    to_translate("Nous n’écrirons plus à cette adresse"),
    (
        to_translate(
            "La façon de joindre la personne plaignante a été modifiée sur la page de suivi."
        ),
        to_translate("Si vous ne l’avez pas demandé, dites-le-nous sans attendre."),
    ),
)
"""To where the complainant was written to before: it may be a stranger's, and tells nothing."""


@dataclass(frozen=True, slots=True)
class Routed(Letter):
    """The complaint went to the agency it concerns, and what that promises.

    `first_day` is the day promised until then, where the agency's own comes later.
    """

    code = "routed"
    answer_day: date | None = None
    first_day: date | None = None
    after_file: str | None = None
    file_day: date | None = None
    file_is_sample: bool = False

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : remise au bon organisme", number=context.number)
        first = to_translate("La date qui vous était déjà promise, le %(day)s, reste comptée.")
        is_sample = Stage.ANSWER in context.names.assumed
        sentences = [
            _("Votre plainte est maintenant entre les mains de l’organisme qu’elle concerne."),
            *answer_by(context, self.answer_day),
            *after_file(context, self.after_file, self.file_day, is_sample=self.file_is_sample),
            *context.by_day(first, self.first_day, is_sample=is_sample),
            _("Son numéro et son code d’accès restent les mêmes."),
        ]
        heading = _("Votre plainte est au bon endroit")
        return short(context, subject, heading, *sentences, answer_day=self.answer_day)


@dataclass(frozen=True, slots=True)
class ReviewAsked(Letter):
    """Who reviews the answer, that it is somebody else, and by when."""

    code = "review_asked"
    level: int
    last_day: date | None = None

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : votre demande de révision", number=context.number)
        sentences = [
            _("Une autre personne que celle qui vous a répondu révise la réponse."),
            *handed_to(context, self.level),
            *answer_by(context, self.last_day),
        ]
        return short(context, subject, _("Votre plainte est en révision"), *sentences)


TO_CITIZENS: tuple[LetterKind, ...] = (
    *(Acknowledgement, TakenInCharge, Question, AnswerReady, ComplaintClosed, ReviewAsked),
    *(ComplaintWithdrawn, CONTACT_CHANGED, CONTACT_LEFT, Routed),
    *ABOUT_DATES,
)
