"""« À faire maintenant »: the next thing owed, until when, and else what."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from portal.complaints.entries import RecourseOpened
from portal.complaints.queries.case_file import Message
from portal.complaints.queries.kept_clocks import KeptClock
from portal.domain.complaint import Status
from portal.domain.handling.escalation import step_at
from portal.domain.permissions import Permission
from portal.domain.time.clock import ClockKind
from portal.domain.time.promised_dates import promise_from
from portal.pages.current import current_language, gettext
from portal.pages.features import added
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import HistoryText, ToDoOnceEnded
from portal.pages.office.case.going_up import step_if_missed
from portal.pages.office.case.offered import is_at_top
from portal.pages.office.case.outgoing import OnItsWay, on_its_way
from portal.pages.office.case.turns import with_top
from portal.pages.telling import if_letters_leave
from portal.words.dates import day_words


class NextStep(Struct, frozen=True):
    """What to do, in words, with the message that waits for an answer."""

    task: str
    consequence: str | None = None
    message: Message | None = None


def next_step(case: OpenedCase) -> NextStep:
    """Return what the complaint now needs from whoever reads the page."""
    status = Status(case.complaint.status)
    if not case.complaint.is_open:
        waits = (task for to_do in added(ToDoOnceEnded) if (task := to_do.task(case)))
        return NextStep(next(waits, gettext("Rien. La plainte est terminée.")))
    outgoing = on_its_way(case)
    if outgoing is not None and not outgoing.opens:
        return NextStep(gettext("Écrire de nouveau ce qui était confirmé, une fois repris."))
    if outgoing is not None:
        return _second_reading(case, outgoing) if outgoing.to_read else _leaving(outgoing)
    intake = case.file.clock(ClockKind.INTAKE)
    if intake is not None and intake.is_owed:
        return _hand_on(case, intake) if case.may(Permission.ROUTE) else _others_hand_on(intake)
    if status is Status.ANSWERED:
        return _after_answer(case) if case.may(Permission.CLOSE) else _others_close(case)
    if status is not Status.RECEIVED and case.is_first_handler:
        return _left_to_others(case)
    return NextStep(*_unanswered(case), message_to_answer(case))


def _unanswered(case: OpenedCase) -> tuple[str, str | None]:
    """Return what whoever reads the page owes to a complaint that waits for its answer."""
    task = with_top(case)
    if task is not None:
        return task, _until(case)
    if not case.may(Permission.ANSWER):
        return _others_answer(case)
    is_new = case.complaint.taken_in_charge_at is None and not case.is_own_motion
    return _first_contact(case) if is_new and case.may(Permission.CONTACT) else _answer(case)


def message_to_answer(case: OpenedCase) -> Message | None:
    """Return the newest message of the complainant that nobody answered.

    What is answered on a page of its own is none.
    """
    elsewhere = {text.kind for text in added(HistoryText) if text.waits_elsewhere}
    for message in reversed(case.file.messages):
        if message.from_citizen and message.kind not in elsewhere:
            return message
        if message.kind in ("answer", "question"):
            return None
    return None


def _leaving(outgoing: OnItsWay) -> NextStep:
    return NextStep(
        gettext("Rien, le temps que ce texte parte."),
        gettext("S’il est à corriger, annulez son envoi avant cette heure.")
        if outgoing.may_cancel
        else None,
    )


def _second_reading(case: OpenedCase, outgoing: OnItsWay) -> NextStep:
    clock = case.answer_clock
    task = (
        gettext(
            "Relire, avant qu’elle parte, la réponse écrite par %(author)s.", author=outgoing.author
        )
        if outgoing.may_read
        else gettext("Attendre la deuxième lecture de la réponse.")
    )
    if clock is None:
        return NextStep(task)
    if clock.last_day is not None:
        by = gettext("Le délai court jusqu’au %(day)s.", day=_day(clock.last_day))
        task = f"{task} {by}"
    return NextStep(task, _if_missed(case, clock))


def _hand_on(case: OpenedCase, intake: KeptClock) -> NextStep:
    message = message_to_answer(case)
    assert intake.last_day is not None, "handing on waits for nothing"
    if intake.missed_at is not None:
        return NextStep(
            gettext("Remettre la plainte à un organisme : la date prévue est passée."),
            if_letters_leave(gettext("Le palier au-dessus en est averti par courriel.")),
            message,
        )
    return NextStep(
        gettext(
            "Remettre la plainte à l’organisme qui doit répondre, au plus tard le %(day)s.",
            day=_day(intake.last_day),
        ),
        gettext("Sinon, le retard est compté, et la personne le voit."),
        message,
    )


def _others_hand_on(intake: KeptClock) -> NextStep:
    return NextStep(
        gettext("Rien pour vous : le guichet remet la plainte à l’organisme qui doit répondre."),
        None if intake.last_day is None else _set_for(intake.last_day),
    )


def _others_close(case: OpenedCase) -> NextStep:
    clock = case.closing_clock
    return NextStep(
        gettext("Rien pour vous : le service des plaintes ferme la plainte avec une conclusion."),
        None if clock is None or clock.last_day is None else _set_for(clock.last_day),
        message_to_answer(case),
    )


def _others_answer(case: OpenedCase) -> tuple[str, str | None]:
    who = step_at(case.path, case.complaint.level).title.in_(current_language())
    task = gettext("Rien pour vous. Qui répond à la personne : %(who)s.", who=who)
    if not case.is_before_its_turn:
        return task, _until(case)
    why = gettext("Vous répondez une fois la plainte rendue à votre palier.")
    return task, _joined(why, _until(case) or "")


def _until(case: OpenedCase) -> str | None:
    """Return until when the answer is promised, or that every date passed."""
    clock = case.answer_clock
    if clock is not None and clock.last_day is not None:
        by = gettext("Le délai court jusqu’au %(day)s.", day=_day(clock.last_day))
        return f"{by} {_if_missed(case, clock)}"
    if case.missed_day is None:
        return None
    return gettext(
        "Toutes les dates promises sont passées, la première le %(day)s.",
        day=_day(case.missed_day),
    )


def _set_for(day: date) -> str:
    return gettext("Date prévue : %(day)s.", day=_day(day))


def _left_to_others(case: OpenedCase) -> NextStep:
    return NextStep(
        gettext("Rien : vous avez déjà traité cette plainte, et une autre personne la révise."),
        gettext(
            "La révision est confiée à : %(who)s.",
            who=step_at(case.path, case.complaint.level).title.in_(current_language()),
        ),
    )


def _after_answer(case: OpenedCase) -> NextStep:
    message, clock = message_to_answer(case), case.closing_clock
    if message is not None:
        return NextStep(gettext("Lire ce que la personne a écrit après la réponse."), None, message)
    if clock is None or clock.last_day is None:
        return NextStep(gettext("Fermer la plainte avec une conclusion et ses motifs."))
    return NextStep(
        gettext(
            "Fermer la plainte avec une conclusion et ses motifs, au plus tard le %(day)s.",
            day=_day(clock.last_day),
        ),
        _joined(gettext("La date est passée."), _head_is_told(case))
        if clock.missed_at
        else _joined(gettext("Sinon, le retard est compté."), _head_is_told(case)),
    )


def _first_contact(case: OpenedCase) -> tuple[str, str | None]:
    clock = case.file.clock(ClockKind.FIRST_CONTACT)
    if clock is not None and clock.pending and clock.last_day is not None:
        task = gettext(
            "Parler ou écrire vous-même à la personne au plus tard le %(day)s.",
            day=_day(clock.last_day),
        )
        consequence = _joined(gettext("Sinon, le retard est compté."), _head_is_told(case))
    elif clock is not None and clock.missed_at is None:
        # Denied, and somebody wrote in time: a contact is owed, and no date of it is.
        task, consequence = gettext("Parler ou écrire vous-même à la personne."), ""
    else:
        task = gettext("Parler ou écrire vous-même à la personne : la date prévue est passée.")
        consequence = _joined(gettext("Le retard est compté."), _head_is_told(case))
    if not case.waits_for_file:
        return task, consequence
    missing = gettext("Dites-lui quels documents manquent, ou notez que le dossier est complet.")
    return f"{task} {missing}", consequence


def _answer(case: OpenedCase) -> tuple[str, str | None]:
    clock = case.answer_clock
    if case.waits_for_file:
        return _complete_file(case)
    if case.is_stopped:
        return _stopped(case)
    if clock is None and case.missed_day is not None:
        return _answer_late(case, case.missed_day)
    if clock is None or clock.last_day is None:
        return gettext("Répondre à la personne."), None
    day = _day(clock.last_day)
    task = (
        gettext(
            "Attendre la réponse de la personne. Le délai court toujours, jusqu’au %(day)s.",
            day=day,
        )
        if case.complaint.status == Status.WAITING
        else gettext("Répondre à la personne au plus tard le %(day)s.", day=day)
    )
    return task, _if_missed(case, clock)


def _answer_late(case: OpenedCase, missed_day: date) -> tuple[str, str | None]:
    """Return what is owed once no level has a date left to keep."""
    task = gettext(
        "Répondre à la personne : toutes les dates promises sont passées, la première le %(day)s.",
        day=_day(missed_day),
    )
    return task, _opened() if _is_recourse_open(case) else None


def _is_recourse_open(case: OpenedCase) -> bool:
    return any(entry.kind == RecourseOpened.kind for entry in case.file.entries)


def _opened() -> str:
    return gettext("L’autre recours est ouvert, et la page de suivi de la personne le dit.")


def _complete_file(case: OpenedCase) -> tuple[str, str | None]:
    if not case.may(Permission.CONTACT):
        return gettext("Rien pour vous : le service des plaintes attend des documents."), None
    file = case.file.clock(ClockKind.COMPLETE_FILE)
    if file is None or file.last_day is None:
        return gettext("Noter que le dossier est complet."), None
    task = gettext(
        "Obtenir les documents qui manquent, puis noter que le dossier est complet, "
        "au plus tard le %(day)s.",
        day=_day(file.last_day),
    )
    return task, gettext(
        "Sinon, le délai de réponse part de lui-même, et la page de suivi de la personne le dit."
    )


def _stopped(case: OpenedCase) -> tuple[str, str | None]:
    wait = case.file.clock(ClockKind.PAUSE)
    assert wait is not None, "only a stopped time waits"
    task = gettext(
        "Attendre la réponse de la personne. Le délai est suspendu : %(reason)s.",
        reason=promise_from(wait.promise).basis.in_(current_language()),
    )
    if wait.last_day is None or not wait.pending:
        return task, None
    return task, gettext(
        "Sans réponse, il repart de lui-même après le %(day)s.", day=_day(wait.last_day)
    )


def _if_missed(case: OpenedCase, clock: KeptClock) -> str:
    if is_at_top(case):
        if _is_recourse_open(case):
            return _opened()
        return gettext(
            "Sans réponse, l’autre recours s’ouvre, et la page de suivi de la personne le dit."
        )
    who = step_if_missed(case).title.in_(current_language())
    return gettext("Sans réponse, la plainte passe ensuite à ce palier : %(who)s.", who=who)


def _head_is_told(case: OpenedCase) -> str:
    """Return that the head is told, unless it may be they who are kept out."""
    if case.file.excluded:
        return ""
    return if_letters_leave(
        gettext("La personne qui dirige le service en est avertie par courriel.")
    )


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _day(day: date) -> str:
    return day_words(day, current_language())
