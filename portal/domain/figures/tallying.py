"""What a complaint's history adds to the counts, entry after entry: the cells of a cube.

A complaint is counted once as received: in the agency that has it now, under its present subject,
in the month in which it was received. So a complaint that is routed or reclassified moves, and
nothing is gained by handing it on. When another organisation takes over, it stays where it was
counted, and what happens afterwards is counted with the successor. Whoever hands it on answers for
the days that it had it: the receiving agency's days begin when it came, with a promise of its own;
what the sender promised counts with the sender, among its answers due if it sent it late. A
promised answer is counted in the month of its last day: kept or missed once, whatever happens
afterwards. A complaint that is taken up again stays where it was counted, as received, answered and
closed; its last result takes the place of the first, and its last answer is counted beside the
first. Closed without an answer, it missed its promise. What the staff does that may make figures
look better is counted beside what it was done to, in the same month. A complaint to which staff led
is counted so beside its receipt, and moves with it: elsewhere, they are the staff of another
agency. What another agency answers of it is no complaint of that agency: parts are counted apart,
as asked for, and as answered in time or not. What was no complaint, as the staff say afterwards,
takes all that was counted of it along, but for the trace that somebody said so: no other figure of
complaints has any, and both stand apart. So does what the service opens by itself; nobody
complained, so nobody is reached first.
"""

from __future__ import annotations

from collections import Counter

from portal.domain.figures import (
    tallying_answers,
    tallying_contacts,
    tallying_endings,
    tallying_moves,
    tallying_promises,
    tallying_receipts,
)
from portal.domain.figures.cells import Cell, Zones
from portal.domain.figures.counted import Counted, Happened, Reader
from portal.domain.history import EntryKind

_READERS: dict[str, Reader] = {
    **tallying_receipts.READERS,
    **tallying_moves.READERS,
    **tallying_contacts.READERS,
    **tallying_promises.READERS,
    **tallying_answers.READERS,
    **tallying_endings.READERS,
}
_OF_BOTH = (
    EntryKind.SUCCEEDED,
    EntryKind.RECLASSIFIED,
    EntryKind.EXTENDED,
    EntryKind.FILE_COMPLETED,
    EntryKind.RESUMED,
    EntryKind.PAUSED,
)
"""What is counted of a part as of a complaint."""

_OF_PARTS = {kind: _READERS[kind] for kind in _OF_BOTH} | tallying_receipts.OF_PARTS
COUNTED_KINDS = frozenset(_READERS)


class Tally:
    """One complaint's counts: hand it the entries in order, collect what each adds."""

    def __init__(self, zones: Zones) -> None:
        self._counted = Counted(zones)

    def add(self, entry: Happened) -> None:
        """Count an entry; kinds that no measure rests on are passed over."""
        read = (_OF_PARTS if self._counted.is_part else _READERS).get(entry.kind)
        if read is not None:
            read(self._counted, entry)

    def taken(self) -> Counter[Cell]:
        """Return what was counted since last taken; a complaint that moved takes cells down."""
        return self._counted.taken()
