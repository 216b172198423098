"""The history of a complaint as its complainant is told it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.complaints.queries.followed import ToldEntry
from portal.domain.confidential import CLOCKS
from portal.domain.escalation import Path, step_at
from portal.domain.history import EntryKind
from portal.domain.recourse import Recourse
from portal.domain.text import Text
from portal.domain.time.clock import ClockKind
from portal.features.contact_limits.words import MEANS
from portal.features.joint_answers.words import SHARED
from portal.features.satisfaction.verdict_words import VERDICTS
from portal.features.transfers.words import TRAVELLING
from portal.pages.current import current_language
from portal.pages.filters import marked_text
from portal.pages.texts import filled, gettext
from portal.words.catalogue import to_translate
from portal.words.dates import day_words

K = EntryKind

TITLES: dict[EntryKind, str] = {
    K.FILED: to_translate("Plainte reçue"),
    K.TAKEN_IN_CHARGE: to_translate("Plainte prise en charge"),
    K.FILE_COMPLETED: to_translate("Le délai de réponse est commencé"),
    K.STUDIED: to_translate("Plainte à l’étude"),
    K.RECLASSIFIED: to_translate("Sujet de la plainte changé"),
    K.ASKED: to_translate("On vous a posé une question"),
    K.MESSAGE_RECEIVED: to_translate("Vous avez écrit un message"),
    K.DOCUMENT_ADDED: to_translate("Un document a été ajouté"),
    K.EXTENDED: to_translate("Délai de réponse prolongé"),
    K.PAUSED: to_translate("Délai de réponse suspendu"),
    K.RESUMED: to_translate("Le délai de réponse est reparti"),
    K.DATE_MISSED: to_translate("Le délai promis est passé"),
    K.ESCALATED: to_translate("Plainte transmise au palier suivant"),
    K.PASSED_TO_TOP: to_translate("Plainte transmise à la plus haute autorité"),
    K.RECOURSE_OPENED: to_translate("Un autre recours vous est ouvert"),
    K.DECIDED: to_translate("La plus haute autorité a pris une décision"),
    K.ANSWERED: to_translate("Réponse donnée"),
    K.CLOSED: to_translate("Plainte fermée"),
    K.REOPENED: to_translate("Vous avez demandé que votre plainte soit reprise"),
    K.REVIEW_ASKED: to_translate("Vous avez demandé une révision"),
    K.WITHDRAWN: to_translate("Plainte retirée"),
    K.TRANSFER_PROPOSED: to_translate("Transfert à un autre organisme proposé"),
    K.TRANSFER_TAKEN_BACK: to_translate("Le transfert proposé n’a pas lieu"),
    K.TRANSFER_AGREED: to_translate("Vous avez dit ce que l’autre organisme peut lire"),
    K.ROUTED: to_translate("Plainte remise à un autre organisme"),
    K.PART_ASKED: to_translate("Une partie a été demandée à un autre organisme"),
    K.PART_AGREED: to_translate("Vous avez dit ce que l’autre organisme peut lire"),
    K.PART_BEGUN: to_translate("Un autre organisme répond à une partie"),
    K.PART_CALLED_OFF: to_translate("Un autre organisme ne répond plus à une partie"),
    K.SUCCEEDED: to_translate("Un autre organisme s’occupe de votre plainte"),
    K.CONTACT_CHANGED: to_translate("Coordonnées changées"),
    K.LETTER_POSTED: to_translate("Lettre postée"),
    K.READY_FILE_MADE: to_translate("Dossier préparé pour un autre recours"),
    K.REPRISAL_FLAGGED: to_translate("Représailles signalées"),
    K.REPRISAL_ACTED: to_translate("Un geste a été posé après votre signalement"),
    K.INFORMATION_REQUESTED: to_translate("Des renseignements ont été demandés à l’organisme"),
    K.URGENCY_CONFIRMED: to_translate("Votre plainte est traitée en urgence"),
    K.URGENT_ACTED: to_translate("Un premier geste urgent a été posé"),
    K.CONTACT_LIMITED: to_translate("Échanges limités pour un temps"),
    K.LIMIT_REVIEW_ASKED: to_translate("Vous avez demandé la révision de la limite"),
    K.LIMIT_REVIEWED: to_translate("La limite de contact a été révisée"),
    K.LIMIT_ENDED: to_translate("La limite de contact a pris fin"),
    K.NEWS_WISHED: to_translate("Nouvelles de la correction"),
    K.ANSWER_JUDGED: to_translate("Vous avez dit si la réponse vous convient"),
}


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history: what, when, by whom, and the words that go with it.

    `by` is the agency, where it is another than the one that has the complaint.
    """

    kind: str
    title: str
    at: datetime
    by_complainant: bool
    note: str
    text: str | None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What the words of an entry may name: the levels and the recourses of the agency."""

    path: Path
    recourses: tuple[Recourse, ...]


def worded_history(entries: Iterable[ToldEntry], around: Around) -> list[Happened]:
    """Return the entries that a complainant is told about, in the order given."""
    return [_worded(entry, around) for entry in entries if entry.kind in TITLES]


def _worded(entry: ToldEntry, around: Around) -> Happened:
    kind = EntryKind(entry.kind)
    note = _NOTES[kind](entry.facts, around) if kind in _NOTES else ""
    title = gettext(TITLES[kind])
    return Happened(entry.kind, title, entry.at, entry.by_complainant, note, entry.text)


def _new_date(facts: Mapping[str, Any], around: Around) -> str:
    return gettext("Nouvelle date : au plus tard le %(day)s.", day=_day(facts["last_day"]))


def _started(facts: Mapping[str, Any], around: Around) -> str:
    why = (
        gettext("Personne n’avait noté que le dossier est complet. Le délai part quand même.")
        if facts.get("by_itself")
        else gettext("Le dossier est complet.")
    )
    return f"{why} {_new_date(facts, around)}"


def _paused(facts: Mapping[str, Any], around: Around) -> str:
    why = filled(
        gettext("Ce qu’on attend de vous : %(reason)s."),
        reason=marked_text(Text(**facts["reason_name"])),
    )
    until = gettext(
        "Le délai repart dès que vous répondez, ou de lui-même après le %(day)s.",
        day=_day(facts["until"]),
    )
    return filled("%(why)s %(until)s", why=why, until=until)


def _resumed(facts: Mapping[str, Any], around: Around) -> str:
    why = (
        gettext("Il est reparti de lui-même.")
        if facts.get("by_itself")
        else gettext("Votre réponse est arrivée.")
    )
    return f"{why} {_new_date(facts, around)}"


def _who_holds_it(facts: Mapping[str, Any], around: Around) -> str:
    title = marked_text(step_at(around.path, int(facts["level"])).title)
    if facts.get("last_day") is None:
        return filled(gettext("Responsable maintenant : %(title)s."), title=title)
    return filled(
        gettext("Responsable maintenant : %(title)s, au plus tard le %(day)s."),
        title=title,
        day=_day(facts["last_day"]),
    )


def _act_by(facts: Mapping[str, Any], around: Around) -> str:
    return gettext("Premier geste : au plus tard le %(day)s.", day=_day(facts["last_day"]))


def _limited(facts: Mapping[str, Any], around: Around) -> str:
    means = "; ".join(gettext(MEANS[one]) for one in facts["means"])
    return gettext("%(means)s. Jusqu’au %(day)s.", means=means, day=_day(facts["last_day"]))


def _limit_reviewed(facts: Mapping[str, Any], around: Around) -> str:
    if facts["goes_on"]:
        return gettext("Elle continue jusqu’à sa date.")
    return gettext("Elle prend fin maintenant.")


def _to_whom(facts: Mapping[str, Any], around: Around) -> str:
    if "agency_name" not in facts:
        return ""
    return filled(gettext("À : %(agency)s."), agency=marked_text(Text(**facts["agency_name"])))


def _what_travels(facts: Mapping[str, Any], around: Around) -> str:
    names = [gettext(TRAVELLING[each]) for each in facts["fields"]]
    return gettext("Accepté : %(what)s.", what=", ".join(names) or gettext("rien de plus"))


def _what_is_read(facts: Mapping[str, Any], around: Around) -> str:
    names = [gettext(SHARED[each]) for each in facts["fields"]]
    return gettext("Accepté : %(what)s.", what=", ".join(names) or gettext("rien de plus"))


def _who_has_a_part(facts: Mapping[str, Any], around: Around) -> str:
    agency = marked_text(Text(**facts["agency_name"]))
    if facts.get("last_day") is None:
        return filled(gettext("À : %(agency)s."), agency=agency)
    words = gettext("À : %(agency)s. Réponse au plus tard le %(day)s.")
    return filled(words, agency=agency, day=_day(facts["last_day"]))


def _who_was_asked(facts: Mapping[str, Any], around: Around) -> str:
    agency = marked_text(Text(**facts["agency_name"]))
    return filled(gettext("Organisme : %(agency)s."), agency=agency)


def _which_recourse(facts: Mapping[str, Any], around: Around) -> str:
    bodies = {one.code: marked_text(one.body) for one in around.recourses}
    return bodies.get(facts["recourse"], "")


def _who_took_over(facts: Mapping[str, Any], around: Around) -> str:
    return filled(
        gettext("%(agency)s prend la place de : %(before)s. Les dates promises restent les mêmes."),
        agency=marked_text(Text(**facts["agency_name"])),
        before=marked_text(Text(**facts["before_name"])),
    )


def _missed(facts: Mapping[str, Any], around: Around) -> str:
    if facts.get("clock") == ClockKind.CLOSING:
        return gettext("La plainte devait être fermée. La personne qui dirige le service le sait.")
    if facts.get("clock") == ClockKind.URGENT_FIRST_ACT:
        return gettext("Personne n’a agi à temps pour l’urgence. Le palier suivant est averti.")
    if facts.get("clock") == ClockKind.INTAKE:
        return gettext(
            "Le guichet n’a pas encore remis votre plainte à un organisme. "
            "La personne responsable et le palier au-dessus d’elle sont avertis."
        )
    if facts.get("clock") == ClockKind.FIRST_PROMISE:
        return gettext("C’est la date promise quand vous avez envoyé la plainte.")
    if facts.get("clock") not in CLOCKS:
        return ""
    return gettext(
        "Le geste promis après votre signalement n’a pas été posé à temps. "
        "La plus haute autorité de l’organisme est avertie."
    )


def _posted_on(facts: Mapping[str, Any], around: Around) -> str:
    return gettext("Postée le %(day)s.", day=_day(facts["day"]))


def _wished(facts: Mapping[str, Any], around: Around) -> str:
    if facts["wishes"]:
        return gettext("Vous voulez savoir quand la cause sera corrigée.")
    return gettext("Vous ne souhaitez plus le savoir.")


def _judged(facts: Mapping[str, Any], around: Around) -> str:
    return f"{gettext(VERDICTS[facts['verdict']])}."


def _day(written: str | None) -> str:
    return day_words(date.fromisoformat(written), current_language()) if written else ""


_NOTES: dict[EntryKind, Callable[[Mapping[str, Any], Around], str]] = {
    K.LETTER_POSTED: _posted_on,
    K.EXTENDED: _new_date,
    K.REOPENED: _new_date,
    K.REVIEW_ASKED: _who_holds_it,
    K.FILE_COMPLETED: _started,
    K.PAUSED: _paused,
    K.RESUMED: _resumed,
    K.DATE_MISSED: _missed,
    K.ESCALATED: _who_holds_it,
    K.PASSED_TO_TOP: _who_holds_it,
    K.SUCCEEDED: _who_took_over,
    K.RECOURSE_OPENED: _which_recourse,
    K.URGENCY_CONFIRMED: _act_by,
    K.CONTACT_LIMITED: _limited,
    K.LIMIT_REVIEWED: _limit_reviewed,
    K.NEWS_WISHED: _wished,
    K.ANSWER_JUDGED: _judged,
    K.TRANSFER_PROPOSED: _to_whom,
    K.TRANSFER_AGREED: _what_travels,
    K.PART_ASKED: _to_whom,
    K.PART_AGREED: _what_is_read,
    K.PART_CALLED_OFF: _who_was_asked,
    K.PART_BEGUN: _who_has_a_part,
    K.ROUTED: _to_whom,
}
