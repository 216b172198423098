"""What a drill found: what was acknowledged, what is there, and a verdict in plain words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from msgspec import Struct, field

from portal.app import open_portal
from portal.complaints.proof.stored import verify_database
from portal.complaints.queries import exports
from portal.config import Config
from portal.domain.actor import PORTAL
from portal.runtime import Runtime


class Findings(Struct):
    """What a drill has found so far: sentences, and which of them are bad."""

    acknowledged: list[str] = field(default_factory=list)
    there: int = 0
    held: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def note(self, sentence: str) -> None:
        """Say something that was seen and is neither good nor bad."""
        self.held.append(sentence)

    def expect(self, *, so: bool, held: str, broken: str) -> None:
        """Say what held, or what did not."""
        if so:
            self.held.append(held)
        else:
            self.broken.append(broken)

    def compare(self, copy: Config, before: Collection[str]) -> None:
        """Compare what was acknowledged with what a copy holds that was not there `before`."""
        with opened(copy) as portal:
            new = [number for number in numbers(portal) if number not in before]
            with portal.reading(PORTAL) as session:
                verified = verify_database(session, portal.keyring)
        self.there = len(new)
        missing = sorted({*self.acknowledged} - {*new})
        self.expect(
            so=not missing,
            held="Every complaint that was acknowledged is there.",
            broken=f"Acknowledged and not there: {', '.join(missing)}.",
        )
        twice = len(self.acknowledged) - len({*self.acknowledged})
        self.expect(
            so=not twice,
            held="No number was given twice.",
            broken=f"{twice} numbers were given twice.",
        )
        more = sorted({*new} - {*self.acknowledged})
        self.expect(
            so=not more,
            held="Nothing is there that nobody was told of.",
            broken=f"There and never acknowledged: {', '.join(more)}.",
        )
        self.expect(
            so=verified.broken is None,
            held="The history holds.",
            broken=f"The history does not hold: {verified.broken}.",
        )

    def lines(self, name: str) -> Iterator[str]:
        """Yield what is printed of a drill."""
        yield f"{name}: {len(self.acknowledged)} acknowledged, {self.there} there."
        yield from (f"  {sentence}" for sentence in self.held)
        yield from (f"  NOT SO: {sentence}" for sentence in self.broken)
        yield "  Verdict: what is promised holds." if not self.broken else "  Verdict: BROKEN."


@contextmanager
def opened(copy: Config) -> Iterator[Runtime]:
    """Open a copy, to look at it."""
    portal = open_portal(copy)
    try:
        yield portal
    finally:
        portal.database.close()


def numbers(portal: Runtime) -> Sequence[str]:
    """Return the numbers of all complaints that a portal holds, but for parts of others."""
    with portal.reading(PORTAL) as session:
        return [row["number"] for row in exports.complaints(session) if not row["is_part"]]
