"""Checks between the fields of calendars: each change comes later than the one before it."""

from __future__ import annotations

from collections.abc import Iterator

from portal.agencies.files.mistakes import Mistake
from portal.agencies.files.places import Place
from portal.words.sentences import sentence


def calendars_change_in_order(root: Place) -> Iterator[Mistake]:
    """Yield what is wrong in the changes of the agency's calendar, and of each category's own."""
    yield from check_changes(root.at("calendar"))
    for category in root.at("categories").items:
        yield from check_changes(category.at("calendar"))


def check_changes(calendar: Place) -> Iterator[Mistake]:
    """Yield a mistake for a change of a calendar that comes too early or changes nothing."""
    before: str | None = None
    for change in calendar.at("changes").items:
        day = change.at("from")
        since = str(day.value) if day.is_said else None
        if since is not None and before is not None and since <= before:
            told = sentence("doit venir après le changement précédent, %(day)s", day=before)
            yield day.mistake(told)
        if since is not None and set(change.keys) == {"from"}:
            told = sentence("ne change rien : dites les heures, les fermetures ou les jours fériés")
            yield change.mistake(told)
        before = since or before
