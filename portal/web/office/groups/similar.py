"""Complaints that may be about the same cause, as a page proposes them: a person decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import request

from portal.auth.sign_in import current_actor
from portal.db.queries.groups import MentionedGroup, group_of_complaint
from portal.domain.complaint import Status
from portal.domain.permissions import Permission, may
from portal.domain.text import Text
from portal.services.groups.similarity import Similar, Subject, similar_to
from portal.services.work import complaint_by_number
from portal.web.current import current_language, runtime
from portal.web.office.case.opened import OpenedCase, category_names
from portal.web.office.groups.words import state_tag
from portal.web.office.wording import Tag
from portal.web.office.wording import state_tag as complaint_tag
from portal.web.texts import gettext, ngettext

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


@dataclass(frozen=True, slots=True)
class Likeness:
    """What the page of a complaint shows of others like it, and of its group.

    `similar` is None where nobody looked for them.
    """

    group: GroupInCase | None
    similar: Sequence[ShownSimilar] | None


def likeness_of(case: OpenedCase) -> Likeness:
    """Return the group of a complaint, and what may be about the same cause.

    That is looked for while the complaint is new, which is when one decides about it, and whenever
    somebody asks: it takes as long as the rest of the page.
    """
    if not case.may(Permission.SEE_GROUPS):
        return Likeness(None, ())
    portal = runtime()
    with portal.reading(current_actor()) as session:
        group = group_of_complaint(session, case.complaint.id)
        mentioned = mentioned_group(group) if group else None
        if case.complaint.status != Status.RECEIVED and ASKED not in request.args:
            return Likeness(mentioned, None)
        found = similar_to(session, portal.keyring, Subject.of(case.complaint), case.now)
    names = category_names(case.agency)
    return Likeness(mentioned, [shown_similar(one, names) for one in found])


def mentioned_group(group: MentionedGroup) -> GroupInCase:
    """Return a group as a complaint's page or a list mentions it."""
    name = group.name or gettext("Groupe %(number)s, proposé", number=group.id)
    return GroupInCase(group.id, name, state_tag(group.state), group.is_proposed)


def words_in_common(agency: str, number: str) -> dict[str, int]:
    """Return how many words the complaints now proposed beside one have in common with it."""
    portal = runtime()
    if not may(current_actor(), Permission.SEE_GROUPS, agency):
        return {}
    with portal.reading(current_actor()) as session:
        subject = Subject.of(complaint_by_number(session, number))
        found = similar_to(session, portal.keyring, subject, portal.now(), most=20)
    return {one.number: len(one.words) for one in found}


def shown_similar(one: Similar, names: Mapping[str, Text]) -> ShownSimilar:
    """Return a similar complaint in words."""
    return ShownSimilar(
        one.number,
        one.subject,
        one.language,
        one.received_at,
        complaint_tag(one.status, one.last_event),
        tuple(_why(one, names)),
        len(one.words),
    )


def _why(one: Similar, names: Mapping[str, Text]) -> list[str]:
    why = [
        ngettext(
            "%(num)s mot en commun : %(words)s",
            "%(num)s mots en commun : %(words)s",
            len(one.words),
            words=", ".join(one.words),
        )
    ]
    if one.places:
        why.append(gettext("date ou lieu en commun : %(words)s", words=", ".join(one.places)))
    if one.is_same_category:
        name = names.get(one.category, Text(one.category)).in_(current_language())
        why.append(gettext("même sujet : %(category)s", category=name))
    return why
