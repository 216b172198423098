"""The texts about a clock: what it waits for, what set it going, what became of it."""

from __future__ import annotations

from msgspec import Struct

from portal.domain.time.explanation import ClockState, DayZero, StartEvent
from portal.domain.time.promise import Unit
from portal.words.catalogue import to_translate


class ClockWords(Struct, frozen=True):
    """The French words of a kind of clock, declared with what is asked by its date.

    Its `name` stands above the explanation of its date. Within a sentence to the staff, it is the
    date for what is `promised`. The history of a complaint says what was `missed`; where that is
    nothing, the feature words it. `started` says what sets it going, at a moment, where no other
    kind of clock begins so; `afterwards`, what is to be known besides of its end.
    """

    name: str
    promised: str | None = None
    missed: str | None = None
    started: str | None = None
    afterwards: str | None = None


UNDECLARED = ClockWords(to_translate("Échéance"))
"""The words of a clock whose feature is left out."""

STARTS: dict[StartEvent, str] = {
    StartEvent.RECEIVED: to_translate("Le délai part de la réception : %(moment)s."),
    StartEvent.ROUTED: to_translate("Le délai part de l’arrivée à cet organisme : %(moment)s."),
    StartEvent.HANDED_OVER: to_translate("Le délai part de l’arrivée à ce palier : %(moment)s."),
    StartEvent.FILE_COMPLETED: to_translate(
        "Le délai part du moment où le dossier a été complet, ou devait l’être : %(moment)s."
    ),
    StartEvent.REOPENED: to_translate("Le délai part de la reprise de la plainte : %(moment)s."),
}
DAYS_ZERO: dict[DayZero, str] = {
    DayZero.RECEIVED_IN_TIME: to_translate(
        "Jour 0 : le %(day)s. C’est un jour ouvrable, avant la fermeture."
    ),
    DayZero.AFTER_CLOSING: to_translate(
        "C’était après la fermeture. Le jour 0 est donc le jour ouvrable suivant : le %(day)s."
    ),
    DayZero.CLOSED_DAY: to_translate(
        "C’était un jour fermé. Le jour 0 est donc le jour ouvrable suivant : le %(day)s."
    ),
    DayZero.ANY_DAY: to_translate("Jour 0 : le %(day)s, quelle que soit l’heure."),
    DayZero.VERY_MOMENT: to_translate("Les heures courent dès ce moment."),
}
COUNTED: dict[Unit, str] = {
    Unit.HOURS: to_translate("Toutes les heures comptent : la nuit et les jours fermés aussi."),
    Unit.WORKING_HOURS: to_translate("Seules les heures d’ouverture comptent : %(hours)s."),
    Unit.WORKING_DAYS: to_translate("Seuls les jours ouvrables comptent, à partir du lendemain."),
}
EVERY_DAY = to_translate("Tous les jours comptent, à partir du lendemain.")
STATES: dict[ClockState, str] = {
    ClockState.MET: to_translate("Fait le %(moment)s, à temps."),
    ClockState.MET_LATE: to_translate("Fait le %(moment)s, en retard."),
    ClockState.MISSED: to_translate("La date est passée sans que ce soit fait."),
    ClockState.ENDED: to_translate("Ce délai ne court plus depuis le %(moment)s."),
}
