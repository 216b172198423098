"""Whom a complainant writes to, where several agencies answer: one of them, or all."""

from __future__ import annotations

from flask import request

from portal.complaints.work import complaint_by_number
from portal.domain.actor import complainant
from portal.pages.citizen.contributions import AlsoWrittenTo
from portal.pages.citizen.texts import gettext
from portal.pages.contributions import added
from portal.pages.current import current_language, runtime
from portal.pages.forms import Problems

FIELD, FIRST, ALL = "a", "premier", "tous"


class Addressees:
    """The agencies that have a complaint or a part of it, each with the number it has it under."""

    def __init__(self, number: str, complaint_id: int) -> None:
        portal = runtime()
        with portal.reading(complainant(complaint_id)) as session:
            lead = complaint_by_number(session, number).agency
            adding = added(AlsoWrittenTo)
            others = [other for one in adding for other in one.read(session, complaint_id)]
        self._numbers = {FIRST: number} | {one.key: one.number for one in others}
        agencies = {FIRST: lead} | {one.key: one.agency for one in others}
        self._names = {
            key: portal.agencies.agency(code).name.in_(current_language())
            for key, code in agencies.items()
        }

    @property
    def are_several(self) -> bool:
        """Tell whether there is anything to choose."""
        return len(self._numbers) > 1

    def choices(self, *, all_at_once: bool) -> list[tuple[str, str]]:
        """Return what may be chosen, in words; nothing where there is one agency."""
        if not self.are_several:
            return []
        everybody = [(ALL, gettext("À tous ces organismes"))] if all_at_once else []
        return [*self._names.items(), *everybody]

    def chosen(self, problems: Problems) -> list[str]:
        """Return the numbers under which what is sent is kept, or note that nobody was chosen."""
        value = request.form.get(FIELD, "")
        if not self.are_several:
            return list(self._numbers.values())
        if value == ALL:
            return list(self._numbers.values())
        if value not in self._numbers:
            problems.add(FIELD, gettext("Choisissez à qui vous écrivez"))
            return []
        return [self._numbers[value]]
