"""The words of a mistake that the schema finds: what to change, not what a program expected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from portal.agencies.files.mistakes import Mistake, did_you_mean, nearest
from portal.agencies.files.places import Place
from portal.agencies.files.tree import Steps
from portal.agencies.settings.fields import PATTERNS
from portal.agencies.settings.schema import FORMS_OF_RECOURSE

SHOWN_AT_MOST = 60
KEY = "[key]"
_QUOTED = re.compile(r"'([^']*)'")


def mistakes_of_schema(
    model: type[BaseModel], errors: list[ErrorDetails], root: Place
) -> Iterator[Mistake]:
    """Yield what is wrong by the schema, each at its own place.

    A misspelt key is one mistake: the key that is missing because of it is passed over.
    """
    misspelt: set[Steps] = set()
    for error in (each for each in errors if each["type"] == "extra_forbidden"):
        group, key = _place(root, error["loc"][:-1]), str(error["loc"][-1])
        known = _known_keys(_model_at(model, group.steps), group)
        misspelt.add((*group.steps, nearest(key, known) or key))
        yield group.mistake_in_key(key, f"is not known here{did_you_mean(key, known)}")
    for error in errors:
        place = _place(root, error["loc"])
        is_told = error["type"] == "extra_forbidden" or (
            error["type"] == "missing" and place.steps in misspelt
        )
        if not is_told and not _is_an_echo(error, place):
            yield _mistake(error, place, root)


def _is_an_echo(error: ErrorDetails, place: Place) -> bool:
    """Tell whether a list counts as too short only because all that it holds is wrong."""
    return error["type"] == "too_short" and bool(place.node.value)


def _mistake(error: ErrorDetails, place: Place, root: Place) -> Mistake:
    if error["loc"][-1:] == (KEY,):
        *group, key, _ = error["loc"]
        return root.at(*group).mistake_in_key(
            str(key), f'"{key}" {PATTERNS[error["ctx"]["pattern"]]}'
        )
    return place.mistake(_worded(error, place))


def _place(root: Place, loc: tuple[int | str, ...]) -> Place:
    """Follow `loc`, in which the forms of a recourse and the mark of a key are no steps."""
    return root.at(*(step for step in loc if step not in (*FORMS_OF_RECOURSE, KEY)))


def _model_at(model: type[BaseModel], steps: Steps) -> type[BaseModel] | None:
    """Return the model of the group that `steps` lead to; numbers and free keys stay in it."""
    found: type[BaseModel] | None = model
    for step in steps:
        fields = _fields(found)
        found = _model_in(fields[step].annotation) if step in fields else found
    return found


def _fields(model: type[BaseModel] | None) -> dict[str | int, FieldInfo]:
    fields = model.model_fields.items() if model else ()
    return {field.alias or name: field for name, field in fields}


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    within = (_model_in(part) for part in get_args(annotation))
    return next((model for model in within if model is not None), None)


def _known_keys(model: type[BaseModel] | None, group: Place) -> list[str]:
    return [str(name) for name in _fields(model) if name not in group.keys]


def _worded(error: ErrorDetails, place: Place) -> str:
    if error["type"] == "missing":
        return "is missing"
    if place.is_there and place.node.value is None:
        return "is empty"
    say = WORDS.get(error["type"])
    return say(place, error.get("ctx", {})) if say else _first_small(error["msg"])


def _first_small(message: str) -> str:
    return message[:1].lower() + message[1:]


def _shown(place: Place) -> str:
    written = place.node.written
    short = written if len(written) <= SHOWN_AT_MOST else f"{written[:SHOWN_AT_MOST]}…"
    return f'"{short}"'


def _said(place: Place) -> str:
    """Name what stands there, for a mistake about its kind."""
    if isinstance(place.node.value, dict):
        return "a group of settings"
    return "a list" if isinstance(place.node.value, list) else _shown(place)


def _not_words(place: Place, _: Mapping[str, Any]) -> str:
    if isinstance(place.node.value, dict | list):
        return f"must be words, not {_said(place)}"
    return f"must be words; put it in quotes: {_shown(place)}"


def _not_known(place: Place, facts: Mapping[str, Any]) -> str:
    known = _QUOTED.findall(facts["expected"]) or [facts["expected"]]
    if isinstance(place.node.value, dict | list):
        return f"must be one of {', '.join(known)}, not {_said(place)}"
    if len(known) == 1:
        return f"must be {known[0]}, not {_shown(place)}"
    meant = did_you_mean(place.node.written, known)
    return f"{_shown(place)} is not one of {', '.join(known)}{meant}"


def _not_matching(place: Place, facts: Mapping[str, Any]) -> str:
    return f"{_shown(place)} {PATTERNS[facts['pattern']]}"


def _not_a_group(place: Place, _: Mapping[str, Any]) -> str:
    return f"must be a group of settings, not {_said(place)}"


def _not_a_list(place: Place, _: Mapping[str, Any]) -> str:
    return f"must be a list, not {_said(place)}"


def _refused(place: Place, facts: Mapping[str, Any]) -> str:
    if isinstance(place.node.value, dict | list) and not place.keys:
        return f"must be words, not {_said(place)}"
    return str(facts["error"])


WORDS: dict[str, Callable[[Place, Mapping[str, Any]], str]] = {
    "string_type": _not_words,
    "string_too_short": lambda place, _: "is empty",
    "too_short": lambda place, _: "is empty",
    "int_type": lambda place, _: f"must be a whole number, not {_said(place)}",
    "bool_type": lambda place, _: f"must be true or false, not {_said(place)}",
    "greater_than_equal": lambda place, facts: f"must be at least {facts['ge']}",
    "enum": _not_known,
    "literal_error": _not_known,
    "string_pattern_mismatch": _not_matching,
    "model_type": _not_a_group,
    "dict_type": _not_a_group,
    "tuple_type": _not_a_list,
    "value_error": _refused,
}
