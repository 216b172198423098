"""What the history of a complaint says of requests for information: their texts, and to whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from portal.complaints.queries.case_rows import Message
from portal.domain.history import EntryKind
from portal.features.information_requests.case_part import released_words, who_is_asked
from portal.features.information_requests.letters import ENDINGS
from portal.features.information_requests.queries import REQUESTS
from portal.pages.current import current_language
from portal.pages.office.case.contributions import Facts, HistoryEntry, HistoryText
from portal.pages.office.case.opened import OpenedCase
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate
from portal.words.dates import day_words

REQUEST = "request"
"""The kind of these texts: read inside the agency alone."""


def request_texts(case: OpenedCase) -> Iterator[Message]:
    """Yield what was asked, answered, and given as a reason, each at its place in the history."""
    for one in case.file.of(REQUESTS):
        yield Message(one.id, one.asked_at, REQUEST, False, None, one.question, one.asked_seq)
        said, at = one.answer or one.reason, one.answered_at or one.ended_at
        if said and at is not None and one.closed_seq is not None:
            yield Message(one.id, at, REQUEST, False, None, said, one.closed_seq)


def _asked(case: OpenedCase, facts: Facts) -> str:
    who = who_is_asked(case, facts.get("post"), case.file.names.get(facts.get("to") or 0))
    told = gettext("À : %(who)s, au plus tard le %(day)s.", who=who, day=_day(facts["last_day"]))
    parts = ", ".join(released_words(facts["released"])).lower()
    shown = gettext("Montré : %(parts)s.", parts=parts) if parts else ""
    return f"{told} {shown}".strip()


def _missed(case: OpenedCase, facts: Facts) -> str:
    if "post" not in facts:
        return gettext("La demande reste à la plus haute autorité.")
    return gettext(
        "La demande passe à : %(who)s, au plus tard le %(day)s.",
        who=who_is_asked(case, facts["post"], None),
        day=_day(facts["last_day"]),
    )


def _given(_case: OpenedCase, facts: Facts) -> str | None:
    return None if facts["in_time"] else gettext("En retard.")


def _ended(_case: OpenedCase, facts: Facts) -> str:
    words = ENDINGS[facts["why"]]
    return gettext(words)


def _day(written: str) -> str:
    return day_words(date.fromisoformat(written), current_language())


HISTORY = (
    HistoryEntry(
        EntryKind.INFORMATION_REQUESTED,
        to_translate("Renseignements demandés à l’interne"),
        _asked,
    ),
    HistoryEntry(EntryKind.INFORMATION_MISSED, to_translate("Renseignements en retard"), _missed),
    HistoryEntry(EntryKind.INFORMATION_GIVEN, to_translate("Renseignements reçus"), _given),
    HistoryEntry(EntryKind.INFORMATION_ENDED, to_translate("Renseignements plus attendus"), _ended),
)
HISTORY_TEXTS = (HistoryText(REQUEST, "note"),)
