"""A group whose title the public sees, and where it is said « Cela m’est arrivé aussi »."""

from __future__ import annotations

from functools import partial

from portal.domain.role import Role
from portal.domain.text import Text
from portal.features.groups import actions
from portal.runtime import Runtime
from tests.complaints.cases import member

TOO = "/fr/organismes/parks/aussi/1"
TITLE = "Passerelle brisée au Cormoran"


def publish(runtime: Runtime, group: int, post: str | None = None) -> None:
    """Let the head of the complaints service show a group to the public."""
    head = member(runtime, Role.HEAD, "parks", post)
    title = Text(TITLE, "Broken footbridge on the Cormorant")
    with runtime.acting(head) as work:
        partial(actions.publish, title=title, is_read=True)(work, "parks", group)
