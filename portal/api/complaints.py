"""Complaints of the caller's agency: listed, read, with their history and what proves it."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from portal.api.agencies import Recourse, next_recourse
from portal.api.callers import acting, caller, may_read_people
from portal.api.operations import Operations
from portal.api.problems import FieldProblem, to_correct
from portal.complaints.accounts import record_opening
from portal.complaints.queries.by_api import ListedComplaint, complaints_before, proved_history
from portal.complaints.queries.case_file import CaseFile
from portal.complaints.queries.case_reads import case_file
from portal.complaints.work import advice_on
from portal.domain.api_scopes import Scope
from portal.domain.complaint import Status
from portal.domain.errors import UnknownComplaintError
from portal.domain.handling.confidential import is_confidential
from portal.domain.number import WRITTEN, read_any_number
from portal.domain.typed import whole_number
from portal.pages.current import gettext, runtime
from portal.words.catalogue import to_translate

operations = Operations("complaints")

NUMBER = f"^{WRITTEN}$"
MOST_LISTED = 100


class NumberPath(BaseModel):
    """Which complaint an address names."""

    number: str = Field(pattern=NUMBER, description=to_translate("Le numéro de la plainte."))


class ListQuery(BaseModel, extra="forbid"):
    """Which complaints are listed, and from where on."""

    status: Status | None = Field(None, description=to_translate("Un seul état."))
    number: str | None = Field(
        None, pattern=NUMBER, description=to_translate("Une seule plainte, par son numéro.")
    )
    cursor: str | None = Field(
        None,
        pattern="^[A-Za-z0-9_-]{1,40}$",
        description=to_translate("Où reprendre : ce que la page d’avant donne."),
    )
    limit: int = Field(20, ge=1, le=MOST_LISTED, description=to_translate("Combien, au plus."))


class Listed(BaseModel):
    """A complaint in a list: nothing of who complains, nor of what they wrote."""

    number: str
    agency: str
    category: str
    status: Status
    level: int
    channel: str
    language: str
    received_at: datetime
    due_at: datetime | None
    is_late: bool
    taken_in_charge_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None


class Page(BaseModel):
    """A page of a list; the next one follows after `next`, if there is one."""

    complaints: list[Listed]
    next: str | None


class Clock(BaseModel):
    """A date of a complaint, and what became of it."""

    kind: str
    last_day: date | None
    due_at: datetime | None
    met_at: datetime | None
    missed_at: datetime | None
    within: str


class Person(BaseModel):
    """Somebody in a complaint, with how to reach them."""

    role: str
    name: str | None
    email: str | None
    phone: str | None
    address: str | None


class Message(BaseModel):
    """A text of a complaint."""

    at: datetime
    kind: str
    from_citizen: bool
    text: str


class Document(BaseModel):
    """A document of a complaint."""

    name: str
    content_type: str
    size: int
    added_at: datetime
    from_citizen: bool


class Told(BaseModel):
    """What only a client reads that may read who complains."""

    story: str
    wish: str
    reply_by: str
    people: list[Person]
    messages: list[Message]
    documents: list[Document]
    answers: dict[str, Any]


class Complaint(Listed):
    """A complaint as it is now; `told` is empty for a client that may not read who complains."""

    unit: str | None
    top_level: int
    dates: list[Clock]
    next_recourse: Recourse | None
    told: Told | None


class Entry(BaseModel):
    """Something that happened, and what proves it: each hash covers the one before."""

    seq: int
    kind: str
    at: datetime
    recorded_at: datetime
    actor: str
    facts: dict[str, Any]
    digest: str
    prev: str
    hash: str


class History(BaseModel):
    """All that happened to a complaint; what few may know is left out."""

    number: str
    public_key: str
    entries: list[Entry]


@operations.get(
    "/complaints",
    to_translate("Les plaintes de l’organisme, les plus récentes d’abord"),
    scope=Scope.READ,
    answers={200: Page},
)
def complaints(query: ListQuery) -> Any:
    """List the complaints of the caller's agency."""
    before = _place(query.cursor) if query.cursor else None
    if query.cursor and before is None:
        wrong = gettext("Cette valeur n’est pas de la forme attendue.")
        return to_correct([FieldProblem(location="query", pointer="/cursor", detail=wrong)])
    found = runtime().read(
        acting(),
        complaints_before,
        caller().agency,
        query.limit + 1,
        before,
        query.status or "",
        query.number or "",
    )
    shown, is_last = found[: query.limit], len(found) <= query.limit
    following = None if is_last else _cursor(shown[-1].id)
    return Page(complaints=[_listed(one) for one in shown], next=following)


@operations.get(
    "/complaints/<number>",
    to_translate("Une plainte, ses dates et le prochain recours"),
    scope=Scope.READ,
    answers={200: Complaint},
    refuses=(404,),
)
def complaint(path: NumberPath) -> Any:
    """Show a complaint of the caller's agency as it is now."""
    file = opened(path.number, "complaint")
    return _complaint(file), 200, {"ETag": etag(file.complaint.version)}


@operations.get(
    "/complaints/<number>/history",
    to_translate("Ce qui est arrivé à une plainte, avec ses preuves"),
    scope=Scope.READ,
    answers={200: History},
    refuses=(404,),
)
def history(path: NumberPath) -> History:
    """Show all that happened to a complaint, chained as it was written."""
    file = opened(path.number, "history")
    entries = runtime().read(acting(), proved_history, file.complaint.id)
    return History(
        number=file.complaint.number,
        public_key=runtime().keyring.public_key,
        entries=[
            Entry(**{name: getattr(one, name) for name in Entry.model_fields})
            for one in entries
            if not is_confidential(one.kind, one.facts)
        ],
    )


def opened(number: str, what: str) -> CaseFile:
    """Read a complaint of the caller's agency as pages do, and write down who opened it."""
    portal, actor, now = runtime(), acting(), runtime().now()
    agency = caller().agency
    if read_any_number(number) != number:
        raise UnknownComplaintError(number)
    with portal.reading(actor) as session:
        file = case_file(session, portal.features.case_reads, agency, number, now)
    record_opening(portal.database, caller().account_id, [file.complaint.id], what, now)
    return file


def etag(version: int) -> str:
    """Return the mark of a complaint as it is in this version."""
    return f'"{version}"'


def _listed(one: ListedComplaint) -> Listed:
    names = Listed.model_fields.keys() - {"is_late"}
    shown = {name: getattr(one, name) for name in names}
    return Listed(**shown, is_late=one.late_since is not None)


def _complaint(file: CaseFile) -> Complaint:
    heading = file.complaint
    names = (Complaint.model_fields.keys() & {*type(heading).__match_args__}) - {"dates"}
    recourses = advice_on(runtime().agencies, heading, runtime().now()).recourses
    return Complaint(
        **{name: getattr(heading, name) for name in names},
        is_late=heading.late_since is not None,
        dates=[
            Clock(
                kind=clock.kind,
                last_day=clock.last_day,
                due_at=clock.due_at,
                met_at=clock.met_at,
                missed_at=clock.missed_at,
                within=clock.allowance,
            )
            for clock in file.clocks
        ],
        next_recourse=next_recourse(recourses),
        told=_told(file) if may_read_people() else None,
    )


def _told(file: CaseFile) -> Told:
    heading = file.complaint
    return Told(
        story=heading.story,
        wish=heading.answers.get("wish", ""),
        reply_by=heading.reply_by,
        people=[
            Person(**{name: getattr(one, name) for name in Person.model_fields})
            for one in file.people
        ],
        messages=[
            Message(at=one.at, kind=one.kind, from_citizen=one.from_citizen, text=one.body)
            for one in file.messages
        ],
        documents=[
            Document(**{name: getattr(one, name) for name in Document.model_fields})
            for one in file.documents
        ],
        answers=dict(heading.answers.get("given", {})),
    )


def _cursor(place: int) -> str:
    return urlsafe_b64encode(str(place).encode()).decode().rstrip("=")


def _place(cursor: str) -> int | None:
    try:
        written = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        return whole_number(written) or None
    except ValueError:
        return None
