"""Staff whose names a complaint may say, and whom it then concerns."""

from __future__ import annotations

from portal.complaints import accounts
from portal.domain.actor import PORTAL, Actor, ActorKind, Membership
from portal.domain.masking import plain
from portal.domain.role import Role
from portal.features.conflicts_of_interest.actions import follow_up_conflicts
from portal.runtime import Runtime
from tests.complaints.cases import complaint
from tests.support import PASSWORD


def somebody(
    runtime: Runtime,
    name: str,
    role: Role = Role.OFFICER,
    post: str | None = "office",
    agency: str | None = "parks",
) -> Actor:
    """Add a member of staff by their whole name."""
    email = f"{plain(name).casefold().replace(' ', '.')}@exemple.org"
    with runtime.transaction() as session:
        user_id = accounts.create_user(
            session, runtime.keyring, email, name=name, password=PASSWORD, now=runtime.now()
        )
        accounts.add_membership(session, user_id, role, agency, post=post)
    return Actor(ActorKind.STAFF, name, user_id, (Membership(role, agency, post),))


def concerned(runtime: Runtime, number: str) -> frozenset[int]:
    """Return the ids of the staff whom a complaint concerns."""
    key = complaint(runtime, number).id
    with runtime.reading(PORTAL) as session:
        return frozenset(runtime.features.excluded(session, [key]).get(key, ()))


def follow_up(runtime: Runtime) -> int:
    """Look for them in what came since, as the worker does; return how many were found."""
    return follow_up_conflicts(runtime, runtime.now())
