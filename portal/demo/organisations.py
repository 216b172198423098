"""What happens to organisations in the demonstration: one replaces another, one splits a category.

Which they are stands beside the settings of the agencies; without that file nothing happens.
"""

from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple

from msgspec import Struct, convert
from sqlalchemy import select

from portal.complaints.handling import casework
from portal.complaints.records.complaint import ComplaintRecord, IssueRecord
from portal.demo import stories
from portal.domain.actor import PORTAL
from portal.domain.category import Category
from portal.domain.complaint import Status
from portal.domain.conclusion import Finding, IssueFinding
from portal.features.organisation_changes.actions import change_agencies, keep_succession
from portal.features.organisation_changes.records import AgencyChangeRecord
from portal.features.organisation_changes.rules import plan_merge
from portal.releases.breaks import note_what_broke
from portal.releases.queries import release_in_force
from portal.releases.queries_breaks import breaks_of
from portal.runtime import Act, Runtime

_FILE = Path("demonstration") / "organisations.toml"
_SEED = 37
_PLANNED_BEFORE = timedelta(days=60)
_A_DAY = timedelta(days=1)
_BEGUN = (Status.TAKEN_IN_CHARGE.value, Status.UNDER_REVIEW.value, Status.WAITING.value)


class Merge(Struct, frozen=True):
    """One organisation takes the place of another, on the first day of a month gone by."""

    agency: str
    into: str
    months_ago: int

    def on(self, today: date) -> date:
        """Return the day of the change."""
        return _first_day(today, self.months_ago)


class Split(Struct, frozen=True):
    """A category was split in those that say so, on the first day of a month gone by."""

    agency: str
    category: str
    months_ago: int


def _first_day(today: date, months_ago: int) -> date:
    month = 12 * today.year + today.month - 1 - months_ago
    return date(month // 12, month % 12 + 1, 1)


class _Told(Struct, frozen=True):
    merge: Merge | None = None
    split: Split | None = None


def merge_told(runtime: Runtime) -> Merge | None:
    """Return what the file beside the settings tells, if both organisations are there."""
    merge = _told(runtime).merge
    known = runtime.agencies.in_force.agencies
    return merge if merge and merge.agency in known and merge.into in known else None


def split_told(runtime: Runtime) -> Split | None:
    """Return which category the file beside the settings tells to split, if it is there."""
    split = _told(runtime).split
    if split is None or split.agency not in runtime.agencies.in_force.agencies:
        return None
    return split if split.category in _categories(runtime, split.agency) else None


def _told(runtime: Runtime) -> _Told:
    file = runtime.config.agencies / _FILE
    return convert(tomllib.loads(file.read_text("utf-8")), _Told) if file.is_file() else _Told()


def _categories(runtime: Runtime, agency: str) -> dict[str, Category]:
    return runtime.agencies.agency(agency).every_category()


class Before(NamedTuple):
    """What complaints about parts of a category were about, until it was split."""

    until: datetime
    agency: str
    parts: frozenset[str]
    whole: Category


def before_split(runtime: Runtime, split: Split) -> Before:
    """Return which category complaints had until the day of the split."""
    agency = runtime.agencies.agency(split.agency)
    today = runtime.now().astimezone(agency.zone).date()
    return Before(
        agency.first_moment(_first_day(today, split.months_ago)),
        split.agency,
        frozenset(own.code for own in agency.settings.categories if split.category in own.formerly),
        _categories(runtime, split.agency)[split.category],
    )


def note_split(runtime: Runtime, before: Before) -> None:
    """Note the break as the release did that split the category: its settings were others before.

    Nothing is noted twice.
    """
    with runtime.transaction() as session:
        release = release_in_force(session, before.agency)
        noted = breaks_of(session, [before.agency])
        if release is None or any(before.whole.code in one.categories for one in noted):
            return
        categories = [
            {**own, "retired": own["retired"] and own["code"] != before.whole.code}
            for own in release.settings["categories"]
            if own["code"] not in before.parts
        ]
        settings = {**release.settings, "categories": categories}
        note_what_broke(session, settings, release, before.until)


def ends_at(runtime: Runtime, merge: Merge) -> datetime:
    """Return when the organisation that is replaced ends, on its own clocks."""
    agency = runtime.agencies.agency(merge.agency)
    return agency.first_moment(merge.on(runtime.now().astimezone(agency.zone).date()))


def merge_organisations(runtime: Runtime, merge: Merge) -> int:
    """Let one take the place of the other as the use cases do it; return how many moved.

    What was open goes on at the other, which answers and closes it within its times.
    """
    with runtime.reading(PORTAL) as session:
        if session.scalar(select(AgencyChangeRecord.id).limit(1)) is not None:
            return 0
    on_day = ends_at(runtime, merge)
    asked_at = on_day - _PLANNED_BEFORE
    plan = plan_merge(runtime.agencies, merge.agency, merge.into, on_day.date(), asked_at)
    with runtime.transaction() as session:
        keep_succession(session, plan, on_day.date(), PORTAL, asked_at)
    runtime.take_up_changes()
    is_open = select(ComplaintRecord.number).where(
        ComplaintRecord.agency == merge.agency, ComplaintRecord.is_open
    )
    with runtime.reading(PORTAL) as session:
        numbers = session.scalars(is_open.order_by(ComplaintRecord.number)).all()
    moved = change_agencies(runtime, on_day)
    random = Random(_SEED)
    for number in numbers:
        _finished(runtime, number, on_day + timedelta(hours=10), random)
    return moved


def _finished(runtime: Runtime, number: str, at: datetime, random: Random) -> None:
    """Let whoever has a complaint now do what is left of it, a day after another."""
    of_it = select(ComplaintRecord.id, ComplaintRecord.status)
    with runtime.reading(PORTAL) as session:
        complaint_id, status = session.execute(of_it.where(ComplaintRecord.number == number)).one()
        issues = session.scalars(
            select(IssueRecord.id).where(IssueRecord.complaint_id == complaint_id)
        ).all()
    answer = partial(casework.answer, body=stories.answer("fr", random, Finding.SETTLED))
    why = stories.reasons(Finding.SETTLED, "fr")
    findings = tuple(IssueFinding(issue, Finding.SETTLED, why, "", ()) for issue in issues)
    acts: list[Act[None]] = [
        *([casework.record_first_contact] if status == Status.RECEIVED.value else []),
        *([answer] if status in (Status.RECEIVED.value, *_BEGUN) else []),
        partial(casework.close, findings=findings, language_shown=True),
    ]
    for days, act in enumerate(acts):
        runtime.change(PORTAL, number, act, now=at + days * _A_DAY)
