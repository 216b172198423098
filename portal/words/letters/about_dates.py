"""The letters to complainants about dates: put off, running again, passed, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from portal.domain.time.promise import Stage
from portal.words.letters.layout import Content, Part
from portal.words.letters.letter import Letter, LetterContext
from portal.words.letters.parts import answer_by, handed_to, short


@dataclass(frozen=True, slots=True)
class Resumed(Letter):
    """The time to answer goes on, why, and the date that is now promised."""

    code = "resumed"
    last_day: date
    by_itself: bool = False

    def content(self, context: LetterContext) -> Content:
        _, day = context.gettext, context.day(self.last_day)
        subject = _("Plainte %(number)s : réponse d’ici le %(day)s", number=context.number, day=day)
        why = (
            _("Nous n’avons pas reçu votre réponse. Le délai pour vous répondre repart quand même.")
            if self.by_itself
            else _("Merci de votre réponse. Le délai pour vous répondre repart.")
        )
        by_when = answer_by(context, self.last_day)
        return short(context, subject, _("Le délai de réponse est reparti"), why, *by_when)


@dataclass(frozen=True, slots=True)
class Extended(Letter):
    """The answer is put off, and to when."""

    code = "extended"
    last_day: date

    def content(self, context: LetterContext) -> Content:
        _, day = context.gettext, context.day(self.last_day)
        subject = _(
            "Plainte %(number)s : nouvelle date, le %(day)s", number=context.number, day=day
        )
        sentences = [
            _("Nous prolongeons le délai pour répondre à votre plainte."),
            *answer_by(context, self.last_day),
        ]
        if not context.on_paper:
            # On paper the reason itself stands in the letter.
            sentences.append(_("La raison de ce délai est sur votre page de suivi."))
        heading, recourses = _("Votre réponse viendra plus tard"), _recourses(context)
        return short(
            context, subject, heading, *sentences, then=recourses, answer_day=self.last_day
        )


@dataclass(frozen=True, slots=True)
class FileCompleted(Letter):
    """The time to answer runs, since when, and the date that is now promised."""

    code = "file_completed"
    last_day: date
    by_itself: bool = False

    def content(self, context: LetterContext) -> Content:
        _, day = context.gettext, context.day(self.last_day)
        subject = _("Plainte %(number)s : réponse d’ici le %(day)s", number=context.number, day=day)
        why = (
            _("Personne n’a encore noté que votre dossier est complet. Le délai part quand même.")
            if self.by_itself
            else _("Votre dossier est complet. Le délai pour vous répondre part maintenant.")
        )
        by_when = answer_by(context, self.last_day)
        return short(context, subject, _("Le délai de réponse est commencé"), why, *by_when)


@dataclass(frozen=True, slots=True)
class Late(Letter):
    """The promised date passed; who has the complaint now, and until when."""

    code = "late"
    level: int
    last_day: date | None = None

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : notre réponse est en retard", number=context.number)
        sentences = [
            _("Nous n’avons pas répondu à votre plainte à la date promise."),
            *handed_to(context, self.level),
            *answer_by(context, self.last_day),
            _("Vous n’avez rien à faire pour que votre plainte continue."),
        ]
        heading, recourses = _("Notre réponse est en retard"), _recourses(context)
        return short(
            context, subject, heading, *sentences, then=recourses, answer_day=self.last_day
        )


@dataclass(frozen=True, slots=True)
class PassedUp(Letter):
    """The complaint was passed to a higher level."""

    code = "passed_up"
    level: int

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : transmise à un palier plus haut", number=context.number)
        sentences = [
            *handed_to(context, self.level),
            _("La date promise pour la réponse reste la même."),
        ]
        return short(context, subject, _("Votre plainte est à un palier plus haut"), *sentences)


@dataclass(frozen=True, slots=True)
class RecourseOpened(Letter):
    """The complainant may now turn to another body: to which, and why."""

    code = "recourse_opened"
    recourse: str
    why: Literal["conflict"] | None = None

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : un autre recours s’ouvre", number=context.number)
        sentences = [
            _("La plus haute autorité de l’organisme ne peut pas s’occuper de votre plainte.")
            if self.why == "conflict"
            else _("Vous n’avez pas eu de réponse dans le délai prévu."),
            _("Vous pouvez maintenant vous adresser à un autre organisme, si vous le voulez."),
            _("Nous continuons quand même de traiter votre plainte."),
        ]
        recourses = context.recourses(_("Où vous adresser"), self.recourse)
        return short(
            context, subject, _("Un autre recours s’ouvre à vous"), *sentences, then=recourses
        )


@dataclass(frozen=True, slots=True)
class FirstPromiseMissed(Letter):
    """The date promised at first passed; by when the agency that has it now answers."""

    code = "first_promise_missed"
    first_day: date
    last_day: date | None = None

    def content(self, context: LetterContext) -> Content:
        _ = context.gettext
        subject = _("Plainte %(number)s : la première date est passée", number=context.number)
        sentences = [
            _(
                "Avant de changer d’organisme, votre plainte devait avoir une réponse au plus tard "
                "le %(day)s. Cette date est passée.",
                day=context.promised(self.first_day, Stage.ANSWER),
            ),
            _("L’organisme qui a maintenant votre plainte compte son propre délai."),
            *answer_by(context, self.last_day),
            _("Vous n’avez rien à faire pour que votre plainte continue."),
        ]
        heading, recourses = _("La première date promise est passée"), _recourses(context)
        return short(context, subject, heading, *sentences, then=recourses)


def _recourses(context: LetterContext) -> list[Part]:
    return context.recourses(context.gettext("Vos autres recours"))


ABOUT_DATES: tuple[type[Letter], ...] = (
    *(Resumed, Extended, FileCompleted, Late, PassedUp, RecourseOpened),
    FirstPromiseMissed,
)
