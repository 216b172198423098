"""The texts about a clock: what it waits for, what set it going, what became of it."""

from __future__ import annotations

from portal.domain.time.allowance import Unit
from portal.domain.time.clock import ClockKind
from portal.domain.time.explanation import ClockState, DayZero, StartEvent
from portal.words.catalogue import to_translate

KINDS: dict[ClockKind, str] = {
    ClockKind.ACKNOWLEDGE: to_translate("Accusé de réception"),
    ClockKind.FIRST_CONTACT: to_translate("Prise en charge par une personne"),
    ClockKind.COMPLETE_FILE: to_translate("Dossier complet"),
    ClockKind.ANSWER: to_translate("Réponse"),
    ClockKind.FIRST_PROMISE: to_translate("Date promise quand la plainte a été envoyée"),
    ClockKind.PAUSE: to_translate("Suspension du délai de réponse"),
    ClockKind.SILENCE: to_translate("Recours ouvert par le silence"),
    ClockKind.REVIEW: to_translate("Révision"),
    ClockKind.TRANSFER: to_translate("Transfert à un autre organisme"),
    ClockKind.PART: to_translate("Partie demandée à un autre organisme"),
    ClockKind.INFORMATION_REQUEST: to_translate("Demande de renseignements"),
    ClockKind.RECOMMENDATION_REPLY: to_translate("Réponse à une recommandation"),
    ClockKind.RECOMMENDATION_EXECUTION: to_translate("Exécution d’une recommandation"),
    ClockKind.INTAKE: to_translate("Choix de l’organisme"),
    ClockKind.REPRISAL_FIRST_ACT: to_translate("Premier geste contre les représailles"),
    ClockKind.REPRISAL_CHECK_IN: to_translate("Suivi après le signalement de représailles"),
    ClockKind.URGENT_FIRST_ACT: to_translate("Premier geste pour une plainte urgente"),
    ClockKind.CLOSING: to_translate("Fermeture, avec ce qui est conclu"),
    ClockKind.REOPENING: to_translate("Demande de reprendre la plainte"),
}
STARTS: dict[StartEvent, str] = {
    StartEvent.RECEIVED: to_translate("Le délai part de la réception : %(moment)s."),
    StartEvent.ROUTED: to_translate("Le délai part de l’arrivée à cet organisme : %(moment)s."),
    StartEvent.HANDED_OVER: to_translate("Le délai part de l’arrivée à ce palier : %(moment)s."),
    StartEvent.FILE_COMPLETED: to_translate(
        "Le délai part du moment où le dossier a été complet, ou devait l’être : %(moment)s."
    ),
    StartEvent.PAUSED: to_translate("Le délai part de la question posée : %(moment)s."),
    StartEvent.REPORTED: to_translate("Le délai part du signalement : %(moment)s."),
    StartEvent.CONFIRMED_URGENT: to_translate(
        "Le délai part du moment où l’urgence est confirmée, ou de l’arrivée à ce palier : "
        "%(moment)s."
    ),
    StartEvent.ANSWERED: to_translate("Le délai part de la réponse : %(moment)s."),
    StartEvent.CLOSED: to_translate("Le délai part de la fermeture de la plainte : %(moment)s."),
    StartEvent.REOPENED: to_translate("Le délai part de la reprise de la plainte : %(moment)s."),
    StartEvent.TRANSFER_PROPOSED: to_translate(
        "Le délai part de la proposition de transfert : %(moment)s."
    ),
    StartEvent.PART_ASKED: to_translate("Le délai part de la demande de la partie : %(moment)s."),
    StartEvent.REVIEW_ASKED: to_translate("Le délai part de la demande de révision : %(moment)s."),
    StartEvent.INFORMATION_REQUESTED: to_translate("Le délai part de la demande : %(moment)s."),
    StartEvent.RECOMMENDED: to_translate(
        "Le délai part du moment où la recommandation arrive à qui doit répondre : %(moment)s."
    ),
    StartEvent.ACCEPTED: to_translate(
        "Le délai part de l’acceptation de la recommandation : %(moment)s."
    ),
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
