"""The second reading of an answer: a colleague lets it leave, or sends it back with a remark.

Whoever writes an answer that is read first sees who may read it.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from portal.auth.sign_in import current_actor
from portal.complaints.entries import Answered
from portal.complaints.events import Content, TextContent
from portal.complaints.queries.accounts import members_who_may
from portal.domain.errors import IncompleteError
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.typed import whole_number
from portal.features.second_reading.actions import (
    REMARK,
    approve,
    possible_readers,
    send_back,
    wants_reader,
)
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import MissingWords, needed_text, note_missing
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages, added
from portal.pages.forms import Problems
from portal.pages.office.actions import COMPLAINT
from portal.pages.office.actions.answering import letter_words
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import (
    FirstReaders,
    HeldMessage,
    HistoryEntry,
    HistoryText,
    SecondReading,
)
from portal.pages.office.case.drafting import hints_for
from portal.pages.office.case.outgoing import on_its_way, opened, text_to_read
from portal.words.catalogue import to_translate

pages = Pages("office")

APPROVED, RETURNED = "envoyer", "renvoyer"
VERDICTS: dict[str, str] = {
    APPROVED: to_translate("Elle peut partir"),
    RETURNED: to_translate("Elle est à changer : la renvoyer à qui l’a écrite"),
}
_DONE: dict[bool | None, str] = {
    True: to_translate("Réponse relue : elle part dans un instant."),
    False: to_translate(
        "Réponse revenue à qui l’a écrite : la personne a ajouté quelque chose depuis."
    ),
    None: to_translate("Réponse renvoyée à qui l’a écrite."),
}
"""What is said after the reading, by whether the answer goes on; None where it is sent back."""


def _read(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    verdict, held_id = form.get("verdict", ""), form.get("held", 0, type=whole_number)
    if verdict == APPROVED:
        return partial(approve, held_id=held_id, hold=runtime().config.hold)
    if verdict == RETURNED:
        return partial(send_back, held_id=held_id, remark=needed_text(form, problems, "remark"))
    note_missing(problems, IncompleteError("verdict"))
    return None


def _text(case: OpenedCase, _form: Form) -> dict[str, Any]:
    """Return the answer that waits exactly as it would leave, unless it does not wait any more."""
    held, waiting = text_to_read(case), on_its_way(case)
    content = None if held is None else opened(held)
    if held is None or content is None:
        is_waiting = waiting is not None and waiting.to_read
        return {"text": None, "is_waiting": is_waiting, "is_unreadable": held is not None}
    assert isinstance(content, TextContent), "an answer is read, and nothing else"
    body = content.body.strip()
    return {
        **_beside(case, content),
        "text": held,
        "author": case.file.names.get(held.author_id, ""),
        "letter": letter_words(case, body),
        "hints": hints_for(case, body),
        "verdicts": [(code, gettext(words)) for code, words in VERDICTS.items()],
    }


def _beside(case: OpenedCase, content: Content) -> dict[str, Any]:
    """Return what is shown beside the text, by what it is that is held."""
    shown = (message.shown for message in added(HeldMessage) if isinstance(content, message.of))
    return {name: value for show in shown for name, value in show(case, content).items()}


add_action(
    pages,
    ActionPage(
        COMPLAINT,
        "second_reading",
        "relire",
        "second-reading",
        Permission.ANSWER,
        _DONE.__getitem__,
        _read,
        given=_text,
        fields=("verdict", "remark"),
        folder="second_reading",
    ),
)


# Who reads it, and what the history tells of that.


def _first_readers(case: OpenedCase) -> SecondReading | None:
    """Return who may read the answer that whoever looks is writing; None where nobody has to."""
    if not wants_reader(case.agency, case.complaint.category):
        return None
    excluded = {*case.first_handlers, current_actor().user_id}
    with runtime().reading(current_actor()) as session:
        readers = possible_readers(session, runtime().features, case.complaint, excluded)
        helpers = (
            [] if readers else members_who_may(session, Permission.CONFIGURE, case.agency.code)
        )
    return SecondReading(
        tuple(reader.name for reader in readers), tuple(helper.name for helper in helpers)
    )


def _read_by(case: OpenedCase, entry: Answered) -> str | None:
    if entry.read_by is None:
        return None
    return gettext("Relue par %(name)s.", name=case.file.names.get(entry.read_by, ""))


CASE_PAGE = (
    HistoryEntry(EntryKind.READING_ASKED, to_translate("Deuxième lecture demandée")),
    MissingWords("reader", "reader", to_translate("Personne d’autre ne peut relire cette réponse")),
    MissingWords("remark", "remark", to_translate("Dites ce qui est à changer")),
    MissingWords("verdict", "verdict", to_translate("Choisissez si la réponse part ou non")),
    HistoryEntry(
        EntryKind.READING_RETURNED, to_translate("Réponse renvoyée par la deuxième lecture")
    ),
    HistoryEntry(EntryKind.ANSWERED, detail=_read_by),
    HistoryText(REMARK, "note"),
    FirstReaders(_first_readers),
)
