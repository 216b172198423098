"""Dry runs that people ask for on pages: done in the background, step by step, kept till read."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.agencies.registry import Registry
from portal.complaints.features import Features
from portal.complaints.queries.exports import count_past, past_complaints
from portal.complaints.records.release import AgencyReleaseRecord
from portal.db.engine import take_turns
from portal.domain.actor import PORTAL, Actor
from portal.releases.drafts import check_settings
from portal.releases.records import SettingsReplayRecord
from portal.releases.replay import Report, replay

AT_ONCE = 400
SECONDS = 2.0
"""How long one run of the worker goes on replaying."""

_R = SettingsReplayRecord


class Office(Protocol):
    """What replaying takes: the agencies, the features and the database."""

    agencies: Registry
    features: Features

    def reading(self, actor: Actor) -> AbstractContextManager[Session]:
        """Open a session that only looks."""

    def transaction(self, actor: Actor) -> AbstractContextManager[Session]:
        """Open a session that changes something."""


def ask_for_replay(
    session: Session, current: AgencyReleaseRecord, text: str, now: datetime
) -> None:
    """Have a draft replayed over its agency's past complaints, from the first one on.

    `current` is what the draft is compared to; an earlier replay of the agency is forgotten.
    """
    take_turns(session.connection(), "replays")
    job = session.get(_R, current.agency) or _R(agency=current.agency)
    job.text, job.release_id, job.asked_at = text, current.id, now
    job.total, job.reached = count_past(session, current.agency), 0
    job.is_done, job.report = False, Report().as_facts()
    session.add(job)


def replay_of(session: Session, agency: str, release_id: int, text: str) -> _R | None:
    """Return the replay of exactly this draft against this release, done or not yet."""
    job = session.get(_R, agency)
    return job if job and (job.release_id, job.text) == (release_id, text) else None


def replay_some(office: Office, seconds: float = SECONDS) -> bool:
    """Go on with the replays that were asked for; tell whether any is left to do."""
    with office.reading(PORTAL) as session:
        job = session.scalars(select(_R).where(~_R.is_done).order_by(_R.asked_at)).first()
    if job is None:
        return False
    until = time.monotonic() + seconds
    current = office.agencies.in_force.agencies.get(job.agency)
    if current is not None and current.release_id < job.release_id:
        # This process has not noticed yet what the draft is compared to.
        return True
    drafted = _drafted(office, job, current)
    if drafted is None:
        _forget(office, job)
        return True
    while _step(office, job, drafted) and time.monotonic() < until:
        pass
    return True


def _drafted(office: Office, job: _R, current: Agency | None) -> Agency | None:
    """Return the agency under the draft, or None where there is nothing to compare any more."""
    if current is None or current.release_id != job.release_id:
        return None
    with office.reading(PORTAL) as session:
        checked = check_settings(session, job.agency, job.text, office.agencies.portal)
    return replace(current, settings=checked.settings) if checked.settings else None


def _step(office: Office, job: _R, drafted: Agency) -> bool:
    """Replay the next few complaints, nothing locked; tell whether to go on."""
    current = office.agencies.agency(job.agency)
    with office.reading(PORTAL) as session:
        past = past_complaints(session, job.agency, job.reached, AT_ONCE)
    report = Report.from_facts(job.report)
    replay(report, office.features, current, drafted, past)
    step = {
        "report": report.as_facts(),
        "reached": past[-1].id if past else job.reached,
        "is_done": len(past) < AT_ONCE,
    }
    is_ours = _keep(office, job, step)
    for name, value in step.items():
        setattr(job, name, value)
    return is_ours and not job.is_done


def _keep(office: Office, job: _R, step: dict[str, object]) -> bool:
    """Keep a step, unless the replay was asked for anew or another worker was here."""
    same = (_R.agency == job.agency, _R.asked_at == job.asked_at, _R.reached == job.reached)
    with office.transaction(PORTAL) as session:
        done = session.execute(update(_R).where(*same).values(**step))
        return bool(done.rowcount)  # type: ignore[attr-defined]


def _forget(office: Office, job: _R) -> None:
    with office.transaction(PORTAL) as session:
        stored = session.get(_R, job.agency)
        if stored is not None and stored.asked_at == job.asked_at:
            session.delete(stored)
