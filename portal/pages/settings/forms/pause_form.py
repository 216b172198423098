"""The form of one reason for which an answer's time stops: what is waited for, how long at most."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from portal.agencies.settings.common import PauseSettings
from portal.agencies.settings.schema import AgencySettings
from portal.domain.promise import Confidence
from portal.domain.time.allowance import Allowance
from portal.pages.forms import Problems
from portal.pages.settings.forms.english import note_missing_english, pairs_of, typed_in, words_of
from portal.pages.settings.forms.lengths import length_of, units_alike
from portal.pages.texts import gettext
from portal.pages.typed import typed_line

_MOST_TIMES = 99


@dataclass(frozen=True, slots=True)
class PauseForm:
    """The fields as they were typed, in the order of the page."""

    name_fr: str = ""
    name_en: str = ""
    amount: str = ""
    counted: str = ""
    times: str = "1"

    @classmethod
    def of(cls, pause: PauseSettings) -> PauseForm:
        """Return the form that a reason fills."""
        at_most = pause.at_most
        length = (str(at_most.amount), at_most.unit.value)
        return cls(*typed_in(pause.name), *length, str(pause.times))

    @classmethod
    def empty(cls, within: Allowance) -> PauseForm:
        """Return the form of a new reason, counted as the answer's time is."""
        return cls(counted=within.unit.value)

    @classmethod
    def read(cls) -> PauseForm:
        """Read the form of the request."""
        return cls(**{one.name: typed_line(one.name) for one in fields(cls)})

    @property
    def at_most(self) -> Allowance | None:
        """The longest pause, if it is a length of time."""
        return length_of(self.amount, self.counted)

    def problems(self, settings: AgencySettings) -> Problems:
        """Return what there is to correct, in the order of the page."""
        problems = Problems([one.name for one in fields(self)])
        if not self.name_fr:
            problems.add("name_fr", gettext("Écrivez en français ce qui est attendu"))
        note_missing_english(problems, settings, pairs_of(self, "name"))
        alike = {unit for unit, _ in units_alike(settings.deadlines.answer.within)}
        if self.at_most is None or self.counted not in alike:
            problems.add("amount", gettext("Écrivez un nombre entier, par exemple 10"))
        if not self.times.isdecimal() or not 0 < int(self.times) <= _MOST_TIMES:
            problems.add("times", gettext("Écrivez un nombre entier, par exemple 1"))
        return problems

    def values(self, before: PauseSettings | None) -> dict[str, Any]:
        """Return what the form writes in the settings of its reason.

        A time typed here has no page that publishes it, so it is a sample; one that was left as it
        was is as well known as it was.
        """
        times = int(self.times)
        values = {
            "name": words_of(self.name_fr, self.name_en),
            "at_most": str(self.at_most),
            "times": times if times > 1 else None,
        }
        if before is not None and before.at_most == self.at_most:
            return values
        return {**values, "confidence": Confidence.ASSUMED.value}
