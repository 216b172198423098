"""What the office reads of a complaint that goes up: who was told, and why nobody answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from portal.complaints.entries import (
    DateMissed,
    Escalated,
    PassedToTop,
    PostVacant,
    RecourseOpened,
    ReviewAsked,
)
from portal.domain.handling.escalation import Alarmed, EscalationStep, step_at, step_up
from portal.domain.text import Text
from portal.domain.time.clock import ClockKind
from portal.pages.current import current_language, gettext, runtime
from portal.pages.office.case import OpenedCase
from portal.words.alarms import WHY_VACANT, alarmed_words
from portal.words.clocks import UNDECLARED
from portal.words.dates import day_words


def somebody_acts_at(case: OpenedCase, post: str, handled: Collection[int] = ()) -> bool:
    """Tell whether anybody works at a post who is neither kept out nor away without substitute.

    Those of `handled` may not act either.
    """
    out = case.file.excluded.union(handled)
    working = (holder.without(out) for holder in case.file.holders.get(post, ()))
    return any(holder and (not holder.is_away or holder.substitute) for holder in working)


def step_if_missed(case: OpenedCase) -> EscalationStep:
    """Return the level that silence takes the complaint to now, over those where nobody acts."""
    vacant = frozenset(
        step.to for step in case.path if not somebody_acts_at(case, step.to, case.first_handlers)
    )
    up = step_up(case.path, case.complaint.level, vacant)
    return step_at(case.path, case.complaint.level) if up is None else up.step


def new_date(last_day: date | None) -> str:
    """Return the new promised date, where there is one."""
    if last_day is None:
        return ""
    day = day_words(last_day, current_language())
    return gettext("Nouvelle date promise : %(day)s.", day=day)


def level_words(case: OpenedCase, level: int, last_day: date | None = None) -> str:
    """Return the level that a complaint came to, and its date there."""
    title = case.path[min(level, len(case.path)) - 1].title.in_(current_language())
    words = gettext("Palier %(level)s : %(holder)s", level=level, holder=title)
    return f"{words}. {new_date(last_day)}".strip()


def missed_words(case: OpenedCase, entry: DateMissed) -> str | None:
    """Return which date passed, and who has the complaint since; features word their own."""
    words = runtime().features.clock_words.get(ClockKind(entry.clock), UNDECLARED).missed
    passed = f"{gettext(words)}. {level_words(case, entry.level)}" if words else ""
    nobody = entry.nobody and gettext(
        "Personne n’y répondait : %(why)s.", why=gettext(WHY_VACANT[entry.nobody])
    )
    told = alarmed_words(entry.told, current_language())
    return _sentences(passed, nobody, told)


def climbed_words(case: OpenedCase, entry: Escalated | ReviewAsked) -> str | None:
    """Return the level that it came to, with its date, and the levels that it went past."""
    level = level_words(case, entry.level, entry.last_day)
    if not entry.over:
        return level
    levels = _levels(case, entry.over)
    over = gettext(
        "Palier sauté, parce qu’il n’y avait personne pour répondre : %(levels)s.", levels=levels
    )
    return _sentences(level, over)


def passed_words(case: OpenedCase, entry: PassedToTop) -> str | None:
    """Return the last level, the levels between that were stepped over, and who was told.

    The top authority alone is written to, as whatever earlier versions kept it.
    """
    over = None
    if entry.over:
        over = gettext(
            "Passé sans arrêt, parce que la question va directement à la plus haute autorité : "
            "%(levels)s.",
            levels=_levels(case, entry.over),
        )
    told = [Alarmed.TOP] if entry.told else entry.told
    return _sentences(level_words(case, entry.level), over, alarmed_words(told, current_language()))


def _levels(case: OpenedCase, posts: Sequence[str]) -> str:
    return ", ".join(_post(case, post) for post in posts)


def vacant_words(case: OpenedCase, entry: PostVacant) -> str | None:
    """Return at which levels nobody answers and why, and who was told."""
    titles = [_post(case, post) for post in entry.posts]
    if entry.why:
        titles = [
            gettext("%(post)s (%(why)s)", post=title, why=gettext(WHY_VACANT[why]))
            for title, why in zip(titles, entry.why, strict=True)
        ]
    return _sentences(f"{', '.join(titles)}.", alarmed_words(entry.told, current_language()))


def recourse_words(case: OpenedCase, entry: RecourseOpened) -> str:
    """Return which recourse opened, by its code where the agency no longer names it."""
    bodies = {recourse.code: recourse.body for recourse in case.advice.recourses}
    body = bodies.get(entry.recourse, Text(entry.recourse))
    return f"{body.in_(current_language())}."


def _post(case: OpenedCase, post: str) -> str:
    """Return what a level is called, by its post."""
    titles = {step.to: step.title for step in case.path}
    return titles.get(post, Text(post)).in_(current_language())


def _sentences(*sentences: str | None) -> str | None:
    return " ".join(filter(None, sentences)) or None
