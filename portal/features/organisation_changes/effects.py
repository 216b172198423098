"""What a merge or a split would do, counted before anybody confirms it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.agencies.registry import Registry
from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.succession import Destination, Succession
from portal.domain.text import Text
from portal.features.organisation_changes.staff import follows, members_of


@dataclass(frozen=True, slots=True)
class CategoryEffect:
    """Where one category goes, with the complaints in it today.

    One that the agency no longer has, and some complaints still do, goes where all the rest does:
    it `is_known` no more.
    """

    code: str
    name: Text
    to: Destination
    agency: Text
    category: Text
    open_complaints: int
    ended_complaints: int
    is_known: bool


@dataclass(frozen=True, slots=True)
class SuccessionEffect:
    """What a merge or a split would do today."""

    categories: tuple[CategoryEffect, ...]
    staff_following: int
    staff_staying: int

    @property
    def open_complaints(self) -> int:
        """How many open complaints go along."""
        return sum(one.open_complaints for one in self.categories)

    @property
    def ended_complaints(self) -> int:
        """How many complaints that ended go along, to be read."""
        return sum(one.ended_complaints for one in self.categories)


def effect_of(session: Session, agencies: Registry, plan: Succession) -> SuccessionEffect:
    """Count what the plan would move today, category by category."""
    counted = _counted(session, plan.agency)
    names = _names(agencies.agency(plan.agency))
    members = members_of(session, plan.agency)
    following = {one.user_id for one in members if follows(one)}
    return SuccessionEffect(
        categories=tuple(
            _effect(agencies, plan, code, names, counted)
            for code in dict.fromkeys([*names, *counted])
        ),
        staff_following=len(following),
        staff_staying=len({one.user_id for one in members} - following),
    )


def _effect(
    agencies: Registry,
    plan: Succession,
    code: str,
    names: dict[str, Text],
    counted: dict[str, dict[bool, int]],
) -> CategoryEffect:
    to = plan.destination(code)
    successor, found = agencies.agency(to.agency), counted.get(code, {})
    return CategoryEffect(
        code=code,
        name=names.get(code, Text(code)),
        to=to,
        agency=successor.name,
        category=_names(successor).get(to.category, Text(to.category)),
        open_complaints=found.get(True, 0),
        ended_complaints=found.get(False, 0),
        is_known=code in names,
    )


def _names(agency: Agency) -> dict[str, Text]:
    return {code: category.name for code, category in agency.every_category().items()}


def _counted(session: Session, agency: str) -> dict[str, dict[bool, int]]:
    columns = (ComplaintRecord.category, ComplaintRecord.is_open)
    rows = session.execute(
        select(*columns, func.count()).where(ComplaintRecord.agency == agency).group_by(*columns)
    )
    counted: dict[str, dict[bool, int]] = {}
    for category, is_open, n in rows:
        counted.setdefault(category, {})[is_open] = n
    return counted
