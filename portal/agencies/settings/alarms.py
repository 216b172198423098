"""The rules that raise an alarm, as `_portal.yaml` says them; one that is left out raises none."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictInt

from portal.agencies.settings.fields import Positive, Settings

Several = Annotated[StrictInt, Field(ge=2)]
Percent = Annotated[StrictInt, Field(ge=1, le=100)]


class RisingSettings(Settings):
    """A theme rises in an agency."""

    complaints: Several
    """At least so many complaints in the month."""
    times: Several
    """At least so many times what a month of the twelve before had."""


class RisingEverywhereSettings(RisingSettings):
    """The same theme rises in several agencies, each by these numbers."""

    agencies: Several


class ProportionSettings(Settings):
    """A share of a quarter is high."""

    percent: Percent
    among: Positive
    """Among at least so many."""


class RepeatedSettings(Settings):
    """Recommendations that came to nothing are many."""

    count: Positive
    """Refused within a year and late today, together."""


class AlarmSettings(Settings):
    """The rules; each is evaluated once a day."""

    rising_theme: RisingSettings | None = None
    rising_everywhere: RisingEverywhereSettings | None = None
    founded: ProportionSettings | None = None
    """Closed complaints that were founded, wholly or partly."""
    missed_dates: ProportionSettings | None = None
    """Answers due that did not come in time."""
    recommendations: RepeatedSettings | None = None
