"""Whoever says that it happened to them, too: counted once, and told of the answer.

Nobody needs an account to follow a group: a browser counts once, and so does an e-mail address,
which is only used after its owner confirmed it by a link, and forgotten as soon as they no longer
want it.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

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
from portal.features.groups.queries_held import (
    followers_to_tell,
    forget_asked_before,
    group_that_has,
    held_follower,
)
from portal.features.groups.queries_in_part import group_that_is_public
from portal.features.groups.records import GroupFollowerRecord, GroupRecord
from portal.jobs import Job, Place, each_run
from portal.keyring import Keyring
from portal.runtime import Runtime

_BROWSER, _EMAIL, _TOKEN, _STOP = (
    f"group follower {purpose}" for purpose in ("browser", "email", "token", "stop")
)
CONFIRMED_WITHIN = timedelta(days=2)
"""How long the link of a confirmation is good for."""

_ON_ITS_WAY = timedelta(minutes=10)


def count_in(work: Work, group_id: int, browser: str, language: Language, email: str = "") -> bool:
    """Count somebody to whom it happened too; return whether they were not counted yet.

    With an e-mail address, which is their agreement to be told, a link is sent to it.
    """
    group = group_that_is_public(work.session, group_id)
    if group is None:
        raise UnknownGroupError(group_id)
    follower, is_new = _follower(work, group_id, browser, language)
    if email and follower.confirmed_at is None:
        _ask_to_confirm(work, group, follower, email, language)
    return is_new


def count_by_complaint(work: Work, group_id: int, browser: str, language: Language) -> None:
    """Count a person by the complaint that they sent from this browser, and by nothing else."""
    follower, _ = _follower(work, group_id, browser, language)
    follower.is_counted = False


def confirm(work: Work, token: str) -> bool:
    """Take up that the address is its owner's; return False for a spent link.

    An address that another browser had confirmed before counts once.
    """
    follower = held_follower(work.session, token_hash=work.keyring.hashed(token, _TOKEN))
    if follower is None or follower.asked_at is None or follower.email is None:
        return False
    if follower.asked_at < work.now - CONFIRMED_WITHIN:
        return False
    email_hash = work.keyring.hashed(follower.email.lower(), _EMAIL)
    before = held_follower(work.session, group_id=follower.group_id, email_hash=email_hash)
    if before is not None and before.id != follower.id:
        _count_once(work, before, follower)
    else:
        follower.email_hash, follower.token_hash, follower.confirmed_at = email_hash, None, work.now
    return True


def stop_telling(work: Work, follower_id: int, key: str) -> bool:
    """Forget the address of somebody who no longer wants to be told; they stay counted."""
    follower = held_follower(work.session, id=follower_id)
    if follower is None or not hmac.compare_digest(stop_key(work.keyring, follower_id), key):
        return False
    follower.email = follower.token_hash = follower.confirmed_at = None
    return True


def stop_key(keyring: Keyring, follower_id: int) -> str:
    """Return the secret of the link by which a follower is told no more."""
    return keyring.hashed(str(follower_id), _STOP)


def tell_answered(work: Work, group: GroupRecord) -> None:
    """Tell once whoever follows a group that it was answered."""
    for follower in followers_to_tell(work.session, group.id, "told_answered_at"):
        follower.told_answered_at = work.now
        _write(work, group, follower, GroupAnswered)


def tell_corrected(event: CauseCorrected) -> None:
    """Tell once whoever follows the group of a complaint that its cause is corrected."""
    work = event.work
    group = group_that_has(work.session, event.complaint.id)
    if group is None:
        return
    for follower in followers_to_tell(work.session, group.id, "told_corrected_at"):
        follower.told_corrected_at = work.now
        _write(work, group, follower, GroupCorrected)


def _follower(
    work: Work, group_id: int, browser: str, language: Language
) -> tuple[GroupFollowerRecord, bool]:
    """Return whoever follows a group with this browser, and whether they are new to it."""
    browser_hash = work.keyring.hashed(browser, _BROWSER)
    follower = held_follower(work.session, group_id=group_id, browser_hash=browser_hash)
    if follower is not None:
        return follower, False
    follower = GroupFollowerRecord(
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
    _write(work, group, follower, GroupConfirm, token=token)


def _count_once(work: Work, before: GroupFollowerRecord, follower: GroupFollowerRecord) -> None:
    """Let the one whose address was counted before stand for both."""
    if before.confirmed_at is None:
        before.email, before.confirmed_at = follower.email, work.now
    before.is_counted = before.is_counted and follower.is_counted
    work.session.delete(follower)


def _write(
    work: Work,
    group: GroupRecord,
    follower: GroupFollowerRecord,
    kind: type[FollowerLetter],
    **facts: str,
) -> None:
    """Write a letter to a follower, with what each of them is told, and `facts` of its own."""
    title = Text(group.title_fr or "", group.title_en or "")
    letter = kind(group.id, title, follower.id, stop_key(work.keyring, follower.id), **facts)
    about = {"agency": group.agency, "agencies": [group.agency], **letter.facts()}
    row = mail_row(letter.code, follower.email or "", follower.language, about, work.now)
    work.session.add(OutboxRecord(**row))


def _forget(runtime: Runtime, now: datetime) -> int:
    with runtime.transaction(PORTAL) as session:
        return forget_asked_before(session, now - CONFIRMED_WITHIN)


JOBS = (Job("forget addresses", Place.LAST, each_run(_forget), counted="addresses_forgotten"),)
