"""Where an alarm leads: to the figures that show its own numbers, complaints, recommendations.

Months stand in tables of thirteen months: where one alone has not all that was compared, another
link leads to the rest. Whoever may not see the complaints of an agency sees no figures of one
category of it, so that such a link leads to all its subjects.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask import url_for
from msgspec import Struct

from portal.auth.sign_in import current_actor
from portal.complaints.changes import ChangeStanding
from portal.complaints.queries.work_list_views import View
from portal.domain.actor import PORTAL
from portal.domain.permissions import Permission, may
from portal.domain.time.periods import Period, first_day_of, months_until
from portal.features.alarms.letters import CHANGES
from portal.features.alarms.queries import FoundAlarm
from portal.features.alarms.rules import ACROSS, Rule
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import serves
from portal.reporting import texts
from portal.reporting.asked import TODAY, TREND_MONTHS, today_here
from portal.reporting.heirs import heirs_today
from portal.reporting.texts import short_name
from portal.words.catalogue import to_translate
from portal.words.dates import day_words

_PAGES: dict[Rule, tuple[str, str]] = {
    Rule.RISING_THEME: ("subjects", "sujets-par-mois"),
    Rule.RISING_EVERYWHERE: ("subjects", "sujets-par-mois"),
    Rule.SAME_CAUSE: ("subjects", "sujets-par-mois"),
    Rule.SILENCE: ("index", ""),
    Rule.FALLING_BEHIND: ("trends", "evolution"),
    Rule.LATE_OPEN: ("compare", "ages"),
    Rule.PROMISE: ("recommendations", "recommandations"),
    Rule.FOUNDED: ("recourses", "conclusions"),
    Rule.MISSED_DATES: ("compare", "dates"),
    Rule.RECOMMENDATIONS: ("recommendations", "recommandations"),
}
"""The page and the figure on which the numbers of an alarm stand."""

_SAME = to_translate("Voir ces chiffres dans le portrait")
_BY_NOW = to_translate("Voir ce trimestre dans le portrait, tel qu’il est compté aujourd’hui")
_WORDS: dict[Rule, str] = {
    Rule.SILENCE: _SAME,
    Rule.FALLING_BEHIND: _SAME,
    Rule.LATE_OPEN: to_translate("Voir l’âge des plaintes en cours"),
    Rule.FOUNDED: _BY_NOW,
    Rule.MISSED_DATES: _BY_NOW,
}
_AS_TODAY = (
    *(Rule.RISING_THEME, Rule.RISING_EVERYWHERE, Rule.SAME_CAUSE),
    *(Rule.SILENCE, Rule.FALLING_BEHIND),
)
"""The rules that count what an organisation had before it was replaced as that of its successor."""
_A_YEAR = timedelta(days=365)


class FigureLink(Struct, frozen=True):
    """What is found somewhere, in words, and where."""

    words: str
    address: str


def category_of(alarm: FoundAlarm) -> str:
    """Return the category that an alarm is about, if it is about one."""
    has_one = alarm.rule in (Rule.RISING_THEME, Rule.SAME_CAUSE)
    return alarm.subject.partition(" ")[0] if has_one else ""


def change_of(alarm: FoundAlarm) -> int | None:
    """Return the recommendation that an alarm is about, if it is about one."""
    change: int | None = alarm.figures.get("change")
    return change


def figure_links(alarm: FoundAlarm) -> list[FigureLink]:
    """Return where the numbers of an alarm can be read, for those who see figures."""
    endpoint = f"overview.{_PAGES[alarm.rule][0]}"
    sees = may(current_actor(), Permission.SEE_OVERVIEW, alarm.agency or None)
    if not sees or not serves(endpoint):
        return []
    if alarm.rule is Rule.RISING_EVERYWHERE:
        risen = [figures["agency"] for figures in alarm.figures["agencies"]]
        return [link for agency in risen for link in _by_month(alarm, agency, "")]
    if alarm.rule in (Rule.RISING_THEME, Rule.SAME_CAUSE):
        sees_complaints = may(current_actor(), Permission.SEE_ALL, alarm.agency)
        return list(_by_month(alarm, alarm.agency, category_of(alarm) if sees_complaints else ""))
    if alarm.rule in (Rule.RECOMMENDATIONS, Rule.PROMISE):
        return list(_by_year(alarm))
    address = _address(alarm, alarm.agency, str(_quarter_of(alarm)), _comparison(alarm.figures))
    return [FigureLink(gettext(_WORDS[alarm.rule]), address)]


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


def change_words(alarm: FoundAlarm, changes: Collection[int]) -> dict[int, str]:
    """Return of each recommendation where it stands, for all who see the alarm.

    It is read as the portal: whoever sees the alarm is told what came of it, and nothing else.
    """
    if not changes:
        return {}
    read = runtime().features.changes.standings
    standings = runtime().read(PORTAL, read, alarm.agency, changes)
    return {number: _standing_words(number, standings.get(number)) for number in changes}


def _standing_words(number: int, standing: ChangeStanding | None) -> str:
    words: dict[str, Any] = {"number": number}
    if standing is None:
        return gettext("Recommandation %(number)s", **words)
    words["state"] = gettext(CHANGES[standing.state])
    if standing.due_on is None:
        return gettext("Recommandation %(number)s : %(state)s", **words)
    words["day"] = day_words(standing.due_on, current_language())
    return gettext("Recommandation %(number)s : %(state)s, promise pour le %(day)s", **words)


def _by_month(alarm: FoundAlarm, agency: str, category: str) -> Iterator[FigureLink]:
    """Yield the tables of months in which all that was compared can be read, the newest first."""
    for months in _tables(alarm):
        words = {
            "agency": short_name(runtime().agencies.agency(agency)),
            "month": texts.month(months[-1]),
        }
        said = (
            gettext("Voir ce sujet mois par mois, jusqu’à %(month)s", **words)
            if category
            else gettext("Voir les sujets mois par mois (%(agency)s), jusqu’à %(month)s", **words)
        )
        period = Period.quarter_of(first_day_of(months[-1]))
        yield FigureLink(said, _address(alarm, agency, str(period), category=category))


def _tables(alarm: FoundAlarm) -> Iterator[Sequence[str]]:
    now = alarm.figures.get("months") or [alarm.period]
    shown = _months_shown(now[-1])
    yield shown
    before = alarm.figures.get("months_before") or []
    if before and before[0] < shown[0]:
        yield _months_shown(before[-1])


def _months_shown(month: str) -> Sequence[str]:
    """Return the months of the table that has a month, on the page of its quarter."""
    quarter = Period.quarter_of(first_day_of(month))
    return months_until(min(quarter.last_day, today_here()), TREND_MONTHS)


def _by_year(alarm: FoundAlarm) -> Iterator[FigureLink]:
    """Yield the calendar years in which lies what an alarm tells of, the newest first."""
    last = alarm.raised_at
    for year in sorted({last.year, (last - _A_YEAR).year}, reverse=True):
        words = gettext("Voir les recommandations de %(year)s", year=year)
        yield FigureLink(words, _address(alarm, alarm.agency, str(year)))


def _address(
    alarm: FoundAlarm, agency: str, period: str, comparison: str = "", category: str = ""
) -> str:
    page, anchor = _PAGES[alarm.rule]
    is_as_today = alarm.rule in _AS_TODAY and heirs_today()
    asked: dict[str, Any] = {
        "periode": period,
        "comparer": comparison,
        "organismes": TODAY if is_as_today else "",
        "organisme": agency,
        "categorie": category,
    }
    told = {name: value for name, value in asked.items() if value}
    return url_for(f"overview.{page}", _anchor=anchor or None, **told)


def _comparison(figures: Mapping[str, Any]) -> str:
    months, before = figures.get("months"), figures.get("months_before")
    if not months or not before:
        return ""
    return "an" if before[0][4:] == months[0][4:] else "avant"


def _quarter_of(alarm: FoundAlarm) -> Period:
    period = Period.parse(alarm.period)
    return period or Period.quarter_of(first_day_of(alarm.period))
