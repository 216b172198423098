"""How soon a complaint that is with the wrong agency gets to the right one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.complaint import ReplyBy
from portal.domain.promise import Confidence, Promise
from portal.domain.text import Text
from portal.domain.time.allowance import Allowance, Unit

BOUNCES_AT_MOST = 2
"""How often an agency may send a transferred complaint on or back before the desk decides."""


class Travels(StrEnum):
    """What goes along with a complaint to another agency only as far as its complainant agrees.

    The story and the number always do: they were written to the one portal.
    """

    NAME = "name"
    CONTACT = "contact"
    DOCUMENTS = "documents"
    MESSAGES = "messages"


def needed_to_reach(reply_by: str) -> frozenset[Travels]:
    """Return what travels whatever is agreed to: only the agency can post a letter, or call.

    What goes by e-mail or text message the portal sends itself, whoever answers.
    """
    is_by_people = reply_by in (ReplyBy.POST, ReplyBy.PHONE)
    return frozenset({Travels.CONTACT}) if is_by_people else frozenset()


EXCHANGED = frozenset(
    {
        *("message", "question", "answer", "extension", "withdrawal", "conclusion", "again"),
        *("contact_limit", "limit_review", "limit_reviewed", "limit_lifted"),
    }
)
"""The kinds of texts that the complainant and an agency wrote to each other."""

INTERNAL = frozenset(
    {
        *("note", "to_top", "decision", "reading", "conflict_lifted", "limit_declined"),
        *("urgent_why", "urgent_declined", "urgent_act"),
    }
)
"""The kinds of texts that an agency wrote for itself: each travels only if it is chosen."""

ALONG = frozenset({"transfer", "routing", "part", "reprisal", "reprisal_act"})
"""The kinds that the next agency has to read: what it is asked, and whom it has to protect."""

_RULE = Text("Règle commune d’exemple", "Common sample rule")


def _working_days(amount: int) -> Promise:
    return Promise(Allowance(amount, Unit.WORKING_DAYS), _RULE, Confidence.ASSUMED)


_ONE_DAY, _TWO_DAYS = _working_days(1), _working_days(2)


@dataclass(frozen=True, slots=True)
class HandingOn:
    """What is promised while nobody who can answer has the complaint yet.

    `intake` is how soon the intake desk hands on what it receives, `transfer` how long the
    complainant may choose what travels before a transfer is carried out, `arbitration` how soon
    the desk decides between agencies that sent a complaint back and forth.
    """

    intake: Promise = _ONE_DAY
    transfer: Promise = _TWO_DAYS
    arbitration: Promise = _TWO_DAYS
