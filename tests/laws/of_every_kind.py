"""Complaints as different as they come: with something of every feature, held back, answered."""

from __future__ import annotations

from portal.complaints.handling import casework, documents
from portal.complaints.handling.documents import StoredDocument
from portal.complaints.handling.following import write_message
from portal.domain.role import Role
from portal.domain.time.promise import Allowance, Unit
from portal.features.conflicts_of_interest.actions import declare
from portal.features.contact_limits.actions import Limit, limit_contact
from portal.features.contact_limits.rules import Means
from portal.features.linking.actions import link_complaints
from portal.features.reprisals import actions as reprisals
from portal.runtime import Runtime
from tests.complaints.cases import act, member
from tests.features.conflicts_of_interest.named_staff import somebody
from tests.features.groups import grouped
from tests.features.information_requests import asking_inside
from tests.features.joint_answers import asked_parts
from tests.features.recommendations.recommended import recommend
from tests.features.transfers.transferred import transferred
from tests.support import file

LIMIT = Limit((Means.WEEKLY,), "Quarante appels en trois jours.", Allowance(3, Unit.MONTHS))


def with_everything(runtime: Runtime) -> tuple[str, str]:
    """A complaint with something of every feature that shows anything; its number and code."""
    receipt, other = file(runtime), file(runtime).number
    number = receipt.number
    head, writer = member(runtime, Role.HEAD, post=None), member(runtime, post="office")
    member(runtime, Role.MANAGER, post="director")
    owner = asked_parts.owner(runtime, number)
    key, limits = runtime.files.put(b"Le constat."), runtime.agencies.portal.attachments
    document = StoredDocument("constat.pdf", "application/pdf", 11, "0" * 64, key)
    act(runtime, number, documents.add_to_complaint, owner, document=document, limits=limits)
    act(runtime, number, write_message, owner, body="Le zouave dort.", once=None)
    act(runtime, number, casework.add_note, writer, body="Voir la patrouille.")
    act(runtime, number, link_complaints, writer, to=other)
    act(runtime, number, limit_contact, head, limit=LIMIT)
    kept_out = somebody(runtime, "Odile Zibeline")
    act(runtime, number, declare, head, user_id=kept_out.user_id)
    act(runtime, number, reprisals.report, owner, body="Menaces au guichet.", once=None)
    recommend(runtime, number, writer)
    grouped.opened(runtime, writer, number, other)
    asking_inside.ask(runtime, number, by=writer)
    asked_parts.begun(runtime, number, "story", "name")
    return number, receipt.code


def held_back(runtime: Runtime) -> tuple[str, str]:
    """A complaint that came from another agency without all that was said there."""
    receipt = file(runtime, "water")
    transferred(runtime, receipt.number, "parks")
    return receipt.number, receipt.code


def answered(runtime: Runtime) -> tuple[str, str]:
    """A complaint that was answered and closed."""
    receipt = file(runtime)
    asked_parts.answer(runtime, receipt.number, "Le sentier ouvre en mai.")
    asked_parts.close(runtime, receipt.number)
    return receipt.number, receipt.code
