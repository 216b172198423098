"""The kinds of values that settings are made of, and how a mistake in one is worded."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StrictBool,
    StrictInt,
    StringConstraints,
    WithJsonSchema,
)

from portal.agencies.files.mistakes import did_you_mean
from portal.agencies.settings.patterns import UNREADABLE, compiled
from portal.domain.text import Text
from portal.domain.time.allowance import Allowance, Unit
from portal.domain.time.calendar import parse_hours
from portal.domain.time.holidays import JURISDICTIONS

AGENCY_CODE = r"^[a-z][a-z0-9]{1,19}$"
CODE = r"^[a-z][a-z0-9_]{0,39}$"
EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
LINK = r"^https://\S+$"

PATTERNS = {
    AGENCY_CODE: "is not an agency's code: 2 to 20 small letters and digits, a letter first",
    CODE: "is not a code: small letters without accents, digits and _, a letter first",
    EMAIL: "is not an email address",
    LINK: "is not a link that begins with https://",
}


_MOST_YEARS = 100
UNITS = "|".join(f"{unit.removesuffix('s')}s?" for unit in Unit)


class Settings(BaseModel):
    """A group of settings: unknown keys are refused, and nothing changes once it is read."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        serialize_by_alias=True,
        use_attribute_docstrings=True,
    )


def _is_regular_expression(pattern: str) -> str:
    try:
        compiled(pattern)
    except UNREADABLE as error:
        message = f'"{pattern}" is not a regular expression: {error}'
        raise ValueError(message) from None
    return pattern


def _has_hours(words: str) -> str:
    parse_hours(words)
    return words


def _is_jurisdiction(code: str) -> str:
    if code not in JURISDICTIONS:
        meant = did_you_mean(code, JURISDICTIONS) or f", such as {', '.join(JURISDICTIONS)}"
        message = f'"{code}" is not a known jurisdiction{meant}'
        raise ValueError(message)
    return code


def _is_time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        meant = did_you_mean(name, available_timezones()) or ', such as "America/Toronto"'
        message = f'"{name}" is not a time zone{meant}'
        raise ValueError(message) from None
    return name


def _length(value: object) -> Allowance:
    length = value if isinstance(value, Allowance) else Allowance.parse(str(value))
    # A date that far away cannot be counted, and nobody promises it.
    if length.unit is Unit.YEARS and length.amount > _MOST_YEARS:
        raise ValueError(f"{length} is too long: {_MOST_YEARS} years at most")
    return length


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        message = f'"{value}" is not a day, such as 2026-11-24'
        raise ValueError(message) from None


Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Code = Annotated[str, StringConstraints(pattern=CODE)]
AgencyCode = Annotated[str, StringConstraints(pattern=AGENCY_CODE)]
Email = Annotated[str, StringConstraints(pattern=EMAIL)]
Link = Annotated[str, StringConstraints(pattern=LINK)]
Flag = StrictBool
Whole = StrictInt
Positive = Annotated[StrictInt, Field(ge=1)]
Pattern = Annotated[Phrase, AfterValidator(_is_regular_expression)]
Hours = Annotated[Phrase, AfterValidator(_has_hours)]
Jurisdiction = Annotated[
    str, AfterValidator(_is_jurisdiction), WithJsonSchema({"enum": list(JURISDICTIONS)})
]
TimeZone = Annotated[str, AfterValidator(_is_time_zone)]
Length = Annotated[
    Allowance,
    PlainValidator(_length),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": rf"^\s*\d{{1,4}}\s+({UNITS})\s*$",
            "examples": ["15 working days", "48 hours"],
        }
    ),
]
Day = Annotated[
    date,
    PlainValidator(_day),
    PlainSerializer(date.isoformat, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date"}),
]


class Words(Settings):
    """The same words in French and in English; both are needed."""

    fr: Phrase
    en: Phrase

    @property
    def text(self) -> Text:
        """The words as the portal shows them."""
        return Text(self.fr, self.en)


def _in_both_languages(value: Any) -> Any:
    return {"fr": value, "en": value} if isinstance(value, str) else value


WordsOrPhrase = Annotated[
    Words, BeforeValidator(_in_both_languages, json_schema_input_type=Words | Phrase)
]
