"""The kinds of values that settings are made of, and how a mistake in one is worded."""

from __future__ import annotations

import re
import warnings
from datetime import date
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    PlainValidator,
    StrictBool,
    StrictInt,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from portal.agencies.files.places import did_you_mean
from portal.agencies.settings.described import describe
from portal.domain.errors import MisreadError
from portal.domain.patterns import PatternError, matcher, matches
from portal.domain.text import Text
from portal.domain.time.calendar import parse_hours
from portal.domain.time.holidays import JURISDICTIONS
from portal.domain.time.promise import Allowance, Unit
from portal.domain.typed import is_blank
from portal.words.catalogue import Sentence, in_english_only, sentence, to_translate

AGENCY_CODE = r"^[a-z][a-z0-9]{1,19}$"
CODE = r"^[a-z][a-z0-9_]{0,39}$"
EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
# No name or password before the site: https://quebec.ca@evil.example/ leads to evil.example.
LINK = r"^https://[^\s/?#@\\]+([/?#]\S*)?$"
POSTAL_PREFIX = r"^[ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z*]$"

PATTERNS = {
    AGENCY_CODE: to_translate(
        "« %(words)s » n’est pas le code d’un organisme : de 2 à 20 petites lettres et chiffres, "
        "une lettre d’abord"
    ),
    CODE: to_translate(
        "« %(words)s » n’est pas un code : petites lettres sans accents, chiffres et _, "
        "une lettre d’abord"
    ),
    EMAIL: to_translate("« %(words)s » n’est pas une adresse courriel"),
    LINK: to_translate(
        "« %(words)s » n’est pas un lien qui commence par https://, puis le nom du site, sans "
        "« @ » avant sa première barre"
    ),
    POSTAL_PREFIX: to_translate(
        "« %(words)s » n’est pas le début d’un code postal, comme H2X, ou H2* pour tous ceux en H2"
    ),
}

_MOST_YEARS = 100
UNITS = "|".join(f"{unit.removesuffix('s')}s?" for unit in Unit)

_CLASS = re.compile(r"\[[^\]]*\]")
_NEEDED_SPACE = re.compile(r"( |\\s)(?![?*])")

UNREADABLE = (re.error, OverflowError, RecursionError, Warning)
"""What `compiled` raises for a text that is no regular expression."""


def is_agency_code(code: str) -> bool:
    """Tell whether an agency's code is written as one must be."""
    return re.fullmatch(AGENCY_CODE, code) is not None


class Settings(BaseModel):
    """A group of settings: unknown keys are refused, and nothing changes once it is read."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        serialize_by_alias=True,
        # Most models are read as parts of others alone, and need nothing built of their own.
        defer_build=True,
    )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe each field by the text below it."""
        schema = handler(core_schema)
        describe(handler.resolve_ref_schema(schema), cls)
        return schema


def not_matching(pattern: str, words: str) -> Sentence:
    """Return what is wrong with words that do not match one of the PATTERNS."""
    return Sentence(PATTERNS[pattern], (("words", words),))


def compiled(pattern: str) -> re.Pattern[str]:
    """Return the regular expression, or raise one of UNREADABLE, for a doubtful one too."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return re.compile(pattern)


def waits_for_space(pattern: str) -> bool:
    """Tell whether only an answer with a space would match: answers are compared without theirs."""
    return _NEEDED_SPACE.search(_CLASS.sub("", pattern)) is not None


def takes_everything(pattern: str) -> bool:
    """Tell whether even an answer of one strange sign would match."""
    return why_not_linear(pattern) is None and matches(pattern, "¿")


def why_not_linear(pattern: str) -> str | None:
    """Return why matching could take long; None if its time grows with the answer alone."""
    try:
        matcher(pattern)
    except PatternError as error:
        return str(error)
    return None


def _is_regular_expression(pattern: str) -> str:
    try:
        compiled(pattern)
    except UNREADABLE as error:
        raise MisreadError(
            sentence(
                "« %(pattern)s » n’est pas une expression régulière%(why)s",
                pattern=pattern,
                why=in_english_only(error),
            )
        ) from None
    return pattern


def _has_hours(words: str) -> str:
    parse_hours(words)
    return words


def _is_jurisdiction(code: str) -> str:
    if code not in JURISDICTIONS:
        known = sentence(", comme %(known)s", known=", ".join(JURISDICTIONS))
        raise MisreadError(
            sentence(
                "« %(code)s » n’est pas un territoire connu%(meant)s",
                code=code,
                meant=did_you_mean(code, JURISDICTIONS) or known,
            )
        )
    return code


def _is_time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        example = sentence(", comme « %(example)s »", example="America/Toronto")
        raise MisreadError(
            sentence(
                "« %(name)s » n’est pas un fuseau horaire%(meant)s",
                name=name,
                meant=did_you_mean(name, available_timezones()) or example,
            )
        ) from None
    return name


def _length(value: object) -> Allowance:
    length = value if isinstance(value, Allowance) else Allowance.parse(str(value))
    # A date that far away cannot be counted, and nobody promises it.
    if length.unit is Unit.YEARS and length.amount > _MOST_YEARS:
        raise MisreadError(
            sentence(
                "%(length)s : c’est trop long, %(most)s ans au plus",
                length=str(length),
                most=_MOST_YEARS,
            )
        )
    return length


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise MisreadError(
            sentence("« %(words)s » n’est pas un jour, comme 2026-11-24", words=str(value))
        ) from None


def _seen(value: object) -> object:
    return "" if isinstance(value, str) and is_blank(value) else value


Phrase = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), BeforeValidator(_seen)
]
Code = Annotated[str, StringConstraints(pattern=CODE)]
AgencyCode = Annotated[str, StringConstraints(pattern=AGENCY_CODE)]
Email = Annotated[str, StringConstraints(pattern=EMAIL)]
Link = Annotated[str, StringConstraints(pattern=LINK)]
PostalPrefix = Annotated[str, StringConstraints(pattern=POSTAL_PREFIX)]
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

SchemaNumber = Annotated[Literal[1], Field(alias="schema")]
"""The form of settings files that this portal reads."""

T = TypeVar("T")

Unwritten = Annotated[T | None, Field(exclude_if=lambda own: own is None)]
"""What a release leaves out where nothing is said of it, so that older releases stay the same."""

UnwrittenList = Annotated[tuple[T, ...], Field(exclude_if=lambda own: not own)]
"""A list that a release leaves out where it is empty, for the same reason."""


class Words(Settings):
    """Words in French and, as soon as somebody translated them, in English."""

    fr: Phrase
    en: Phrase | None = None

    @property
    def text(self) -> Text:
        """The words as the portal shows them: in French where there is no English."""
        return Text(self.fr, self.en or "")


class BothWords(Words):
    """Words that are needed in both languages."""

    en: Phrase


def _in_both_languages(value: Any) -> Any:
    return {"fr": value, "en": value} if isinstance(value, str) else value


WordsOrPhrase = Annotated[
    Words, BeforeValidator(_in_both_languages, json_schema_input_type=Words | Phrase)
]


class Named(Settings):
    """Something with a code and a name in both languages."""

    code: Code
    name: Words
