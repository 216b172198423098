"""A complaint's group and others like it, as its page proposes them: a person decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request

from portal.auth.sign_in import current_actor
from portal.complaints.queries.work_list_rows import Row
from portal.complaints.work import complaint_by_number
from portal.domain.complaint import Status
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission, may
from portal.domain.text import Text
from portal.features.groups.office_opened import state_tag
from portal.features.groups.queries import (
    GROUPS,
    MentionedGroup,
    choices_of_groups,
    groups_of,
    in_group,
)
from portal.features.groups.queries_similar import Similar, Subject, similar_to
from portal.pages.current import current_language, gettext, ngettext, runtime
from portal.pages.office.case import OpenedCase, category_names
from portal.pages.office.case.contributions import (
    CasePart,
    Facts,
    HistoryEntry,
    ListFilter,
    Place,
    RowTag,
)
from portal.pages.office.wording import Tag
from portal.pages.office.wording import state_tag as complaint_tag
from portal.words.catalogue import to_translate

ASKED = "semblables"
"""What the address of a complaint’s page says where somebody asks for others like it."""


@dataclass(frozen=True, slots=True)
class ShownSimilar:
    """A similar complaint, in words: which, and why it is proposed."""

    number: str
    subject: str
    language: str
    received_at: datetime
    tag: Tag
    why: tuple[str, ...]
    common: int


@dataclass(frozen=True, slots=True)
class GroupInCase:
    """The group of a complaint, as its page mentions it."""

    id: int
    name: str
    tag: Tag
    is_proposed: bool

    @classmethod
    def of(cls, group: MentionedGroup) -> GroupInCase:
        """Return it in words; a proposal has no name yet."""
        name = group.name or gettext("Groupe %(number)s, proposé", number=group.id)
        return cls(group.id, name, state_tag(group.state), group.is_proposed)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What the page of a complaint shows of others like it, and of its group.

    `similar` is None where nobody looked for them.
    """

    group: GroupInCase | None
    similar: Sequence[ShownSimilar] | None


def _likeness_of(case: OpenedCase) -> Likeness:
    """Return the group of a complaint, and what may be about the same cause.

    That is looked for while the complaint is new, which is when one decides about it, and whenever
    somebody asks: it takes as long as the rest of the page.
    """
    portal = runtime()
    with portal.reading(current_actor()) as session:
        group = groups_of(session, [case.complaint.id]).get(case.complaint.id)
        mentioned = GroupInCase.of(group) if group else None
        if case.complaint.status != Status.RECEIVED and ASKED not in request.args:
            return Likeness(mentioned, None)
        similar = similar_to(session, portal.keyring, Subject.of(case.complaint), case.now)
    names = category_names(case.agency)
    return Likeness(mentioned, [shown_similar(other, names) for other in similar])


def words_in_common(agency: str, number: str) -> dict[str, int]:
    """Return how many words the complaints now proposed beside one have in common with it."""
    portal = runtime()
    if not may(current_actor(), Permission.SEE_GROUPS, agency):
        return {}
    with portal.reading(current_actor()) as session:
        subject = Subject.of(complaint_by_number(session, number))
        similar = similar_to(session, portal.keyring, subject, portal.now(), most=20)
    return {other.number: len(other.words) for other in similar}


def shown_similar(other: Similar, names: Mapping[str, Text]) -> ShownSimilar:
    """Return a similar complaint in words."""
    return ShownSimilar(
        other.number,
        other.subject,
        other.language,
        other.received_at,
        complaint_tag(other.status, other.last_event),
        tuple(_why(other, names)),
        len(other.words),
    )


def _why(other: Similar, names: Mapping[str, Text]) -> list[str]:
    why = [
        ngettext(
            "%(num)s mot en commun : %(words)s",
            "%(num)s mots en commun : %(words)s",
            len(other.words),
            words=", ".join(other.words),
        )
    ]
    if other.places:
        why.append(gettext("date ou lieu en commun : %(words)s", words=", ".join(other.places)))
    if other.is_same_category:
        name = names.get(other.category, Text(other.category)).in_(current_language())
        why.append(gettext("même sujet : %(category)s", category=name))
    return why


def _likeness_part(case: OpenedCase) -> Mapping[str, Any] | None:
    if not case.may(Permission.SEE_GROUPS):
        return None
    return {"likeness": _likeness_of(case)}


def _grouped(_case: OpenedCase, facts: Facts) -> str:
    words = gettext("Groupe %(number)s.", number=facts["group"])
    if facts.get("handed_on"):
        return f"{words} " + gettext("Un autre organisme a maintenant la plainte.")
    if facts.get("by_person"):
        return f"{words} " + gettext("La personne a dit que cela lui est arrivé aussi.")
    if not facts.get("suggested"):
        return words
    shared = ngettext(
        "Le portail la proposait pour %(num)s mot en commun; une personne a décidé.",
        "Le portail la proposait pour %(num)s mots en commun; une personne a décidé.",
        facts["common"],
    )
    return f"{words} {shared}"


def _row_tag(row: Row, _agency: str) -> Tag | None:
    """Return which group a complaint of the work list is in."""
    group = row.of(GROUPS)
    if group is None or group.is_proposed:
        return None
    return Tag(gettext("Groupe : %(name)s", name=group.name), "plain")


ADDS = (
    CasePart("groups", Place.BESIDE, "groups/_in_case.html", _likeness_part, rank=110),
    HistoryEntry(EntryKind.GROUPED, to_translate("Plainte réunie à d’autres"), _grouped),
    HistoryEntry(EntryKind.UNGROUPED, to_translate("Plainte retirée de son groupe"), _grouped),
    RowTag(_row_tag),
    ListFilter(
        name="groupe",
        label=to_translate("Groupe"),
        every=to_translate("Tous"),
        chosen=to_translate("Groupe : %(name)s"),
        permission=Permission.SEE_GROUPS,
        choices=choices_of_groups,
        narrows=in_group,
    ),
)
