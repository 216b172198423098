"""What an e-mail says, made of its bytes alone: who wrote, what is new in it, what kind it is.

Nothing here asks the database, the network or the clock. Whatever comes in is read as something:
no message is broken enough to raise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

LARGEST = 25 * 1024 * 1024
"""How many bytes a message has at most; a larger one is refused before it is taken."""


class MailKind(StrEnum):
    """What kind of message this is; all but the first are set aside, and kept."""

    MESSAGE = "message"
    AUTO_REPLY = "auto_reply"
    OUT_OF_OFFICE = "out_of_office"
    LIST = "list"
    LOOP = "loop"
    BOUNCE = "bounce"
    DELAY = "delay"
    RECEIPT = "receipt"
    INVITATION = "invitation"

    @property
    def is_by_a_person(self) -> bool:
        """Tell whether somebody wrote it, so that somebody has to read it."""
        return self in (MailKind.MESSAGE, MailKind.INVITATION)


@dataclass(frozen=True, slots=True)
class Attached:
    """Something that came with a message: its name without folders, and its content.

    What `opens` may be given to whoever checks documents. The rest is wrapped by a program so that
    nobody here can look into it: it stays with the message that it came with.
    """

    name: str
    content: bytes = field(repr=False)
    opens: bool = True


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """A message as it was understood.

    `sender` is empty where nobody can tell who wrote it, such as under two senders. `text` is what
    is new, without what it quotes; `whole` is all of its words. `answers` names the messages that
    it answers, and `letters` those that a report gives back; `failing` are the addresses that
    nothing reaches any more. What is `unread` was too tangled to be taken apart.
    """

    kind: MailKind
    sender: str
    sender_name: str
    subject: str
    text: str
    whole: str
    message_id: str = ""
    date: str = ""
    answers: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()
    attached: tuple[Attached, ...] = ()
    unread: bool = False

    @property
    def documents(self) -> tuple[Attached, ...]:
        """What came with it and may be looked into."""
        return tuple(one for one in self.attached if one.opens)

    @property
    def unopened(self) -> tuple[str, ...]:
        """The names of what nobody here can look into."""
        return tuple(one.name for one in self.attached if not one.opens)
