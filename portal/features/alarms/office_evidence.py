"""An alarm in words, with its evidence: what was compared, and with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from portal.agencies.settings.shared import AlarmSettings
from portal.domain.figures.shares import Share
from portal.domain.text import Text
from portal.domain.time.periods import Period, first_day_of
from portal.features.alarms.letters import FIGURES, RULE_WORDS, RULES
from portal.features.alarms.office_links import category_of
from portal.features.alarms.queries import FoundAlarm
from portal.features.alarms.rules import ACROSS, LIKE, Rule
from portal.pages.current import current_language, gettext, runtime
from portal.pages.shown.agency import theme_name
from portal.reporting import texts
from portal.reporting.plots import charts
from portal.reporting.texts import short_name
from portal.words.dates import day_words, period_words
from portal.words.typography import number_words, percent_words


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
    """The numbers that an alarm rests on; `rate` is what the last column tells.

    `like` says who the others are with whom an agency is compared.
    """

    counted: str
    rate: str
    rows: list[EvidenceRow]
    like: str = ""


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


def evidence_of(alarm: FoundAlarm) -> Evidence | None:
    """Return the numbers that an alarm rests on, as a table with its plot; older ones have none."""
    evidence = _compared(alarm)
    return evidence and replace(evidence, like=_like(alarm.figures))


def _compared(alarm: FoundAlarm) -> Evidence | None:
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


def _subject(alarm: FoundAlarm) -> Text | None:
    """Return the name of the category, else of the theme, that an alarm is about."""
    category = category_of(alarm)
    if category:
        offered = runtime().agencies.agency(alarm.agency).consult().categories()
        names = {one.code: one.name for one in offered}
        return names.get(category) or Text(category, category)
    return theme_name(alarm.theme) if alarm.theme else None


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


def _like(figures: Mapping[str, Any]) -> str:
    """Name the agencies that another one is compared with; nothing where none is."""
    codes = figures.get("like_agencies")
    if not codes:
        return ""
    names = ", ".join(sorted(short_name(runtime().agencies.agency(code)) for code in codes))
    if figures.get("is_by_size"):
        return gettext(
            "Les autres sont les organismes de sa taille, de la moitié au double de ses plaintes : "
            "%(agencies)s.",
            agencies=names,
        )
    return gettext("Les autres sont tous les autres organismes : %(agencies)s.", agencies=names)


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
    if figures.get("usual") == 0:
        marks["usual"] = gettext("moins de 1")
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
        usual=_numbers({"usual": figures["usual"]})["usual"],
    )


def _period(written: str) -> str:
    period = Period.parse(written)
    return texts.month(written) if period is None else period_words(period, current_language())
