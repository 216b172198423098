"""What the kernel itself declares: what every complaint owes by a date, and what may leave."""

from __future__ import annotations

from portal.complaints.dates import first_promise, running_clocks
from portal.complaints.dates.answer_dates import (
    IS_PAUSED,
    resume_by_itself,
    resume_if_due,
    start_by_itself,
)
from portal.complaints.dates.extending import extend_answer
from portal.complaints.events import (
    AnswerBegun,
    AnswerContent,
    Answered,
    ClosingContent,
    ExtensionContent,
    QuestionContent,
)
from portal.complaints.features import Feature, Obligation, Reaction, TextUse
from portal.complaints.handling import casework
from portal.complaints.handling.closing_gate import refuse_unsaid
from portal.complaints.handling.escalation import escalate, open_recourse, tell_in_charge
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.work import Work
from portal.domain.errors import StaleComplaintError
from portal.domain.handling.held_messages import BY_ANSWER, BY_ANSWER_OR_EXTENSION, Outgoing
from portal.domain.time.clock import ClockKind
from portal.domain.time.explanation import StartEvent
from portal.domain.time.promise import Allowance
from portal.words.catalogue import to_translate
from portal.words.clocks import ClockWords


def _resume_if_due(event: AnswerBegun) -> None:
    resume_if_due(event.work, event.complaint)


def _open_recourse(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    open_recourse(work, complaint, str(clock.promise["silence"]), clock)


def _answer(work: Work, complaint: ComplaintRecord, content: AnswerContent) -> None:
    casework.answer(work, complaint, content.body)


def _ask(work: Work, complaint: ComplaintRecord, content: QuestionContent) -> None:
    casework.ask_complainant(work, complaint, content.body, content.pause)


def _extend(work: Work, complaint: ComplaintRecord, content: ExtensionContent) -> None:
    due = extend_answer(work, complaint, Allowance.parse(content.by), content.reason)
    if due.last_day != content.last_day:
        # Another calendar moved it meanwhile: a day that nobody looked at is not promised.
        raise StaleComplaintError


def _close(work: Work, complaint: ComplaintRecord, content: ClosingContent) -> None:
    if content.asks_given:
        refuse_unsaid(content.findings)
    casework.close(work, complaint, content.findings, language_shown=content.language_shown)


_EXCHANGED = ("message", "question", "answer", "extension", "conclusion", "again")
_INTERNAL = ("note", "to_top", "decision")

KERNEL = Feature(
    name="complaints",
    texts=dict.fromkeys(_EXCHANGED, TextUse.EXCHANGED) | dict.fromkeys(_INTERNAL, TextUse.INTERNAL),
    reactions=(
        Reaction(AnswerBegun, _resume_if_due, where=IS_PAUSED),
        Reaction(Answered, first_promise.note_answer, where=first_promise.IS_OWED),
    ),
    obligations=(
        Obligation(
            ClockKind.ACKNOWLEDGE,
            ClockWords(to_translate("Accusé de réception"), to_translate("l’accusé de réception")),
            tell_in_charge,
        ),
        Obligation(
            ClockKind.FIRST_CONTACT,
            ClockWords(
                to_translate("Prise en charge par une personne"),
                promised=to_translate("le premier contact"),
                missed=to_translate("Premier contact"),
            ),
            tell_in_charge,
            kept_by=BY_ANSWER,
        ),
        Obligation(
            ClockKind.COMPLETE_FILE,
            ClockWords(
                to_translate("Dossier complet"),
                afterwards=to_translate("Ensuite, le délai de réponse part de lui-même."),
            ),
            start_by_itself,
            warned_of=False,
            kept_by=BY_ANSWER,
        ),
        Obligation(
            ClockKind.ANSWER,
            ClockWords(
                to_translate("Réponse"),
                promised=to_translate("la réponse"),
                missed=to_translate("Réponse"),
            ),
            escalate,
            kept_by=BY_ANSWER_OR_EXTENSION,
        ),
        Obligation(
            ClockKind.FIRST_PROMISE,
            ClockWords(
                to_translate("Date promise avant le changement d’organisme"),
                promised=to_translate("la réponse, promise avant le changement d’organisme"),
                missed=to_translate("Date promise avant le changement d’organisme"),
            ),
            first_promise.tell_missed,
            kept_by=BY_ANSWER,
        ),
        Obligation(
            ClockKind.PAUSE,
            ClockWords(
                to_translate("Suspension du délai de réponse"),
                started=to_translate("Le délai part de la question posée : %(moment)s."),
                afterwards=to_translate("Ensuite, le délai de réponse repart de lui-même."),
            ),
            resume_by_itself,
            start=StartEvent.PAUSED,
            warned_of=False,
        ),
        # The answer's own clock warns of silence, which is the complainant's: nothing puts it off.
        Obligation(
            ClockKind.SILENCE,
            ClockWords(
                to_translate("Recours ouvert faute de réponse"),
                afterwards=to_translate("Rien ne suspend ce délai."),
            ),
            _open_recourse,
            warned_of=False,
            kept_by=BY_ANSWER,
        ),
        Obligation(
            ClockKind.INTAKE,
            ClockWords(
                to_translate("Choix de l’organisme"),
                promised=to_translate("la remise à un organisme"),
                missed=to_translate("Remise à un organisme"),
            ),
            running_clocks.tell_intake_missed,
            kept_by=BY_ANSWER,
        ),
        Obligation(
            ClockKind.CLOSING,
            ClockWords(
                to_translate("Fermeture, avec ce qui est conclu"),
                promised=to_translate("la fermeture de la plainte"),
                missed=to_translate("Fermeture de la plainte"),
                started=to_translate("Le délai part de la réponse : %(moment)s."),
            ),
            tell_in_charge,
            start=StartEvent.ANSWERED,
            kept_by=frozenset({Outgoing.CLOSING}),
        ),
    ),
    outgoing={
        AnswerContent: _answer,
        QuestionContent: _ask,
        ExtensionContent: _extend,
        ClosingContent: _close,
    },
)
"""What the kernel itself declares: the first of the features of any portal."""
