"""Whom of the staff a complaint names: excluded the moment their whole name is found.

Closing comes first, because it hurts nobody; what follows from it the worker does within seconds
(see `actions`), and a wrong match is quickly lifted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy.orm import Session

from portal.complaints.events import ComplainantQuoted, HandingOn, ReachesAgency
from portal.complaints.features import Closing
from portal.complaints.planning import Added, Filing
from portal.complaints.queries.case_file import CaseFile
from portal.complaints.queries.search import filed_texts, texts_of, texts_of_filing
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.masking import names_somebody, people_named
from portal.features.conflicts_of_interest.queries import (
    agencies_of_other_parts,
    delete_notices,
    ever_excluded,
    noted_people,
    staff_names,
)
from portal.features.conflicts_of_interest.records import ConflictRecord
from portal.features.conflicts_of_interest.rules import Origin


def exclude_at_filing(session: Session, filing: Filing) -> Added | None:
    """Exclude from a new complaint each of the staff whom it names: they never see it."""
    draft, content = filing.draft, filing.content
    texts = texts_of_filing(draft.story, draft.answers, content.wish, content.when_where)
    named = people_named_in(session, filing.plan.agency.code, texts)
    rows = [_found_row(user_id, filing.now) for user_id in sorted(named)]
    return Added(rows={ConflictRecord: rows}) if rows else None


def exclude_by_message(event: ComplainantQuoted) -> None:
    """Exclude whom a text of the complainant's names, whoever of the staff took it down."""
    exclude_named(event.work, event.complaint, event.message.body)


def exclude_receivers(event: HandingOn) -> None:
    """Exclude whoever of the agency that gets the complaint is named in it."""
    texts = texts_of(event.work.session, event.complaint)
    exclude_named(event.work, event.complaint, *texts, agency=event.plan.agency.code)


def exclude_at_agency(event: ReachesAgency) -> None:
    """Exclude whoever is named of an agency that is about to read the complaint, or a part."""
    texts = texts_of(event.work.session, event.about or event.complaint)
    exclude_named(event.work, event.complaint, *event.said, *texts, agency=event.agency)


def closing(session: Session, file: CaseFile) -> Closing | None:
    """Return what excludes whoever reads what names them, unless somebody let them back in.

    It was written before they came to the agency, for instance, and is noticed now.
    """
    reader = session.info["actor"]
    if reader.user_id in file.concerned:
        return None
    is_named = names_somebody("\n".join(_written(session, file)), reader.name)
    return _exclude_named_anywhere if is_named else None


def _written(session: Session, file: CaseFile) -> list[str]:
    """Return what the complainant wrote, also what the agency of the reader may not read."""
    if file.withheld:
        return texts_of(session, file.complaint)
    messages = [message.body for message in file.messages if message.from_citizen]
    return [*filed_texts(file.complaint.story, file.complaint.answers), *messages]


def _exclude_named_anywhere(work: Work, complaint: ComplaintRecord) -> None:
    exclude_named(work, complaint, *texts_of(work.session, complaint))


def concerned(session: Session, complaint_id: int, agency: str, story: str) -> frozenset[int]:
    """Return whom a complaint concerns: as it is noted, and as its story says it.

    Who was let back in is none of them, though the story names them.
    """
    noted = noted_people(session, complaint_id)
    named = people_named_in(session, agency, [story]) - noted.keys()
    return named | {user_id for user_id, is_excluded in noted.items() if is_excluded}


def people_named_in(session: Session, agency: str, texts: Iterable[str]) -> frozenset[int]:
    """Return who of the agency, or of the whole portal, is named by their whole name."""
    written = "\n".join(text for text in texts if text)
    return people_named(written, staff_names(session, agency)) if written else frozenset()


def exclude_named(
    work: Work, complaint: ComplaintRecord, *texts: str, agency: str | None = None
) -> None:
    """Exclude whom these texts name, unless somebody let them back in before.

    `agency` is whose staff is looked for, where the complaint is about to be in its hands. So is
    that of every agency which has the whole, or a part of it, whatever it may read.
    """
    agencies = {agency or complaint.agency}
    agencies.update(agencies_of_other_parts(work.session, complaint).values())
    named = frozenset(
        chain.from_iterable(people_named_in(work.session, code, texts) for code in agencies)
    )
    new = named - ever_excluded(work.session, complaint.id) if named else frozenset()
    for user_id in sorted(new):
        delete_notices(work.session, complaint.id, user_id)
        row = _found_row(user_id, work.now)
        work.session.add(ConflictRecord(complaint_id=complaint.id, **row))
    work.staff.excluded.update(new)
    exclude_from_other_parts(work, complaint, new)


def exclude_from_other_parts(
    work: Work, complaint: ComplaintRecord, people: Collection[int]
) -> None:
    """Exclude people from what belongs to the same complaint: the whole, and its other parts.

    What follows from it there the worker does, as for whom it finds.
    """
    for other_id in agencies_of_other_parts(work.session, complaint) if people else ():
        for user_id in sorted(frozenset(people) - ever_excluded(work.session, other_id)):
            row = _found_row(user_id, work.now)
            work.session.add(ConflictRecord(complaint_id=other_id, **row))


def _found_row(user_id: int, now: datetime) -> dict[str, Any]:
    return {"user_id": user_id, "origin": Origin.FOUND.value, "at": now}
