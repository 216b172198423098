"""The ready file of a complaint, for another recourse: made by whoever complained or the agency.

It holds a page to read, the dates, and the documents. The complainant's own also holds what
happened at the other agencies that answer, and the chained history. The agency's does not: the
chain names the kind of every entry, also of those that the agency may not know of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO

from flask import Response, render_template, send_file
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.agencies.agency import Agency
from portal.auth.access import public, requires
from portal.auth.sign_in import current_actor
from portal.complaints.queries.case_file import Masking, masked_texts
from portal.complaints.queries.followed import Followed, followed_masked
from portal.complaints.queries.following import followed_complaint
from portal.complaints.queries.identity import masking_of
from portal.complaints.queries.kept_clocks import explained
from portal.complaints.queries.work_list_rows import complainant_names
from portal.domain.actor import Actor, ActorKind, complainant
from portal.domain.errors import NobodyComplainsError
from portal.domain.handling.escalation import Path
from portal.domain.handling.notices import Recourse
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.time.calendar import WorkingCalendar
from portal.features.ready_file.actions import (
    AgencyDates,
    Part,
    dates_part,
    history_part,
    packed,
    record_ready_file,
)
from portal.features.ready_file.queries import HandedDocument, handed_documents
from portal.features.ready_file.rules import name_in_archive
from portal.gateways.file_store import FileMissingError
from portal.pages.citizen.case_summary import CaseSummary, opened_summary, summary_of
from portal.pages.citizen.contributions import (
    RECOURSES,
    CountedDates,
    MoreDates,
    MoreHistory,
    PagePart,
    ways_followed,
)
from portal.pages.citizen.follow import follows
from portal.pages.citizen.written import written_lines
from portal.pages.current import current_language, gettext, rewording, runtime
from portal.pages.features import Pages, added
from portal.pages.languages import localized
from portal.pages.office.case import opened_case
from portal.pages.office.case.contributions import HistoryEntry, Offer, Stage
from portal.pages.shown.history_words import Around, Happened, ToldWords, worded_history
from portal.words.catalogue import to_translate
from portal.words.explained import explained_words
from portal.words.statuses import FINDINGS

citizen_pages, office_pages = Pages("citizen"), Pages("office")

PAGE = {"fr": "plainte.html", "en": "complaint.html"}

ADDS = (
    Offer(
        "ready_file",
        to_translate("Préparer le dossier pour un autre recours"),
        Permission.READY_FILE,
        rank=240,
        stage=Stage.ANSWER,
    ),
    HistoryEntry(EntryKind.READY_FILE_MADE, to_translate("Dossier préparé pour un autre recours")),
    PagePart(RECOURSES, "ready_file/_own_file.html", lambda _summary: {}),
    ToldWords(EntryKind.READY_FILE_MADE, to_translate("Dossier préparé pour un autre recours")),
)


@localized(citizen_pages, fr="/suivi/<number>/dossier", en="/follow/<number>/file")
@public
@follows
def own_file(number: str, complaint_id: int) -> ResponseReturnValue:
    """Say what the file holds, and where it can be taken."""
    summary = opened_summary(number, complaint_id)
    return render_template(
        "ready_file/citizen_ready_file.html", ways=ways_followed(summary), number=number
    )


@localized(
    citizen_pages, fr="/suivi/<number>/dossier", en="/follow/<number>/file", methods=["POST"]
)
@public
@follows
def take_ready_file(number: str, complaint_id: int) -> ResponseReturnValue:
    """Hand the file out to whoever complained."""
    summary = opened_summary(number, complaint_id)
    around = Surroundings(summary.agency, summary.calendar, summary.path, summary.recourses)
    more = OwnMore(_own_lines(summary), _dates_elsewhere(summary))
    return ready_file(complainant(complaint_id), number, around, more)


_FR = "/gestion/<agency>/plaintes/<number>/dossier"
_EN = "/office/<agency>/complaints/<number>/file"


@localized(office_pages, fr=_FR, en=_EN, endpoint="ready_file")
@requires(Permission.READY_FILE, agency_from="agency")
def explain_ready_file(agency: str, number: str) -> ResponseReturnValue:
    """Say what the file holds and what stays out of it."""
    case = opened_case(agency, number, "ready_file")
    if case.is_own_motion:
        raise NobodyComplainsError
    return render_template("ready_file/office_ready_file.html", case=case, agency=case.agency)


@localized(office_pages, fr=_FR, en=_EN, methods=("POST",), endpoint="make_ready_file")
@requires(Permission.READY_FILE, agency_from="agency")
def make_ready_file(agency: str, number: str) -> ResponseReturnValue:
    """Hand the file out; what was reported of reprisals is not in it."""
    case = opened_case(agency, number, "ready_file")
    around = Surroundings(case.agency, case.advice.calendar, case.path, case.advice.recourses)
    return ready_file(current_actor(), number, around)


class Surroundings(Struct, frozen=True):
    """What the agency says of a complaint: how its days count, its levels, other recourses."""

    agency: Agency
    calendar: WorkingCalendar
    path: Path
    recourses: tuple[Recourse, ...]


class OwnMore(Struct, frozen=True):
    """What the complainant alone takes along: what else happened, and the dates of others."""

    happened: Sequence[Happened] = ()
    dates: Sequence[CountedDates] = ()


def ready_file(
    actor: Actor, number: str, around: Surroundings, more: OwnMore | None = None
) -> Response:
    """Make the file of a complaint, note it in the history, and hand it out as a download.

    `more` is of the complainant's own file alone. Internal notes never go along.
    """
    portal = runtime()
    now = portal.now()
    portal.change(actor, number, record_ready_file)
    with portal.reading(actor) as session:
        whole = followed_complaint(session, portal.features.followed_reads, number)
        is_own = actor.kind is ActorKind.COMPLAINANT
        masking = str if is_own else masking_of(session, whole.facts.agency, [whole.id])
        complaint = followed_masked(whole, masking)
        person = complainant_names(session, [complaint.id]).get(complaint.id)
        documents = masked_texts(handed_documents(session, complaint.id), masking, "name")
        chained = [history_part(session, portal.keyring, complaint.id)] if is_own else []
    counted = _counted(complaint, around, more.dates if more else ())
    parts = dict(_document_parts(documents))
    page = _page(complaint, person, around, counted, documents, parts, more, masking)
    contents = [page, dates_part(counted), *chained, *parts.values()]
    return send_file(
        BytesIO(packed(number, contents, now, portal.keyring)),
        "application/zip",
        as_attachment=True,
        download_name=f"{gettext('dossier')}-{number}.zip",
        etag=False,
    )


def _own_lines(summary: CaseSummary) -> list[Happened]:
    """Return what the complainant alone is told, and takes along."""
    adding = (addition for addition in added(MoreHistory) if addition.in_own_file)
    return [line for addition in adding for line in addition.lines(summary)]


def _dates_elsewhere(summary: CaseSummary) -> list[CountedDates]:
    """Return the dates of the other agencies that answer."""
    return [dates for more in added(MoreDates) for dates in more.dates(summary)]


def _counted(
    complaint: Followed, around: Surroundings, elsewhere: Iterable[CountedDates]
) -> list[AgencyDates]:
    """Return how the agency that has a complaint counted its dates, and how each other did."""
    features = runtime().features
    own = [explained(clock, around.calendar, features) for clock in complaint.clocks]
    return [
        AgencyDates(own),
        *(
            AgencyDates(
                [explained(clock, other.calendar, features) for clock in other.clocks],
                other.agency,
            )
            for other in elsewhere
        ),
    ]


def _page(
    complaint: Followed,
    person: str | None,
    around: Surroundings,
    counted: Sequence[AgencyDates],
    documents: Sequence[HandedDocument],
    parts: Mapping[HandedDocument, Part],
    more: OwnMore | None,
    masking: Masking,
) -> Part:
    language, clock_words = current_language(), runtime().features.clock_words
    summary = summary_of(complaint, runtime().agencies, runtime().now())
    shown = Around(around.path, around.recourses, around.calendar.zone)
    told = worded_history(reversed(complaint.history), shown)
    page = render_template(
        "ready_file/ready_file.html",
        complaint=complaint,
        facts=complaint.facts,
        person=person,
        agency=around.agency,
        category=around.agency.subject(complaint.category),
        zone=around.calendar.zone,
        written=written_lines(summary, shows_where=True),
        history=sorted([*told, *(more.happened if more else ())], key=lambda line: line.at),
        is_own=more is not None,
        later_answers=[
            (runtime().agencies.agency(answer.agency).name, masking(answer.text))
            for answer in complaint.later_answers
        ],
        findings={code: gettext(words) for code, words in FINDINGS.items()},
        counted=[
            (
                dates.agency,
                [
                    explained_words(one, language, clock_words, rewording())
                    for one in dates.explanations
                ],
            )
            for dates in counted
        ],
        documents=[(document.name, document in parts) for document in documents],
        ways=ways_followed(summary),
        made_at=runtime().now(),
        public_key=runtime().keyring.public_key,
    )
    return Part(PAGE[language], page.encode())


def _document_parts(
    documents: Sequence[HandedDocument],
) -> Iterator[tuple[HandedDocument, Part]]:
    for rank, document in enumerate(documents, start=1):
        try:
            content = runtime().files.get(document.file_key)
        except FileMissingError:
            # What is lost must not keep the rest from going; the page says that it is.
            continue
        yield document, Part(f"documents/{name_in_archive(rank, document.name)}", content)
