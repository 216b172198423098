"""What rises, falls silent or goes on: the rules that compare how many complaints came.

More complaints never silence a rise, and as many as before never raise one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from portal.agencies.settings.shared import (
    RisingEverywhereSettings,
    RisingSettings,
    SameCauseSettings,
    SilenceSettings,
)
from portal.domain.figures.changes import (
    CountVerdict,
    ShareChange,
    Verdict,
    count_moved,
    share_change,
)
from portal.domain.figures.shares import Share
from portal.features.alarms.rules import (
    ACROSS,
    LIKE,
    OTHER,
    Alarm,
    Compared,
    Observed,
    Quarters,
    Received,
    Rule,
)

FEWEST_LIKE = 2
"""An agency is compared with those of its size if there are so many; else with all others."""


def is_rising(received: Received, complaints: int, times: int) -> bool:
    """Tell whether a subject rises: enough complaints, and many more than is usual."""
    if not received.months_before or received.now < complaints:
        return False
    # In whole numbers: what is usual in as much time, times so much.
    usual = times * received.before * len(received.months)
    return received.now * len(received.months_before) >= usual


def is_beyond_chance(received: Received, among: int) -> bool:
    """Tell whether a subject rises further than chance, as one of `among` that are looked at."""
    moved = count_moved(received.before, received.now, received.part, among)
    return moved is CountVerdict.MORE


def is_worse(change: ShareChange | None) -> bool:
    """Tell whether a share fell beyond chance."""
    return change is not None and change.verdict is Verdict.WORSE


def like_of(agency: Quarters, every: Iterable[Quarters]) -> list[Quarters]:
    """Return the agencies that one is compared with: those of its size, else all the others."""
    others = [
        other
        for other in every
        if other.agency != agency.agency and other.months_before == agency.months_before
    ]
    near = [other for other in others if is_of_size(agency, other)]
    return near if len(near) >= FEWEST_LIKE else others


def is_of_size(agency: Quarters, other: Quarters) -> bool:
    """Tell whether another received from a half to the double of what an agency did before."""
    size = agency.before.received
    return size <= 2 * other.before.received <= 4 * size


def rising_themes(observed: Observed, rule: RisingSettings) -> Iterator[Alarm]:
    """Yield an alarm where a category of an agency has many more than is usual."""
    subjects = [one for one in observed.received if one.category and one.months_before]
    themes = {(one.agency, one.theme): one for one in observed.received if not one.category}
    among = len(subjects)

    def rises(received: Received) -> bool:
        is_enough = is_rising(received, rule.complaints, rule.times)
        return is_enough and is_beyond_chance(received, among)

    for received in subjects:
        # What has no past may be another's part under a new name: then its theme does not rise.
        whole = received if received.before else themes.get((received.agency, received.theme))
        if received.theme == OTHER or not rises(received) or whole is None or not rises(whole):
            continue
        figures = {
            "now": received.now,
            "usual": received.usual,
            "complaints": rule.complaints,
            "times": rule.times,
            **compared(received.months, received.months_before, [_line(received)]),
        }
        yield Alarm(
            Rule.RISING_THEME,
            received.agency,
            received.theme,
            observed.month,
            figures,
            received.category,
            received.now - received.usual,
        )


def rising_everywhere(observed: Observed, rule: RisingEverywhereSettings) -> Iterator[Alarm]:
    """Yield an alarm where a theme rises in several agencies, surely in all together or in each."""
    themes: dict[str, list[Received]] = defaultdict(list)
    for received in observed.received:
        if not received.category and received.theme != OTHER and received.months_before:
            themes[received.theme].append(received)
    pairs = sum(map(len, themes.values()))
    for theme, known in themes.items():
        every = _comparable(known)
        rising = [one for one in every if is_rising(one, rule.complaints, rule.times)]
        surely = [one for one in rising if is_beyond_chance(one, pairs)]
        # A little in many agencies, or much in some: each may be more than chance.
        is_more = is_beyond_chance(_together(every), len(themes)) or len(surely) >= rule.agencies
        if len(rising) < rule.agencies or not is_more:
            continue
        figures = {
            "agencies": [
                {"agency": one.agency, "now": one.now, "usual": one.usual} for one in rising
            ],
            "at_least": rule.agencies,
            "complaints": rule.complaints,
            "times": rule.times,
            **compared(rising[0].months, rising[0].months_before, map(_line, rising)),
        }
        reach = sum(one.now - one.usual for one in rising)
        yield Alarm(Rule.RISING_EVERYWHERE, ACROSS, theme, observed.month, figures, "", reach)


def _comparable(known: Sequence[Received]) -> list[Received]:
    """Return those that are compared with the same months, as most are."""
    [(months_before, _)] = Counter(one.months_before for one in known).most_common(1)
    return [one for one in known if one.months_before == months_before]


def _together(every: Sequence[Received]) -> Received:
    now, before = sum(one.now for one in every), sum(one.before for one in every)
    return replace(every[0], agency=ACROSS, now=now, before=before)


def silence(observed: Observed, rule: SilenceSettings) -> Iterator[Alarm]:
    """Yield an alarm where an agency receives far fewer than before, and than its like."""
    every = [one for one in observed.quarters if one.months_before]
    for agency in every:
        now, before = agency.now.received, agency.before.received
        if before < rule.complaints or now * rule.times > before:
            continue
        like = like_of(agency, every)
        moved, usual = _against(agency, like, len(every))
        if not moved:
            continue
        lines = [Compared(agency.agency, now, before)]
        if like:
            lines.append(Compared(LIKE, *_sums(like)))
        figures = {
            "now": now,
            "before": before,
            "like": len(like),
            "like_agencies": [one.agency for one in like],
            "is_by_size": len(like) >= FEWEST_LIKE and all(is_of_size(agency, one) for one in like),
            "complaints": rule.complaints,
            "times": rule.times,
            **compared(agency.months, agency.months_before, lines),
        }
        yield Alarm(
            Rule.SILENCE, agency.agency, "", observed.last_quarter, figures, "", max(0, usual - now)
        )


def _against(agency: Quarters, like: Sequence[Quarters], among: int) -> tuple[bool, int]:
    """Return whether an agency fell beyond chance, and further than its like; and what is usual."""
    now, before = agency.now.received, agency.before.received
    own = count_moved(before, now, 1 / 2, among)
    later, earlier = _sums(like)
    if not earlier:
        return own is CountVerdict.LESS, before
    change = share_change(Share(later, later + earlier), Share(now, now + before), among)
    return own is CountVerdict.LESS and is_worse(change), before * later // earlier


def _sums(like: Iterable[Quarters]) -> tuple[int, int]:
    pairs = [(one.now.received, one.before.received) for one in like]
    return sum(now for now, _ in pairs), sum(before for _, before in pairs)


def same_cause(observed: Observed, rule: SameCauseSettings) -> Iterator[Alarm]:
    """Yield an alarm where complaints go on since what they asked for was said to be done."""
    among = len(observed.recurring)
    for recurring in observed.recurring:
        received = recurring.received
        if received.theme == OTHER or received.now < rule.complaints:
            continue
        if count_moved(received.before, received.now, received.part, among) is CountVerdict.LESS:
            continue
        figures = {
            "now": received.now,
            "usual": received.usual,
            "complaints": rule.complaints,
            "change": recurring.change,
            "done_on": recurring.done_on,
            **compared(received.months, received.months_before, [_line(received)]),
        }
        yield Alarm(
            Rule.SAME_CAUSE,
            received.agency,
            received.theme,
            observed.quarter,
            figures,
            f"{received.category} {recurring.change}",
            received.now,
        )


def _line(received: Received) -> Compared:
    return Compared(received.agency, received.now, received.before)


def compared(
    months: Sequence[str], months_before: Sequence[str], lines: Iterable[Compared]
) -> dict[str, Any]:
    """Return the evidence of what was compared over two times, as it is kept."""
    return {
        "months": list(months),
        "months_before": list(months_before),
        "lines": [line._asdict() for line in lines],
    }
