"""Words that were praise, handed on to whom they concern."""

from __future__ import annotations

from portal.domain.actor import Actor
from portal.features.nature.actions_passing_on import pass_on
from portal.runtime import Runtime
from tests.complaints.cases import act

WORDS = "L’équipe du sentier a été patiente et gentille."
THANKS = "Merci de nous avoir écrit."


def hand(runtime: Runtime, number: str, to: Actor, **more: object) -> None:
    """Hand the words of a message on to somebody, with thanks for its person."""
    told = {"to": [f"user:{to.user_id}"], "words": WORDS, "thanks": THANKS}
    act(runtime, number, pass_on, **{**told, **more})
