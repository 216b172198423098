"""What is done with a group: described, shown to the public, followed by whom it happened to.

What happens to a group moves its state, and is kept beside it as a step. Nobody needs an account
to follow one: a browser counts once, and so does an e-mail address, which is only used after its
owner confirmed it by a link, and forgotten as soon as they no longer want it.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.complaints.events import CauseCorrected
from portal.complaints.letters.letters import mail_row
from portal.complaints.queries.accounts import members_who_may
from portal.complaints.records.message import OutboxRecord
from portal.complaints.records.steps import step_values
from portal.complaints.work import Work
from portal.domain.actor import PORTAL
from portal.domain.errors import IncompleteError, NotAllowedError, UnknownGroupError, required
from portal.domain.handling.lifecycle import state_after
from portal.domain.permissions import Permission, may
from portal.domain.text import Language, Text
from portal.features.groups.letters import (
    FollowerLetter,
    GroupAnswered,
    GroupConfirm,
    GroupCorrected,
)
from portal.features.groups.queries import (
    followers_to_tell,
    forget_asked_before,
    group_that_has,
    group_that_is_public,
    group_to_change,
    held_follower,
)
from portal.features.groups.records import GroupFollowerRecord, GroupRecord, GroupStepRecord
from portal.features.groups.rules import LONGEST_TITLE, TRANSITIONS, State, Step
from portal.jobs import Job, Place, each_run
from portal.keyring import Keyring
from portal.runtime import Runtime

# Steps: each use case holds its group, moves its state and keeps what happened.


def held_group(
    work: Work, group_id: int, permission: Permission, agency: str | None = None
) -> GroupRecord:
    """Return a group, held, in which the actor may do this.

    Raise UnknownGroupError where there is none, or none of `agency`.
    """
    group = group_to_change(work.session, group_id)
    if group is None or agency not in (None, group.agency):
        raise UnknownGroupError(group_id)
    if not may(work.actor, permission, group.agency):
        raise NotAllowedError(permission)
    return group


def take(
    work: Work, group: GroupRecord, step: Step, text: str | None = None, **facts: object
) -> None:
    """Take a step; raise TransitionNotAllowedError where the state does not allow it."""
    group.state = state_after(TRANSITIONS, State(group.state), step).value
    keep(work, group, step, text, **facts)


def keep(
    work: Work, group: GroupRecord, step: Step, text: str | None = None, **facts: object
) -> None:
    """Keep a step that was taken, with its text sealed."""
    work.session.add(
        GroupStepRecord(group_id=group.id, **step_values(work.actor, work.now, step, text, facts))
    )


@dataclass(frozen=True, slots=True)
class Described:
    """What a group is called, what it is about, and who answers for it: nobody's data."""

    name: str
    description: str
    owner_id: int | None

    def require_complete(self, work: Work, agency: str) -> None:
        """Raise IncompleteError without a name, or with an owner who may not gather there."""
        missing = [] if self.name.strip() else ["group_name"]
        members = members_who_may(work.session, Permission.GROUP, agency)
        if self.owner_id not in {None, *(member.user_id for member in members)}:
            missing.append("group_owner")
        if missing:
            raise IncompleteError(*missing)

    def write_to(self, group: GroupRecord) -> None:
        """Write it to a group."""
        group.name, group.description = self.name.strip(), self.description.strip()
        group.owner_id = self.owner_id


def describe(work: Work, agency: str, group_id: int, described: Described) -> None:
    """Change what a group is called, what it is about, or who answers for it."""
    group = held_group(work, group_id, Permission.GROUP, agency)
    described.require_complete(work, agency)
    take(work, group, Step.CHANGED, group.name, owner=described.owner_id)
    described.write_to(group)


def note(work: Work, agency: str, group_id: int, body: str) -> None:
    """Add a note of the one investigation: only the agency sees it."""
    group = held_group(work, group_id, Permission.GROUP, agency)
    take(work, group, Step.NOTED, required(body, "body"))


def publish(work: Work, agency: str, group_id: int, title: Text, *, is_read: bool) -> None:
    """Show a group to the public by its title in both languages, once the head has read it."""
    group = held_group(work, group_id, Permission.PUBLISH_GROUP, agency)
    titles = {"group_title_fr": title.fr.strip(), "group_title_en": (title.en or "").strip()}
    missing = [name for name, text in titles.items() if not 0 < len(text) <= LONGEST_TITLE]
    if not is_read:
        missing.append("is_read")
    if missing:
        raise IncompleteError(*missing)
    take(work, group, Step.PUBLISHED, "\n".join(titles.values()))
    group.title_fr, group.title_en = titles.values()
    group.published_at = group.published_at or work.now


def unpublish(work: Work, agency: str, group_id: int) -> None:
    """Show a group to the public no more; whoever follows it is still told."""
    group = held_group(work, group_id, Permission.PUBLISH_GROUP, agency)
    take(work, group, Step.UNPUBLISHED)
    group.published_at = None


# « It happened to me too »: counted once, and told of it by whoever agreed to be.


CONFIRMED_WITHIN = timedelta(days=2)
"""How long the link of a confirmation is good for."""

_ON_ITS_WAY = timedelta(minutes=10)
_BROWSER, _EMAIL, _TOKEN, _STOP = (
    f"group follower {purpose}" for purpose in ("browser", "email", "token", "stop")
)


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
