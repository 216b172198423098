"""A link to a complaint: asked for, sent if whoever asks is who complains, used once; a new code.

Who asks is answered later, by the worker: what is done while they wait is the same whether there is
such a complaint, and whoever's it is.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from portal.complaints.citizen_sessions import shut_elsewhere
from portal.complaints.events import ContactChanged
from portal.complaints.handling.seldom import ensure_seldom
from portal.complaints.letters import letters
from portal.complaints.one_time_codes import OneTime, code_made_of, is_key_of, key_hash
from portal.complaints.queries.access_codes import CODE_PURPOSE
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.db.row_filter import as_the_portal
from portal.domain.actor import PORTAL, complainant
from portal.domain.complaint import ReplyBy
from portal.domain.errors import (
    TooManyChangesError,
    TransitionNotAllowedError,
    UnknownComplaintError,
)
from portal.domain.history import EntryKind
from portal.domain.number import new_resume_code, read_code
from portal.features.access_links.letters import (
    CODE_RENEWED,
    LINKS_OFF,
    LINKS_ON,
    AccessLink,
    OneTimeCode,
)
from portal.features.access_links.queries import (
    KeptLink,
    are_switched_off,
    close_link,
    close_links,
    has_made_a_code,
    kept_link,
    links_by_post,
    sent_since,
    take_request,
)
from portal.features.access_links.records import AccessLinkRecord, LinkRequestRecord
from portal.features.access_links.rules import (
    CHANGES_AN_HOUR,
    LASTS,
    LETTER_AGAIN_AFTER,
    CodeRenewed,
    FormSpentError,
    LinkSent,
    LinksSwitched,
    LinkUsed,
    may_another_leave,
)
from portal.features.access_links.rules_reaching import Reached, is_theirs
from portal.keyring import Keyring
from portal.runtime import Runtime

PURPOSE, _RENEWED = "access link", "renewed access code"


def ask(session: Session, number: str, means: ReplyBy, said: str, now: datetime) -> None:
    """Keep that somebody asks for a link to a complaint, and which address they say it has."""
    content = {"number": number, "means": means.value, "said": said}
    session.add(LinkRequestRecord(asked_at=now, content=content))


def answer(runtime: Runtime, request_id: int, content: dict[str, str], now: datetime) -> int:
    """Send the link that was asked for, if it may be; return 1."""
    act = partial(
        _send_once, request_id=request_id, means=ReplyBy(content["means"]), said=content["said"]
    )
    try:
        runtime.change(PORTAL, content["number"], act, now=now)
    except UnknownComplaintError:
        with runtime.transaction(PORTAL) as session:
            take_request(session, request_id)
    return 1


def _send_once(
    work: Work, complaint: ComplaintRecord, request_id: int, means: ReplyBy, said: str
) -> None:
    if take_request(work.session, request_id):
        send_link(work, complaint, means, said)


def send_link(work: Work, complaint: ComplaintRecord, means: ReplyBy, said: str) -> None:
    """Send what opens the complaint once, if what was said is its address; earlier ones end.

    Nothing leaves, and nothing ends, where too many left lately, or whoever complains wants none.
    """
    if not _may_leave(work, complaint, means, said):
        return
    close_links(work.session, complaint.id, work.now)
    letters.to_citizen(work, complaint, _made(work, complaint, means))
    work.record(complaint, LinkSent(means.value))


def _may_leave(work: Work, complaint: ComplaintRecord, means: ReplyBy, said: str) -> bool:
    person = letters.complainant_of(work, complaint)
    if person is None or complaint.parent_id is not None:
        return False
    contact = (person.email or "", person.phone or "", person.address or "")
    if not is_theirs(means, said, Reached(ReplyBy(complaint.reply_by), *contact)):
        return False
    if are_switched_off(work.session, complaint.id):
        return False
    since = work.now - max(LETTER_AGAIN_AFTER, timedelta(days=1))
    sent = sent_since(work.session, complaint.id, means, since)
    return may_another_leave(means, sent, work.now)


def _made(work: Work, complaint: ComplaintRecord, means: ReplyBy) -> AccessLink | OneTimeCode:
    """Return the letter that has what opens the complaint, of which a keyed hash alone is kept."""
    ends_at = work.now + LASTS[means]
    on_paper = means is ReplyBy.POST
    key = new_resume_code() if on_paper else secrets.token_urlsafe(18)
    link = AccessLinkRecord(
        complaint_id=complaint.id,
        means=means.value,
        key_hash="",
        made_at=work.now,
        ends_at=ends_at,
    )
    work.session.add(link)
    work.session.flush()
    one = OneTime(PURPOSE, link.id, complaint.id, ends_at)
    link.key_hash = key_hash(work.keyring, one, key)
    if on_paper:
        return OneTimeCode(key, work.advised.calendar.day_of(ends_at))
    return AccessLink(link.id, key, ends_at)


def opens(keyring: Keyring, link: KeptLink, key: str, now: datetime) -> bool:
    """Tell whether a key opens the complaint by this link now."""
    one = OneTime(PURPOSE, link.id, link.complaint_id, link.ends_at)
    is_right = is_key_of(keyring, link.key_hash, one, key)
    return is_right and link.closed_at is None and now < link.ends_at


def link_that_opens(
    session: Session, keyring: Keyring, link_id: int, key: str, now: datetime
) -> KeptLink | None:
    """Return the link of this id, if the key opens a complaint by it now; it is not used up."""
    link = kept_link(session, link_id)
    return link if link is not None and opens(keyring, link, key, now) else None


def letter_that_opens(
    session: Session, keyring: Keyring, number: str, typed: str, now: datetime
) -> KeptLink | None:
    """Return the link whose code, sent on paper, was typed with the number of its complaint."""
    links, key = links_by_post(session, number, now), read_code(typed)
    return next((link for link in links if opens(keyring, link, key, now)), None)


def use(runtime: Runtime, link: KeptLink, now: datetime) -> bool:
    """Open a complaint by a link that opens it; return False where somebody else was first."""
    act = partial(_use_once, link_id=link.id, means=link.means)
    return runtime.change(complainant(link.complaint_id), link.number, act, now=now)


def _use_once(work: Work, complaint: ComplaintRecord, link_id: int, means: str) -> bool:
    if not close_link(work.session, link_id, work.now):
        return False
    work.record(complaint, LinkUsed(means))
    return True


def end_as_contact_changed(event: ContactChanged) -> None:
    """Let no link that went to where the complainant was reached before open the complaint.

    The portal does it, whoever changed it: an agency's staff sees no link, and ends none.
    """
    with as_the_portal(event.work.session):
        close_links(event.work.session, event.complaint.id, event.work.now)


def renew_code(work: Work, complaint: ComplaintRecord, once: str, here: str) -> str:
    """Return a new access code; the one before, and every link, no longer open the complaint.

    Nor does what opened it elsewhere: it stays open in the session `here` alone.

    Whoever complains is told by their usual letter: somebody else may have done it. A form that is
    sent twice, by its mark, gives the same code and does nothing more; once another code was made,
    it brings none back: FormSpentError.
    """
    code = code_made_of(work.keyring, _RENEWED, complaint.id, once)
    hashed = work.keyring.hashed(code, CODE_PURPOSE)
    if complaint.access_code_hash == hashed:
        return code
    form = work.keyring.hashed(f"{complaint.id} {once}", _RENEWED)
    if has_made_a_code(work.session, complaint.id, form):
        raise FormSpentError
    _ensure_seldom(work, complaint)
    complaint.access_code_hash = hashed
    close_links(work.session, complaint.id, work.now)
    shut_elsewhere(work.session, work.keyring, complaint.id, here, work.now)
    work.record(complaint, CodeRenewed(form))
    letters.to_citizen(work, complaint, CODE_RENEWED)
    return code


def _ensure_seldom(work: Work, complaint: ComplaintRecord) -> None:
    kinds = (EntryKind.CODE_RENEWED, EntryKind.LINKS_SWITCHED)
    ensure_seldom(work, complaint, kinds, CHANGES_AN_HOUR)


def switch_links(work: Work, complaint: ComplaintRecord, *, off: bool) -> None:
    """Keep that links are never sent for this complaint, or that they may be again.

    Whoever complains is told by their usual letter. The same again changes nothing.
    """
    if are_switched_off(work.session, complaint.id) is off:
        return
    _ensure_seldom(work, complaint)
    if off:
        close_links(work.session, complaint.id, work.now)
    work.record(complaint, LinksSwitched(off))
    if off:
        letters.to_citizen(work, complaint, LINKS_OFF)
    else:
        letters.to_citizen(work, complaint, LINKS_ON)


def links_taken_back(work: Work, complaint: ComplaintRecord) -> None:
    """Let no link be sent, as a consent is taken back.

    Raise TransitionNotAllowedError where that was changed too often to be changed now.
    """
    try:
        switch_links(work, complaint, off=True)
    except TooManyChangesError as error:
        raise TransitionNotAllowedError(complaint.status, "switch_links") from error
