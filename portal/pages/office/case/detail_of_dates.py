"""What the history says of dates: kept, moved, stopped, missed, and the level that came of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from portal.domain.confidential import CLOCKS
from portal.domain.text import Text
from portal.pages.current import current_language
from portal.pages.office.case.opened import OpenedCase
from portal.pages.office.wording import PROMISED, worded
from portal.pages.texts import gettext, ngettext
from portal.words.dates import day_words


def taken(_case: OpenedCase, facts: dict[str, Any]) -> str:
    """Return after how many working days somebody took it in charge."""
    days = facts.get("working_days", 0)
    return ngettext(
        "%(num)s jour ouvrable après la réception.",
        "%(num)s jours ouvrables après la réception.",
        days,
    )


def new_date(_case: OpenedCase, facts: dict[str, Any]) -> str | None:
    """Return the new promised date, where there is one."""
    if not facts.get("last_day"):
        return None
    day = day_words(date.fromisoformat(facts["last_day"]), current_language())
    return gettext("Nouvelle date promise : %(day)s.", day=day)


def started(case: OpenedCase, facts: dict[str, Any]) -> str:
    """Return from what day the time of a complete file runs."""
    day = new_date(case, facts) or ""
    if not facts.get("by_itself"):
        return day
    return gettext("Parti de lui-même : personne ne l’avait noté. %(day)s", day=day)


def paused(_case: OpenedCase, facts: dict[str, Any]) -> str:
    """Return why the time stands still, and until when at most."""
    return gettext(
        "%(reason)s. Le délai repart avec la réponse, ou de lui-même après le %(day)s.",
        reason=Text(**facts["reason_name"]).in_(current_language()),
        day=day_words(date.fromisoformat(facts["until"]), current_language()),
    )


def resumed(case: OpenedCase, facts: dict[str, Any]) -> str:
    """Return the promised date once the time runs again."""
    day = new_date(case, facts) or ""
    if not facts.get("by_itself"):
        return day
    return gettext("Reparti de lui-même, sans réponse. %(day)s", day=day)


def level(case: OpenedCase, facts: dict[str, Any]) -> str:
    """Return the level that a complaint came to, and its date there."""
    reached = int(facts.get("level", 1))
    title = case.path[min(reached, len(case.path)) - 1].title.in_(current_language())
    words = gettext("Palier %(level)s : %(holder)s", level=reached, holder=title)
    day = new_date(case, facts)
    return f"{words}. {day}" if day else f"{words}."


def missed(case: OpenedCase, facts: dict[str, Any]) -> str:
    """Return which date passed, and who has the complaint since or was told."""
    words = worded(PROMISED, facts.get("clock"))
    if facts.get("clock") in CLOCKS:
        return gettext("%(what)s. La plus haute autorité est avertie.", what=words)
    return f"{words}. {level(case, facts)}" if words else level(case, facts)
