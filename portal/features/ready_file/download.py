"""The ready file of a complaint: its page to read, its facts, its dates, its history, documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from flask import Response, render_template, send_file

from portal.agencies.agency import Agency
from portal.complaints.dates.explaining import explained
from portal.complaints.queries.followed import Followed, ToldEntry
from portal.complaints.queries.following import followed_complaint
from portal.complaints.queries.work_list_rows import complainant_names
from portal.domain.actor import Actor
from portal.domain.handling.confidential import CLOCKS, is_confidential
from portal.domain.handling.escalation import Path
from portal.domain.handling.notices import Recourse
from portal.domain.text import Text
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.explanation import Explanation
from portal.features.ready_file.actions import (
    Part,
    dates_part,
    history_part,
    packed,
    record_ready_file,
)
from portal.features.ready_file.queries import HandedDocument, handed_documents
from portal.gateways.file_store import FileMissingError
from portal.pages.current import current_language, runtime
from portal.pages.shown.history_words import Around, worded_history
from portal.pages.texts import gettext
from portal.words.explained import explained_words
from portal.words.statuses import FINDINGS

PAGE = {"fr": "plainte.html", "en": "complaint.html"}


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
        person = complainant_names(session, [complaint.id]).get(complaint.id)
        documents = handed_documents(session, complaint.id)
        history = history_part(session, portal.keyring, complaint.id)
    if not with_reprisals:
        complaint = _without_reprisals(complaint)
    explanations = [
        explained(clock, around.calendar, portal.features) for clock in complaint.clocks
    ]
    parts = dict(_document_parts(documents))
    page = _page(complaint, person, around, explanations, documents, parts)
    contents = [page, dates_part(explanations), history, *parts.values()]
    return _download(packed(number, contents, now, portal.keyring), number)


def _without_reprisals(complaint: Followed) -> Followed:
    def is_kept(entry: ToldEntry) -> bool:
        return not is_confidential(entry.kind, entry.facts)

    return replace(
        complaint,
        history=tuple(filter(is_kept, complaint.history)),
        clocks=tuple(clock for clock in complaint.clocks if clock.kind not in CLOCKS),
    )


def _page(
    complaint: Followed,
    person: str | None,
    around: Surroundings,
    explanations: Sequence[Explanation],
    documents: Sequence[HandedDocument],
    parts: Mapping[HandedDocument, Part],
) -> Part:
    language, clock_words = current_language(), runtime().features.clock_words
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
        explained=[explained_words(one, language, clock_words) for one in explanations],
        documents=[(document.name, document in parts) for document in documents],
        recourses=around.recourses,
        made_at=runtime().now(),
        public_key=runtime().keyring.public_key,
    )
    return Part(PAGE[language], page.encode())


def _later_answers(complaint: Followed) -> list[tuple[Text, str]]:
    """Return what other agencies answered after the answer, by their names."""
    agencies = runtime().agencies
    return [
        (agencies.agency(answer.agency).name, answer.text) for answer in complaint.later_answers
    ]


def _document_parts(
    documents: Sequence[HandedDocument],
) -> Iterator[tuple[HandedDocument, Part]]:
    for rank, document in enumerate(documents, start=1):
        try:
            content = runtime().files.get(document.file_key)
        except FileMissingError:
            # What is lost must not keep the rest from going; the page says that it is.
            continue
        yield document, Part(f"documents/{rank:02} {document.name}", content)


def _download(archive: bytes, number: str) -> Response:
    name = f"{gettext('dossier')}-{number}.zip"
    return send_file(
        BytesIO(archive), "application/zip", as_attachment=True, download_name=name, etag=False
    )
