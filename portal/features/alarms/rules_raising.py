"""What raises the alarms of each rule: when it does, and on which figures it rests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from portal.agencies.settings.shared import (
    AlarmSettings,
    FallingSettings,
    PromiseSettings,
    ProportionSettings,
    RepeatedSettings,
)
from portal.domain.figures.changes import share_change
from portal.domain.figures.shares import Share
from portal.features.alarms.rules import LIKE, Alarm, Compared, Observed, Rule
from portal.features.alarms.rules_counts import (
    compared,
    is_worse,
    rising_everywhere,
    rising_themes,
    same_cause,
    silence,
)


def raised(observed: Observed, rules: AlarmSettings) -> list[Alarm]:
    """Return every alarm that the rules raise, in the order of the rules."""
    return [
        alarm
        for rule, raiser in RAISERS.items()
        if (settings := getattr(rules, rule)) is not None
        for alarm in raiser(observed, settings)
    ]


def is_high(share: Share, rule: ProportionSettings) -> bool:
    """Tell whether a share is at least what the rule says, among enough."""
    return share.n >= rule.among and 100 * share.part >= rule.percent * share.n


def _falling(observed: Observed, rule: FallingSettings) -> Iterator[Alarm]:
    every = [one for one in observed.answers if one.months_before]
    for agency in every:
        now, before = agency.now.kept, agency.before.kept
        change = share_change(before, now, len(every))
        is_enough = min(now.n, before.n) >= rule.among
        if change is None or not is_enough or not is_worse(change):
            continue
        if -100 * change.moved < rule.points:
            continue
        line = Compared(agency.agency, now.part, before.part, now.n, before.n)
        figures = {
            "part": now.part,
            "n": now.n,
            "part_before": before.part,
            "n_before": before.n,
            "points": rule.points,
            "among": rule.among,
            **compared(agency.months, agency.months_before, [line]),
        }
        reach = now.n - now.part
        period = observed.last_quarter
        yield Alarm(Rule.FALLING_BEHIND, agency.agency, "", period, figures, "", reach)


def _late_open(observed: Observed, rule: ProportionSettings) -> Iterator[Alarm]:
    late = observed.late_open
    part, n = sum(one.part for one in late.values()), sum(one.n for one in late.values())
    for agency, share in late.items():
        rest = Share(part - share.part, n - share.n)
        in_time = Share(share.n - share.part, share.n)
        change = share_change(Share(rest.n - rest.part, rest.n), in_time, len(late))
        # Without others there is nothing that chance could be told by: the threshold decides.
        if not is_high(share, rule) or (change is not None and not is_worse(change)):
            continue
        lines = [
            {"who": agency, "part": share.part, "n": share.n},
            {"who": LIKE, "part": rest.part, "n": rest.n},
        ]
        figures = {
            "part": share.part,
            "n": share.n,
            "percent": rule.percent,
            "among": rule.among,
            "beside": [line for line in lines if line["n"]],
            "like_agencies": sorted(other for other in late if other != agency) if rest.n else [],
        }
        yield Alarm(Rule.LATE_OPEN, agency, "", observed.quarter, figures, reach=share.part)


def _promises(observed: Observed, rule: PromiseSettings) -> Iterator[Alarm]:
    for promise in observed.promises:
        late = (observed.today - promise.due_on).days
        if late < rule.days:
            continue
        figures = {
            "change": promise.id,
            "due_on": promise.due_on.isoformat(),
            "late": late,
            "gathered": promise.complaints,
            "days": rule.days,
        }
        yield Alarm(
            Rule.PROMISE,
            promise.agency,
            promise.theme,
            promise.due_on.strftime("%Y-%m"),
            figures,
            str(promise.id),
            promise.complaints,
        )


def _founded(observed: Observed, rule: ProportionSettings) -> Iterator[Alarm]:
    return _high(Rule.FOUNDED, observed.quarter, observed.founded, rule)


def _missed(observed: Observed, rule: ProportionSettings) -> Iterator[Alarm]:
    return _high(Rule.MISSED_DATES, observed.quarter, observed.missed, rule)


def _high(
    name: Rule, period: str, shares: Mapping[str, Share], rule: ProportionSettings
) -> Iterator[Alarm]:
    for agency, share in shares.items():
        if is_high(share, rule):
            figures = {
                "part": share.part,
                "n": share.n,
                "percent": rule.percent,
                "among": rule.among,
                "beside": [{"who": agency, "part": share.part, "n": share.n}],
            }
            yield Alarm(name, agency, "", period, figures, reach=share.part)


def _recommendations(observed: Observed, rule: RepeatedSettings) -> Iterator[Alarm]:
    for agency in sorted({*observed.refused, *observed.late}):
        refused, late = observed.refused.get(agency, 0), observed.late.get(agency, 0)
        if refused + late >= rule.count:
            figures = {"refused": refused, "late": late, "count": rule.count}
            yield Alarm(
                Rule.RECOMMENDATIONS, agency, "", observed.quarter, figures, reach=refused + late
            )


RAISERS: dict[Rule, Callable[[Observed, Any], Iterator[Alarm]]] = {
    Rule.RISING_THEME: rising_themes,
    Rule.RISING_EVERYWHERE: rising_everywhere,
    Rule.SILENCE: silence,
    Rule.FALLING_BEHIND: _falling,
    Rule.LATE_OPEN: _late_open,
    Rule.SAME_CAUSE: same_cause,
    Rule.PROMISE: _promises,
    Rule.FOUNDED: _founded,
    Rule.MISSED_DATES: _missed,
    Rule.RECOMMENDATIONS: _recommendations,
}
"""What raises the alarms of each rule, by its settings."""
