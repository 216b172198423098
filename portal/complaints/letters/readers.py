"""What letters to the staff may tell their readers, who may no longer see what they are about.

A number that its reader cannot open stands in no letter; what leads nowhere for them is not sent.
It is looked at as a letter is put together, and again as it leaves: a complaint goes to another
agency in between, somebody leaves, or is found to be concerned.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from portal.complaints.every_feature import Features
from portal.complaints.queries.accounts import user_by_email
from portal.complaints.queries.waiting_letters import opened_by
from portal.complaints.records.message import OutboxRecord
from portal.keyring import Keyring
from portal.words.letters.writing import Wordings

Facts = Mapping[str, Any]
"""What is stored of a letter or a notice about one complaint: its number among it."""


class NobodyReadsItError(Exception):
    """Whoever a letter to the staff is for may open nothing of what it speaks of.

    `told` is that, each with its `kind`; `user_id` is who it is for, None where no account has the
    address any more.
    """

    def __init__(self, told: Sequence[Facts], user_id: int | None) -> None:
        super().__init__(told, user_id)
        self.told, self.user_id = told, user_id


class Readers(Protocol):
    """Who knows the readers of letters by their addresses, and what words every letter."""

    keyring: Keyring
    features: Features


def for_reader(
    session: Session, office: Readers, row: OutboxRecord, facts: Facts, now: datetime
) -> Facts:
    """Return the facts of a letter to the staff as whoever gets it may be told them now.

    They are those of one complaint with their `kind`, or of several that a digest lists. Raise
    NobodyReadsItError where nothing is left of them.
    """
    user = user_by_email(session, office.keyring, row.recipient or "")
    told: Sequence[Facts] = facts.get("listed", (facts,))
    opened = opened_by(session, user.id, _numbers(told), now) if user else {}
    left = readable(office.features.letters, told, opened)
    if not left:
        raise NobodyReadsItError(told, user.id if user else None)
    return _shortened(facts, left) if "listed" in facts else left[0]


def readable(letters: Wordings, told: Sequence[Facts], opened: Mapping[str, str]) -> list[Facts]:
    """Return those that lead their reader somewhere, each with whether they may open it.

    Each is told with its `kind`; `opened` are the complaints that the reader may open, by their
    numbers, with the agency that has them.
    """
    marked = ({**facts, "opens": _opens(facts, opened)} for facts in told)
    return [
        facts for facts in marked if facts["opens"] or letters.leads_elsewhere(facts["kind"], facts)
    ]


def _opens(facts: Facts, opened: Mapping[str, str]) -> bool:
    agency: str = facts["agency"]
    return opened.get(facts["number"]) == agency


def _numbers(told: Sequence[Facts]) -> Collection[str]:
    return {facts["number"] for facts in told}


def _shortened(digest: Facts, left: Sequence[Facts]) -> Facts:
    """Return what a digest tells where only these are left of what it listed."""
    gone = len(digest["listed"]) - len(left)
    agencies = dict(digest["agencies"])
    for facts in digest["listed"]:
        agencies[facts["agency"]] -= 1
    for facts in left:
        agencies[facts["agency"]] += 1
    named = {code: count for code, count in agencies.items() if count > 0}
    return {**digest, "count": digest["count"] - gone, "agencies": named, "listed": left}
