"""Who reads an answer before it leaves, in an agency that wants a second reader."""

from __future__ import annotations

from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import members_who_may
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.features.second_reading.actions import REMARK, possible_readers
from portal.pages.current import runtime
from portal.pages.office.case.contributions import (
    Facts,
    HistoryEntry,
    HistoryText,
    SecondReading,
)
from portal.pages.office.case.opened import OpenedCase
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate


def second_reading(case: OpenedCase) -> SecondReading | None:
    """Return who may read the answer that whoever looks is writing; None where nobody has to."""
    wanted = case.agency.settings.second_reader
    if wanted is None or not wanted.reads(case.complaint.category):
        return None
    agency, story = case.complaint.agency, case.complaint.story
    barred = {*case.first_handlers, current_actor().user_id}
    with runtime().reading(current_actor()) as session:
        where = (case.complaint.id, agency, story)
        readers = possible_readers(session, runtime().features, *where, barred)
        helpers = [] if readers else members_who_may(session, Permission.CONFIGURE, agency)
    return SecondReading(tuple(one.name for one in readers), tuple(one.name for one in helpers))


def _read_by(case: OpenedCase, facts: Facts) -> str | None:
    if not facts.get("read_by"):
        return None
    return gettext("Relue par %(name)s.", name=case.file.names.get(facts["read_by"], ""))


HISTORY = (
    HistoryEntry(EntryKind.READING_ASKED, to_translate("Deuxième lecture demandée")),
    HistoryEntry(
        EntryKind.READING_RETURNED, to_translate("Réponse renvoyée par la deuxième lecture")
    ),
    HistoryEntry(EntryKind.ANSWERED, detail=_read_by),
)
HISTORY_TEXTS = (HistoryText(REMARK, "note"),)
