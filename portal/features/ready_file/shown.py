"""The ready file of a complaint: its page to read, its facts, its dates, its history, documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO

from flask import Response, render_template, send_file

from portal.agencies.agency import Agency
from portal.complaints.dates.explaining import explained
from portal.complaints.queries.followed import Followed, ToldEntry
from portal.complaints.queries.following import followed_complaint
from portal.domain.actor import Actor
from portal.domain.confidential import CLOCKS, is_confidential
from portal.domain.escalation import Path
from portal.domain.recourse import Recourse
from portal.domain.text import Text
from portal.domain.time.calendar import WorkingCalendar
from portal.features.ready_file.actions import (
    Part,
    dates_part,
    history_part,
    packed,
    record_ready_file,
)
from portal.features.ready_file.queries import HandedDocument, complainant_name, handed_documents
from portal.gateways.file_store import FileMissingError
from portal.pages.current import current_language, runtime
from portal.pages.shown.history_words import Around, worded_history
from portal.pages.texts import gettext
from portal.words.explained import explained_words
from portal.words.statuses import FINDINGS

PAGE = {"fr": "plainte.html", "en": "complaint.html"}
_DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the agency says of a complaint: how its days count, its levels, other recourses."""

    agency: Agency
    calendar: WorkingCalendar
    path: Path
    recourses: tuple[Recourse, ...]


def ready_file(
    actor: Actor, number: str, around: Surroundings, *, with_reprisals: bool
) -> Response:
    """Make the file of a complaint, note it in the history, and hand it out as a download.

    What was reported of reprisals goes along only `with_reprisals`. Internal notes never do.
    """
    portal = runtime()
    now = portal.now()
    portal.change(actor, number, record_ready_file)
    with portal.reading(actor) as session:
        complaint = followed_complaint(session, portal.features.followed_reads, number)
        person = complainant_name(session, complaint.id)
        documents = handed_documents(session, complaint.id)
        history = history_part(session, portal.keyring, complaint.id)
    told = complaint if with_reprisals else _without_reprisals(complaint)
    explanations = [explained(one, around.calendar) for one in told.clocks]
    found = dict(_found(documents))
    page = _page(told, person, around, [(one.name, one in found) for one in documents])
    contents = [page, dates_part(explanations), history, *found.values()]
    return _download(packed(number, contents, now, portal.keyring), number)


def _without_reprisals(complaint: Followed) -> Followed:
    def is_kept(entry: ToldEntry) -> bool:
        return not is_confidential(entry.kind, entry.facts)

    return replace(
        complaint,
        history=tuple(filter(is_kept, complaint.history)),
        clocks=tuple(one for one in complaint.clocks if one.kind not in CLOCKS),
    )


def _page(
    complaint: Followed, person: str | None, around: Surroundings, documents: list[tuple[str, bool]]
) -> Part:
    language = current_language()
    page = render_template(
        "ready_file/ready_file.html",
        complaint=complaint,
        facts=complaint.facts,
        person=person,
        agency=around.agency,
        category=around.agency.consult().category(complaint.category),
        zone=around.calendar.zone,
        history=worded_history(reversed(complaint.history), Around(around.path, around.recourses)),
        later_answers=_later_answers(complaint),
        findings={code: gettext(words) for code, words in FINDINGS.items()},
        explained=[
            explained_words(explained(one, around.calendar), language) for one in complaint.clocks
        ],
        documents=documents,
        recourses=around.recourses,
        made_at=runtime().now(),
        public_key=runtime().keyring.public_key,
    )
    return Part(PAGE[language], page.encode())


def _later_answers(complaint: Followed) -> list[tuple[Text, str]]:
    """Return what other agencies answered after the answer, by their names."""
    agencies = runtime().agencies
    return [(agencies.agency(one.agency).name, one.text) for one in complaint.later_answers]


def _found(documents: list[HandedDocument]) -> Iterator[tuple[HandedDocument, Part]]:
    for rank, one in enumerate(documents, start=1):
        try:
            content = runtime().files.get(one.file_key)
        except FileMissingError:
            # What is lost must not keep the rest from going; the page says that it is.
            continue
        yield one, Part(f"{_DOCUMENTS}/{rank:02} {one.name}", content)


def _download(archive: bytes, number: str) -> Response:
    name = f"{gettext('dossier')}-{number}.zip"
    return send_file(
        BytesIO(archive), "application/zip", as_attachment=True, download_name=name, etag=False
    )
