"""« It happened to me too »: counted once, and told of it by whoever agreed to be.

Nobody needs an account. One browser counts once, and so does one e-mail address, which is only
used after its owner confirmed it by a link, and forgotten as soon as they no longer want it.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.complaints.events import CauseCorrected
from portal.complaints.letters.letters import mail_row
from portal.complaints.records.message import OutboxRecord
from portal.complaints.work import Work
from portal.domain.actor import PORTAL
from portal.domain.errors import UnknownGroupError
from portal.domain.text import Language, Text
from portal.features.groups.letters import (
    FollowerLetter,
    GroupAnswered,
    GroupConfirm,
    GroupCorrected,
)
from portal.features.groups.records import GroupComplaintRecord, GroupFollowerRecord, GroupRecord
from portal.jobs import Job, Place, each_run
from portal.keyring import Keyring
from portal.runtime import Runtime

CONFIRMED_WITHIN = timedelta(days=2)
"""How long the link of a confirmation is good for."""

_ON_ITS_WAY = timedelta(minutes=10)
_BROWSER, _EMAIL, _TOKEN, _STOP = (
    f"group follower {purpose}" for purpose in ("browser", "email", "token", "stop")
)
_F = GroupFollowerRecord


def count_in(work: Work, group_id: int, browser: str, language: Language, email: str = "") -> bool:
    """Count somebody to whom it happened too; return whether they were not counted yet.

    With an e-mail address, which is their agreement to be told, a link is sent to it.
    """
    group = work.session.get(GroupRecord, group_id)
    if group is None or group.published_at is None:
        raise UnknownGroupError(group_id)
    follower, is_new = _follower(work, group_id, browser, language)
    if email and follower.confirmed_at is None:
        _ask_to_confirm(work, group, follower, email, language)
    return is_new


def count_by_complaint(work: Work, group_id: int, browser: str, language: Language) -> None:
    """Count a person by the complaint that they sent from this browser, and by nothing else."""
    follower, _ = _follower(work, group_id, browser, language)
    follower.is_counted = False


def confirm(work: Work, token: str) -> GroupRecord | None:
    """Take up that the address is its owner's; return the group, or None for a spent link.

    An address that another browser had confirmed before counts once.
    """
    follower = work.session.scalar(
        select(_F).where(_F.token_hash == work.keyring.hashed(token, _TOKEN)).with_for_update()
    )
    if follower is None or follower.asked_at is None or follower.email is None:
        return None
    if follower.asked_at < work.now - CONFIRMED_WITHIN:
        return None
    email_hash = work.keyring.hashed(follower.email.lower(), _EMAIL)
    group = work.session.get_one(GroupRecord, follower.group_id)
    before = work.session.scalar(_of_group(group.id).where(_F.email_hash == email_hash))
    if before is not None and before.id != follower.id:
        _count_once(work, before, follower)
        return group
    follower.email_hash, follower.token_hash, follower.confirmed_at = email_hash, None, work.now
    return group


def stop_telling(work: Work, follower_id: int, key: str) -> bool:
    """Forget the address of somebody who no longer wants to be told; they stay counted."""
    follower = work.session.get(_F, follower_id, with_for_update=True)
    if follower is None or not hmac.compare_digest(stop_key(work.keyring, follower_id), key):
        return False
    follower.email = follower.token_hash = follower.confirmed_at = None
    return True


def stop_key(keyring: Keyring, follower_id: int) -> str:
    """Return the secret of the link by which a follower is told no more."""
    return keyring.hashed(str(follower_id), _STOP)


def tell_answered(work: Work, group: GroupRecord) -> None:
    """Tell once whoever follows a group that it was answered."""
    for follower in _to_tell(work.session, group.id, _F.told_answered_at):
        follower.told_answered_at = work.now
        _write(work, group, follower, GroupAnswered(*_addressed_to(work, group, follower)))


def tell_corrected(event: CauseCorrected) -> None:
    """Tell once whoever follows the group of a complaint that its cause is corrected."""
    work, link = event.work, GroupComplaintRecord
    current = select(link.group_id).where(
        link.complaint_id == event.complaint.id, link.left_at.is_(None), ~link.is_proposed
    )
    group_id = work.session.scalar(current)
    if group_id is None:
        return
    group = work.session.get_one(GroupRecord, group_id)
    for follower in _to_tell(work.session, group.id, _F.told_corrected_at):
        follower.told_corrected_at = work.now
        _write(work, group, follower, GroupCorrected(*_addressed_to(work, group, follower)))


def _of_group(group_id: int) -> Select[GroupFollowerRecord]:
    return select(_F).where(_F.group_id == group_id).with_for_update()


def _follower(
    work: Work, group_id: int, browser: str, language: Language
) -> tuple[GroupFollowerRecord, bool]:
    """Return whoever follows a group with this browser, and whether they are new to it."""
    browser_hash = work.keyring.hashed(browser, _BROWSER)
    follower = work.session.scalar(_of_group(group_id).where(_F.browser_hash == browser_hash))
    if follower is not None:
        return follower, False
    follower = _F(
        group_id=group_id,
        language=language,
        counted_at=work.now,
        is_counted=True,
        browser_hash=browser_hash,
    )
    work.session.add(follower)
    return follower, True


def _ask_to_confirm(
    work: Work, group: GroupRecord, follower: GroupFollowerRecord, email: str, language: Language
) -> None:
    """Send a link that confirms the address, not twice while one is on its way."""
    asked_at = follower.asked_at
    if follower.email == email and asked_at is not None and asked_at > work.now - _ON_ITS_WAY:
        return
    token = secrets.token_urlsafe(18)
    follower.email, follower.language = email, language
    follower.token_hash, follower.asked_at = work.keyring.hashed(token, _TOKEN), work.now
    # Its letter says which follower it is for.
    work.session.flush()
    _write(work, group, follower, GroupConfirm(*_addressed_to(work, group, follower), token))


def _count_once(work: Work, before: GroupFollowerRecord, follower: GroupFollowerRecord) -> None:
    """Let the one whose address was counted before stand for both."""
    if before.confirmed_at is None:
        before.email, before.confirmed_at = follower.email, work.now
    before.is_counted = before.is_counted and follower.is_counted
    work.session.delete(follower)


def _to_tell(
    session: Session, group_id: int, told_at: InstrumentedAttribute[datetime | None]
) -> Sequence[GroupFollowerRecord]:
    wanted = select(_F).where(
        _F.group_id == group_id, _F.confirmed_at.is_not(None), told_at.is_(None)
    )
    return session.scalars(wanted.order_by(_F.id).with_for_update()).all()


def _addressed_to(
    work: Work, group: GroupRecord, follower: GroupFollowerRecord
) -> tuple[int, Text, int, str]:
    """Return what every letter to a follower is told."""
    title = Text(group.title_fr or "", group.title_en or "")
    return group.id, title, follower.id, stop_key(work.keyring, follower.id)


def _write(
    work: Work, group: GroupRecord, follower: GroupFollowerRecord, letter: FollowerLetter
) -> None:
    about = {"agency": group.agency, "agencies": [group.agency], **letter.facts()}
    row = mail_row(letter.code, follower.email or "", follower.language, about, work.now)
    work.session.add(OutboxRecord(**row))


def forget_unconfirmed(session: Session, now: datetime) -> int:
    """Forget the addresses that nobody confirmed in time; return how many."""
    late = (_F.email.is_not(None), _F.confirmed_at.is_(None), _F.asked_at < now - CONFIRMED_WITHIN)
    if session.scalar(select(_F.id).where(*late).limit(1)) is None:
        return 0
    forgotten = session.execute(
        update(_F).where(*late).values(email=None, token_hash=None),
        execution_options={"synchronize_session": False},
    )
    return int(forgotten.rowcount)  # type: ignore[attr-defined]


def _forget(runtime: Runtime, now: datetime) -> int:
    with runtime.transaction(PORTAL) as session:
        return forget_unconfirmed(session, now)


JOBS = (Job("forget addresses", Place.LAST, each_run(_forget), counted="addresses_forgotten"),)
