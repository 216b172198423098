"""The letters to the staff: a complaint's number, what happened, and a link to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from portal.words.catalogue import to_translate
from portal.words.letters.layout import Action
from portal.words.letters.letter import LetterContext, LetterKind
from portal.words.letters.staff_parts import (
    INFORMATION,
    FixedNotice,
    FixedStaffLetter,
    Notice,
    StaffLetter,
    answer_words,
    passed_words,
    promised_words,
    to_complaint,
    to_recommendation,
    to_requests,
    to_settings,
)

ASSIGNED = FixedStaffLetter(
    "assigned",
    to_translate("elle vous est attribuée"),
    to_translate("Cette plainte vous est attribuée."),
)
NEW_MESSAGE = FixedStaffLetter(
    "new_message",
    to_translate("un nouveau message"),
    to_translate("La personne plaignante a écrit un message."),
)
POST_VACANT = FixedNotice(
    "post_vacant",
    60,
    to_translate("Poste vacant"),
    to_translate("personne à un poste"),
    to_translate(
        "Sur le parcours de cette plainte, personne ne répond à un poste : il est vacant, ou "
        "son titulaire est absent sans être remplacé. Vérifiez qui occupe chaque poste, et "
        "qui remplace les personnes absentes."
    ),
    to_translate("un poste du parcours n’a pas de titulaire"),
)
TEXT_CAME_BACK = FixedNotice(
    "text_came_back",
    20,
    to_translate("Texte qui n’est pas parti"),
    to_translate("votre texte n’est pas parti"),
    to_translate(
        "Un texte que vous aviez confirmé n’est pas parti. Il vous attend au complet, avec "
        "la raison, tant que la plainte est dans votre organisme."
    ),
    to_translate("votre texte vous attend au complet"),
)
DECIDED = FixedStaffLetter(
    "decided",
    to_translate("une décision est rendue"),
    to_translate("La plus haute autorité a rendu une décision. Il reste à l’appliquer."),
)
REVIEW_FOR_YOU = FixedStaffLetter(
    "review_for_you",
    to_translate("une révision vous est demandée"),
    to_translate(
        "La personne plaignante demande qu’une autre personne examine sa plainte. "
        "Qui l’a traitée avant ne peut pas répondre à la révision."
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
PART_FOR_YOU = FixedStaffLetter(
    "part_for_you",
    to_translate("une partie vous est demandée"),
    to_translate(
        "Un autre organisme vous demande de répondre à une partie de sa plainte. "
        "Vos délais courent dès maintenant."
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
RELEASED = FixedStaffLetter(
    "released",
    to_translate("la personne vous laisse lire la suite"),
    to_translate(
        "La personne plaignante vous laisse lire ce qu’elle avait retenu lors du transfert."
    ),
)
CONFLICT_NOTED = FixedStaffLetter(
    "conflict_noted",
    to_translate("elle vise une personne de l’organisme"),
    to_translate(
        "Cette plainte vise une personne de l’organisme, ou son nom s’y trouve. Cette personne "
        "est tenue à l’écart. Si c’est une autre personne du même nom, levez la mise à l’écart."
    ),
)
WITHDRAWN_STAFF = FixedStaffLetter(
    "withdrawn_staff",
    to_translate("elle est retirée"),
    to_translate("La personne plaignante a retiré sa plainte. Plus rien n’est à faire."),
)


@dataclass(frozen=True, slots=True)
class PassedToYou(Notice):
    """The complaint is now the reader's, and why: its answer was `missed`, or it was passed on."""

    code = "passed_to_you"
    place = 10
    title = to_translate("À votre palier")
    brief = to_translate("la réponse est en retard")
    is_late = True
    missed: bool = False
    why: Literal["conflict", "urgent"] | None = None
    last_day: date | None = None

    def words(self, context: LetterContext) -> tuple[str, str]:
        _ = context.gettext
        if self.why == "urgent":
            return _("elle est urgente"), _(
                "La plainte est urgente et personne n’a agi à temps. Elle est maintenant à votre "
                "palier : agissez sans attendre."
            )
        if self.why == "conflict":
            said = _(
                "La plainte vise la personne qui s’en occupait au palier précédent. Elle est "
                "maintenant à votre palier, et la date promise reste la même."
            )
        elif self.missed:
            said = _(
                "La date promise est passée sans réponse. La plainte est maintenant à votre palier."
            )
        else:
            said = _("Cette plainte vous est transmise, avec une question et un avis.")
        return _("elle est à votre palier"), said

    def entry(self, context: LetterContext) -> str:
        return answer_words(context, self.last_day, self.brief)


@dataclass(frozen=True, slots=True)
class NobodyInCharge(Notice):
    """Nobody is answerable for a complaint: somebody has to be named."""

    code = "nobody_in_charge"
    place = 50
    title = to_translate("Personne n’en a la charge")
    brief = to_translate("aucun membre actif n’a la charge de cette plainte")
    about = to_translate("personne n’en a la charge")
    said = to_translate(
        "Une date approche ou est passée, et aucun membre actif n’a la charge de cette plainte. "
        "Donnez un titulaire à chaque poste du parcours, et un remplacement à chaque absence."
    )

    def action(self, context: LetterContext) -> Action:
        """Lead to the settings: administrators see no complaint."""
        return to_settings(context)


@dataclass(frozen=True, slots=True)
class DateMissed(Notice):
    """A promised date passed: that of a kind of clock."""

    code = "date_missed"
    place = 70
    title = to_translate("Date promise passée")
    brief = to_translate("une date promise est passée")
    is_late = True
    clock: str

    def words(self, context: LetterContext) -> tuple[str, str]:
        _, what = context.gettext, promised_words(context, self.clock)
        said = (
            _("La date promise pour %(what)s est passée.", what=what)
            if what
            else _("Une date promise est passée.")
        )
        return _("une date promise est passée"), said

    def entry(self, context: LetterContext) -> str:
        return passed_words(context, self.clock, self.brief)


@dataclass(frozen=True, slots=True)
class StartedByItself(Notice):
    """The time to answer runs although nobody noted that the file is complete."""

    code = "started_by_itself"
    place = 110
    title = to_translate("Délai de réponse parti")
    brief = to_translate("le délai de réponse est parti de lui-même")
    about = to_translate("le délai de réponse est parti")
    said = to_translate(
        "Personne n’a noté que le dossier est complet. "
        "Le délai de réponse est parti de lui-même, et la personne en est avertie."
    )
    last_day: date | None = None

    def entry(self, context: LetterContext) -> str:
        return answer_words(context, self.last_day, self.brief)


@dataclass(frozen=True, slots=True)
class ResumedByItself(Notice):
    """The time to answer goes on although the complainant did not reply in time."""

    code = "resumed_by_itself"
    place = 120
    title = to_translate("Délai de réponse reparti")
    brief = to_translate("le délai de réponse est reparti de lui-même")
    about = to_translate("le délai de réponse est reparti")
    said = to_translate(
        "La personne plaignante n’a pas répondu à temps à la question. "
        "Le délai de réponse est reparti de lui-même, et elle en est avertie."
    )
    last_day: date | None = None

    def entry(self, context: LetterContext) -> str:
        return answer_words(context, self.last_day, self.brief)


@dataclass(frozen=True, slots=True)
class ApproachingDate(Notice):
    """How much of a time has run, for what, and until which day.

    The time may be that of a `recommendation`, which has a page of its own.
    """

    code = "warning"
    place = 130
    title = to_translate("Échéance à venir")
    clock: str
    percent: int
    last_day: date | None = None
    recommendation: int | None = None

    @property
    def is_request(self) -> bool:
        """Whether the time is that of a request for information."""
        return self.clock == INFORMATION

    def words(self, context: LetterContext) -> tuple[str, str]:
        _, what = context.gettext, promised_words(context, self.clock)
        said = _("%(share)s du délai est écoulé.", share=context.share(self.percent))
        if self.last_day is None:
            return _("une échéance approche"), said
        day = context.day(self.last_day)
        if what:
            said += " " + _("À venir : %(what)s, au plus tard le %(day)s.", what=what, day=day)
        return _("échéance le %(day)s", day=day), said

    def entry(self, context: LetterContext) -> str:
        _, what = context.gettext, promised_words(context, self.clock)
        ran = _("%(share)s du délai est écoulé", share=context.share(self.percent))
        if what is None or self.last_day is None:
            return ran
        day = context.day(self.last_day)
        return _("%(what)s, au plus tard le %(day)s (%(ran)s)", what=what, day=day, ran=ran)

    def action(self, context: LetterContext) -> Action:
        """Lead to whatever the time is for."""
        if self.is_request:
            return to_requests(context)
        if self.recommendation:
            return to_recommendation(context, self.recommendation)
        return to_complaint(context)


@dataclass(frozen=True, slots=True)
class NobodyProtects(StaffLetter):
    """Something urgent waits for somebody who is missing: who, is for the settings."""

    code = "nobody_protects"
    about = to_translate("un signalement attend")
    said = to_translate(
        "Un signalement urgent attend, et il manque un membre actif pour s’en occuper. "
        "Vérifiez qui dirige le service des plaintes et qui est la plus haute autorité."
    )

    def action(self, context: LetterContext) -> Action:
        """Lead to the settings: administrators see no complaint."""
        return to_settings(context)


@dataclass(frozen=True, slots=True)
class ReprisalFlagged(StaffLetter):
    """The complainant suffers or fears reprisals, and by when the head acts."""

    code = "reprisal_flagged"
    last_day: date | None = None

    def words(self, context: LetterContext) -> tuple[str, str]:
        _ = context.gettext
        said = [_("La personne plaignante dit subir ou craindre des représailles.")]
        if self.last_day:
            day = context.day(self.last_day)
            said.append(_("Posez un premier geste au plus tard le %(day)s.", day=day))
        said.append(_("N’en parlez pas à la personne ou à l’unité en cause."))
        return _("représailles signalées"), " ".join(said)


@dataclass(frozen=True, slots=True)
class ReprisalMissed(StaffLetter):
    """Nobody acted on reported reprisals by the date of a kind of clock."""

    code = "reprisal_missed"
    clock: str

    def words(self, context: LetterContext) -> tuple[str, str]:
        _ = context.gettext
        return _("représailles, date passée"), _(
            "La date promise pour %(what)s est passée. "
            "La personne qui dirige le service et la plus haute autorité sont averties.",
            what=promised_words(context, self.clock),
        )


CONFLICT_AT_TOP = FixedStaffLetter(
    "conflict_at_top",
    to_translate("elle vise la plus haute autorité"),
    to_translate(
        "La plus haute autorité de l’organisme est tenue à l’écart de cette plainte, qui la vise. "
        "Le recours externe est indiqué à la personne plaignante. "
        "Le personnel qui vérifie le portail peut lever la mise à l’écart, avec un motif."
    ),
)
"""To whoever runs the portal: nobody of the agency may decide over a complaint."""


TO_STAFF: tuple[LetterKind, ...] = (
    *(
        ASSIGNED,
        NEW_MESSAGE,
        POST_VACANT,
        TEXT_CAME_BACK,
        DECIDED,
        REVIEW_FOR_YOU,
        HANDED_TO_YOU,
        PART_FOR_YOU,
        PART_HANDED_IN,
        PART_DECLINED,
        PART_KEPT,
        PART_CALLED_OFF_STAFF,
        PART_RELEASED,
        RELEASED,
        CONFLICT_NOTED,
        WITHDRAWN_STAFF,
    ),
    *(PassedToYou, NobodyInCharge, DateMissed, StartedByItself, ResumedByItself, ApproachingDate),
    *(NobodyProtects, ReprisalFlagged, ReprisalMissed),
    CONFLICT_AT_TOP,
)
