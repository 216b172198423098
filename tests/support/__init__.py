"""What tests are made with: a clock to set, a mailbox to look into, the ordinary complaint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from portal.complaints import accounts
from portal.complaints.handling.filing import Receipt, file_complaint
from portal.complaints.kept_drafts import DraftContent
from portal.complaints.planning import plan_filing
from portal.domain.actor import Actor, ActorKind, Membership
from portal.domain.complaint import Channel, Draft, FiledFor
from portal.domain.role import Role
from portal.payload import Payload
from portal.runtime import Runtime

on_both = pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)

slowly_on_postgresql = pytest.mark.parametrize(
    "backend", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True
)
"""For what proves the same on both, of code that is the same: the slow run has PostgreSQL."""

TUESDAY = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
"""A working day like any other, at 10 in the morning in Montréal."""

PASSWORD = "correct horse battery"
"""What every account of the tests signs in with."""


@dataclass
class FixedClock:
    """A clock that stands where it is put."""

    moment: datetime = TUESDAY

    def __call__(self) -> datetime:
        return self.moment


@dataclass
class RecordingMailer:
    """A mailer that keeps what it was given."""

    sent: list[EmailMessage] = field(default_factory=list)

    def send(self, message: EmailMessage) -> None:
        self.sent.append(message)


def officer(agency: str = "parks", user_id: int | None = None, role: Role = Role.OFFICER) -> Actor:
    """Somebody of an agency's complaints service."""
    membership = Membership(role, agency, "office")
    return Actor(ActorKind.STAFF, "Claire Roy", user_id, (membership,))


def file(
    runtime: Runtime,
    agency: str = "parks",
    story: str = "Le sentier est fermé depuis un mois.",
    category: str | None = None,
    parts: Iterable[Payload] = (),
    **content: object,
) -> Receipt:
    """File an ordinary complaint, with what features ask for; return its receipt."""
    said = {
        "filed_for": "self",
        "reply_by": "email",
        "email": "m.gagnon@exemple.org",
        "name": "Michel Gagnon",
    }
    kept = DraftContent(story=story, **{**said, **content}).having(*parts)  # type: ignore[arg-type]
    draft = Draft(
        category=category,
        story=story,
        language="en" if content.get("reply_language") == "en" else "fr",
        answers=kept.answers,
        filed_for=FiledFor(kept.filed_for),
        channel=Channel(kept.channel or Channel.WEB),
    )
    now = runtime.now()
    plan = plan_filing(runtime.agencies.agency(agency), draft, now)
    return file_complaint(runtime, plan, None, kept, draft, now)


def add_user(
    runtime: Runtime,
    email: str,
    role: Role = Role.OFFICER,
    agency: str | None = "parks",
    post: str | None = "office",
    password: str = PASSWORD,
) -> int:
    """Add a member of staff with one membership; return their id."""
    with runtime.transaction() as session:
        user_id = accounts.create_user(
            session,
            runtime.keyring,
            email,
            name=email.split("@")[0].title(),
            password=password,
            now=runtime.now(),
        )
        accounts.add_membership(session, user_id, role, agency, post=post)
    return user_id
