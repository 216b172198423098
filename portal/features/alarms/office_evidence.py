"""An alarm in words, with its evidence: what was compared, and where the figures stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for
from markupsafe import Markup
from msgspec import Struct

from portal.agencies.settings.shared import AlarmSettings
from portal.auth.sign_in import current_actor
from portal.complaints.queries.work_list_views import View
from portal.domain.figures.shares import Share
from portal.domain.permissions import Permission, may
from portal.domain.text import Text
from portal.domain.time.periods import Period, first_day_of
from portal.features.alarms.letters import FIGURES, RULE_WORDS, RULES
from portal.features.alarms.queries import FoundAlarm
from portal.features.alarms.rules import ACROSS, LIKE, Rule
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import serves
from portal.pages.shown.agency import theme_name
from portal.reporting import charts, texts
from portal.reporting.texts import short_name
from portal.words.dates import day_words, period_words
from portal.words.typography import number_words, percent_words

_PAGES = {
    Rule.RISING_THEME: "subjects",
    Rule.RISING_EVERYWHERE: "subjects",
    Rule.SILENCE: "index",
    Rule.FALLING_BEHIND: "trends",
    Rule.LATE_OPEN: "compare",
    Rule.SAME_CAUSE: "subjects",
    Rule.PROMISE: "recommendations",
    Rule.FOUNDED: "recourses",
    Rule.MISSED_DATES: "compare",
    Rule.RECOMMENDATIONS: "recommendations",
}
"""The page of figures that an alarm rests on."""


class AlarmWords(Struct, frozen=True):
    """An alarm in words; without the name of an agency where several are concerned."""

    agency: Text | None
    short: str
    title: str
    subject: Text | None
    period: str
    figures: str
    rule: str


class EvidenceRow(Struct, frozen=True):
    """What was counted of somebody in some months: how many, among how many, how often, drawn."""

    who: str
    when: str
    n: str
    rate: str
    plot: Markup


class Evidence(Struct, frozen=True):
    """The numbers that an alarm rests on; `rate` is what the last column tells."""

    counted: str
    rate: str
    rows: list[EvidenceRow]


def alarm_words(alarm: FoundAlarm) -> AlarmWords:
    """Word an alarm in the language of the page."""
    marks, is_across = _marks(alarm.rule, alarm.figures), alarm.agency == ACROSS
    return AlarmWords(
        agency=None if is_across else runtime().agencies.agency(alarm.agency).name,
        short="" if is_across else short_name(runtime().agencies.agency(alarm.agency)),
        title=gettext(RULES[alarm.rule]),
        subject=_subject(alarm),
        period=_period(alarm.period),
        figures=gettext(FIGURES[alarm.rule], **marks),
        rule=gettext(RULE_WORDS[alarm.rule], **marks),
    )


def rules_in_words(rules: AlarmSettings) -> list[tuple[str, str]]:
    """Return what each rule in force says, with its numbers."""
    return [
        (gettext(RULES[rule]), gettext(RULE_WORDS[rule], **_numbers(settings.model_dump())))
        for rule in Rule
        if (settings := getattr(rules, rule)) is not None
    ]


def category_of(alarm: FoundAlarm) -> str:
    """Return the category that an alarm is about, if it is about one."""
    has_one = alarm.rule in (Rule.RISING_THEME, Rule.SAME_CAUSE)
    return alarm.subject.partition(" ")[0] if has_one else ""


def change_of(alarm: FoundAlarm) -> int | None:
    """Return the recommendation that an alarm is about, if it is about one."""
    change: int | None = alarm.figures.get("change")
    return change


def evidence_of(alarm: FoundAlarm) -> Evidence | None:
    """Return the numbers that an alarm rests on, as a table with its plot; older ones have none."""
    figures = alarm.figures
    if "beside" in figures:
        parts = [(line["who"], _period(alarm.period), line) for line in figures["beside"]]
        return _of_parts([(who, when, one["part"], one["n"]) for who, when, one in parts])
    if "lines" not in figures:
        return None
    lines, now, before = figures["lines"], figures["months"], figures["months_before"]
    if lines[0].get("now_of") is not None:
        return _of_parts(
            [
                part
                for line in lines
                for part in (
                    (line["who"], _months(now), line["now"], line["now_of"]),
                    (line["who"], _months(before), line["before"], line["before_of"]),
                )
            ]
        )
    return _of_counts(list(_counts(lines, now, before)))


def figures_link(alarm: FoundAlarm) -> str | None:
    """Return where the figures stand that an alarm rests on, narrowed to what it is about."""
    endpoint = f"overview.{_PAGES[alarm.rule]}"
    sees = may(current_actor(), Permission.SEE_OVERVIEW, alarm.agency or None)
    if not sees or not serves(endpoint):
        return None
    category = category_of(alarm)
    asked: dict[str, Any] = {
        "periode": str(_quarter_of(alarm)),
        "comparer": _comparison(alarm.figures),
        "organisme": alarm.agency,
        "theme": "" if category else alarm.theme if _is_narrowed(alarm.rule) else "",
        "categorie": category,
    }
    return url_for(endpoint, **{name: value for name, value in asked.items() if value})


def complaints_link(alarm: FoundAlarm) -> str | None:
    """Return where the complaints behind an alarm stand, for those who may open all of them."""
    is_theirs = alarm.agency != ACROSS and may(current_actor(), Permission.SEE_ALL, alarm.agency)
    if not is_theirs or not serves("office.worklist"):
        return None
    view = View.LATE if alarm.rule in (Rule.LATE_OPEN, Rule.MISSED_DATES) else View.TEAM
    narrowed: dict[str, Any] = {"categorie": category_of(alarm)} if category_of(alarm) else {}
    return url_for("office.worklist", agency=alarm.agency, vue=view.value, **narrowed)


def change_link(alarm: FoundAlarm, change: int | None) -> str | None:
    """Return where a recommendation stands, for those who see those of its agency."""
    sees = alarm.agency and may(current_actor(), Permission.SEE_RECOMMENDATIONS, alarm.agency)
    if not sees or change is None or not serves("office.recommendation"):
        return None
    return url_for("office.recommendation", agency=alarm.agency, recommendation=change)


def _subject(alarm: FoundAlarm) -> Text | None:
    """Return the name of the category, else of the theme, that an alarm is about."""
    category = category_of(alarm)
    if category:
        offered = runtime().agencies.agency(alarm.agency).consult().categories()
        names = {one.code: one.name for one in offered}
        return names.get(category) or Text(category, category)
    return theme_name(alarm.theme) if alarm.theme else None


def _is_narrowed(rule: Rule) -> bool:
    return rule in (Rule.RISING_EVERYWHERE, Rule.RISING_THEME, Rule.SAME_CAUSE)


def _comparison(figures: Mapping[str, Any]) -> str:
    months, before = figures.get("months"), figures.get("months_before")
    if not months or not before:
        return ""
    return "an" if before[0][4:] == months[0][4:] else "avant"


def _quarter_of(alarm: FoundAlarm) -> Period:
    period = Period.parse(alarm.period)
    if period is not None:
        return period
    months = alarm.figures.get("months") or [alarm.period]
    return Period.quarter_of(first_day_of(months[-1]))


def _counts(
    lines: Sequence[Mapping[str, Any]], now: Sequence[str], before: Sequence[str]
) -> Iterator[tuple[str, str, int, int]]:
    for line in lines:
        yield line["who"], _months(now), line["now"], len(now)
        yield line["who"], _months(before), line["before"], len(before)


def _of_counts(counts: Sequence[tuple[str, str, int, int]]) -> Evidence:
    """Return how many came, and how many that is a month."""
    # Each beside itself: several agencies together have more than one of them.
    most: Counter[str] = Counter()
    for who, _when, n, months in counts:
        most[who] = max(most[who], round(n / months))
    rows = [
        EvidenceRow(
            _who(who),
            when,
            texts.number(n),
            _tenths(n / months),
            charts.bar(round(n / months), most[who]),
        )
        for who, when, n, months in counts
    ]
    return Evidence(gettext("Plaintes"), gettext("Par mois"), rows)


def _of_parts(parts: Sequence[tuple[str, str, int, int]]) -> Evidence:
    """Return which share of how many something is."""
    rows = []
    for who, when, part, n in parts:
        share = Share(part, n)
        among = gettext("%(part)s sur %(n)s", part=texts.number(part), n=texts.number(n))
        percent = share.percent or 0
        plot = charts.share_bar(percent, percent, 110)
        rows.append(EvidenceRow(_who(who), when, among, texts.share(share), plot))
    return Evidence(gettext("Nombre"), gettext("Part"), rows)


def _tenths(value: float) -> str:
    return number_words(value, current_language(), 0 if value == int(value) else 1)


def _who(code: str) -> str:
    if code == LIKE:
        return gettext("Les autres, ensemble")
    return short_name(runtime().agencies.agency(code))


def _months(months: Sequence[str]) -> str:
    first, last = texts.month(months[0]), texts.month(months[-1])
    if len(months) == 1:
        return first
    quarter = Period.quarter_of(first_day_of(months[0]))
    if quarter.months == tuple(months):
        return texts.short_period(quarter)
    return gettext("%(first)s à %(last)s", first=first, last=last)


def _marks(rule: Rule, figures: Mapping[str, Any]) -> dict[str, str]:
    marks = _numbers(figures)
    if "part" in figures:
        marks["share"] = texts.share(Share(figures["part"], figures["n"]))
    if "part_before" in figures:
        marks["share_before"] = texts.share(Share(figures["part_before"], figures["n_before"]))
    if rule is Rule.RISING_EVERYWHERE:
        marks["agencies"] = ", ".join(_rising(agency) for agency in figures["agencies"])
    return marks


def _numbers(figures: Mapping[str, Any]) -> dict[str, str]:
    """Return the numbers and days of a rule, or of what it rests on, as texts name them."""
    language = current_language()
    marks = {
        name: number_words(value, language)
        for name, value in figures.items()
        if isinstance(value, int)
    }
    for name in ("done_on", "due_on"):
        if name in figures:
            marks[name] = day_words(date.fromisoformat(figures[name]), language)
    if "percent" in figures:
        marks["percent"] = percent_words(figures["percent"] / 100, language)
    if isinstance(figures.get("agencies"), int):
        marks["at_least"] = marks["agencies"]
    return marks


def _rising(figures: Mapping[str, Any]) -> str:
    return gettext(
        "%(agency)s (%(now)s, contre %(usual)s d’habitude)",
        agency=short_name(runtime().agencies.agency(figures["agency"])),
        now=number_words(figures["now"], current_language()),
        usual=number_words(figures["usual"], current_language()),
    )


def _period(written: str) -> str:
    period = Period.parse(written)
    return texts.month(written) if period is None else period_words(period, current_language())
