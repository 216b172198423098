"""A contact as an officer notes it, and what the person says of it."""

from __future__ import annotations

from portal.complaints.handling import casework
from portal.domain.actor import Actor, complainant
from portal.domain.contact import Contact, SaidContact
from portal.features.first_contact.actions import judge_contact
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint


def note_contact(runtime: Runtime, number: str, actor: Actor | None = None) -> None:
    """Let an officer say that they telephoned just now."""
    said = SaidContact(Contact.PHONE, runtime.now())
    act(runtime, number, casework.record_first_contact, actor, said=said)


def judge(runtime: Runtime, number: str, *, reached: bool) -> None:
    """Let whoever complains say whether somebody was in touch."""
    who = complainant(complaint(runtime, number).id)
    act(runtime, number, judge_contact, who, reached=reached)
