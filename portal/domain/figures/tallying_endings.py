"""What is counted when a complaint is closed, taken up again, or withdrawn."""

from __future__ import annotations

from portal.domain.conclusion import OVERTURNED
from portal.domain.figures import measuring
from portal.domain.figures.counted import Counted, Happened, Reader
from portal.domain.figures.measures import BY_OUTSIDE, FINDING, Measure
from portal.domain.figures.tallying_promises import count_promise
from portal.domain.history import EntryKind


def _closed(counted: Counted, entry: Happened) -> None:
    # What was closed with thanks for it was not a complaint: nothing was found.
    finding = entry.facts["finding"]
    measures = [] if finding is None else [(f"{FINDING}{finding}", 0)]
    measures += [(Measure.CORRECTED, 0)] if entry.facts["measures"] else []
    measures += [(Measure.SETTLED, 0)] if entry.facts.get("at_first_contact") else []
    measures += measuring.of_closing(entry.facts, counted.hands)
    measures += [] if counted.is_answered else [(Measure.UNANSWERED, 0)]
    if not counted.is_answered and not counted.promised.is_counted:
        count_promise(counted, entry.at)
    # Closed again, it keeps the place of its first closing.
    [place, *_] = counted.result or [counted.here.cell(entry.at, "")]
    counted.counts.subtract(counted.result)
    counted.result = [place._replace(measure=what, bucket=bucket) for what, bucket in measures]
    counted.counts.update(counted.result)


def _reopened(counted: Counted, entry: Happened) -> None:
    """Count it as taken up again: once, even if an outside body changed its answer before."""
    _asked_again(counted, entry)
    counted.is_taken_up = True
    _stand_again(counted)
    counted.count(entry.at, Measure.REOPENED)


def _outside_told(counted: Counted, entry: Happened) -> None:
    """Count it as changed by an outside body, once, while any of them says so."""
    counted.outside[entry.facts["link"]] = entry.facts["outcome"]
    if OVERTURNED.isdisjoint(counted.outside.values()):
        _stand_again(counted)
    elif counted.overturned is None and not counted.is_taken_up:
        counted.overturned = counted.here.cell(entry.at, Measure.REOPENED, BY_OUTSIDE)
        counted.counts[counted.overturned] += 1


def _stand_again(counted: Counted) -> None:
    if counted.overturned is not None:
        counted.counts[counted.overturned] -= 1
        counted.overturned = None


def _asked_again(counted: Counted, _entry: Happened) -> None:
    """Note that another answer is owed, when it was taken up again or is looked at again."""
    counted.is_reopened = counted.is_owed_again = True


def _withdrawal_asked(counted: Counted, entry: Happened) -> None:
    is_noted = entry.facts.get("asked") is not None
    counted.withdrawing = {Measure.WITHDRAWN_BY_STAFF} if is_noted else set()


def _withdrawal_suggested(counted: Counted, entry: Happened) -> None:
    if entry.facts["by"] == "agency":
        counted.withdrawing = {*counted.withdrawing, Measure.WITHDRAWN_SUGGESTED}


def _withdrawal_fallen(counted: Counted, entry: Happened) -> None:
    counted.withdrawing = set()
    if entry.facts["why"] == "taken_back":
        counted.count(entry.at, Measure.WITHDRAWAL_KEPT)


def _is_late(counted: Counted) -> bool:
    """Tell whether the promise was counted as missed: without an answer it is never kept."""
    return counted.promised.is_counted and not counted.is_answered


def _withdrawn(counted: Counted, entry: Happened) -> None:
    """Count it apart; what was missed before stays missed, and is told here as well."""
    late = {Measure.WITHDRAWN_LATE} if _is_late(counted) else set()
    for measure in (Measure.WITHDRAWN, *sorted(counted.withdrawing | late)):
        counted.count(entry.at, measure)
    counted.withdrawing = set()


READERS: dict[str, Reader] = {
    EntryKind.CLOSED: _closed,
    EntryKind.REOPENED: _reopened,
    EntryKind.REVIEW_ASKED: _asked_again,
    EntryKind.OUTSIDE_OUTCOME_TOLD: _outside_told,
    EntryKind.WITHDRAWAL_ASKED: _withdrawal_asked,
    EntryKind.WITHDRAWAL_SUGGESTED: _withdrawal_suggested,
    EntryKind.WITHDRAWAL_FALLEN: _withdrawal_fallen,
    EntryKind.WITHDRAWN: _withdrawn,
}
