"""The words of a mistake that the schema finds: what to change, not what a program expected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from portal.agencies.files.places import (
    EMPTY,
    MISSING,
    Mistake,
    Place,
    Steps,
    did_you_mean,
    nearest,
    not_one_of,
)
from portal.agencies.settings.elsewhere import FORMS_OF_LINK
from portal.agencies.settings.fields import not_matching
from portal.agencies.settings.schema import FORMS_OF_RECOURSE
from portal.domain.errors import MisreadError
from portal.domain.text import LANGUAGES, Said
from portal.words.catalogue import Fact, Sentence, in_english_only, sentence, to_translate

SHOWN_AT_MOST = 60
KEY = "[key]"
_QUOTED = re.compile(r"'([^']*)'")

Wording = Callable[[Place, Mapping[str, Any]], Said]


def mistakes_of_schema(
    model: type[BaseModel], errors: list[ErrorDetails], root: Place
) -> Iterator[Mistake]:
    """Yield what is wrong by the schema, each at its own place.

    A misspelt key is one mistake: the key that is missing because of it is passed over.
    """
    misspelt: set[Steps] = set()
    for error in (error for error in errors if error["type"] == "extra_forbidden"):
        group, key = _place(root, error["loc"][:-1]), str(error["loc"][-1])
        known = _known_keys(_model_at(model, group.steps), group)
        misspelt.add((*group.steps, nearest(key, known) or key))
        meant = did_you_mean(key, known)
        yield group.mistake_in_key(key, sentence("n’est pas connu ici%(meant)s", meant=meant))
    for error in errors:
        place = _place(root, error["loc"])
        is_reported = error["type"] == "extra_forbidden" or (
            error["type"] == "missing" and place.steps in misspelt
        )
        if not is_reported and not _is_an_echo(error, place):
            yield _mistake(error, place, root)


def _is_an_echo(error: ErrorDetails, place: Place) -> bool:
    """Tell whether a list counts as too short only because all that it holds is wrong."""
    return error["type"] == "too_short" and bool(place.node.value)


def _mistake(error: ErrorDetails, place: Place, root: Place) -> Mistake:
    if error["loc"][-1:] == (KEY,):
        *group, key, _ = error["loc"]
        return root.at(*group).mistake_in_key(
            str(key), not_matching(error["ctx"]["pattern"], str(key))
        )
    return place.mistake(_worded(error, place))


def _place(root: Place, loc: tuple[int | str, ...]) -> Place:
    """Follow `loc`, in which forms of a recourse or a link and the mark of a key are no steps."""
    no_steps = (*FORMS_OF_RECOURSE, *FORMS_OF_LINK, KEY)
    return root.at(*(step for step in loc if step not in no_steps))


def _model_at(model: type[BaseModel], steps: Steps) -> type[BaseModel] | None:
    """Return the model of the group that `steps` lead to; numbers and free keys stay in it."""
    reached: type[BaseModel] | None = model
    for step in steps:
        fields = _fields(reached)
        reached = _model_in(fields[step].annotation) if step in fields else reached
    return reached


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


def _worded(error: ErrorDetails, place: Place) -> Said:
    if error["type"] == "missing":
        return MISSING
    if place.is_there and place.node.value is None:
        return EMPTY
    say = WORDS.get(error["type"])
    return say(place, error.get("ctx", {})) if say else _not_usable(error["msg"])


def _not_usable(message: str) -> Sentence:
    return sentence("ne convient pas ici%(why)s", why=in_english_only(message))


def _written(place: Place) -> str:
    written = place.node.written
    return written if len(written) <= SHOWN_AT_MOST else f"{written[:SHOWN_AT_MOST]}…"


def _name_of(place: Place) -> Fact:
    """Name what stands there, for a mistake about its kind."""
    if isinstance(place.node.value, dict):
        return sentence("un groupe de réglages")
    if isinstance(place.node.value, list):
        return sentence("une liste")
    return sentence("« %(words)s »", words=_written(place))


def _not_words(place: Place, _: Mapping[str, Any]) -> Sentence:
    if place.keys and set(place.keys) <= set(LANGUAGES):
        return sentence("doit être un seul texte, et non {fr, en}")
    if isinstance(place.node.value, dict | list):
        return sentence("doit être un texte, et non %(found)s", found=_name_of(place))
    return sentence(
        "doit être un texte; mettez-le entre guillemets : %(found)s", found=_name_of(place)
    )


def _not_known(place: Place, facts: Mapping[str, Any]) -> Sentence:
    known = _QUOTED.findall(facts["expected"]) or [facts["expected"]]
    names, actual = ", ".join(known), _name_of(place)
    if isinstance(place.node.value, dict | list):
        return sentence(
            "doit être un de ceux-ci : %(known)s, et non %(found)s", known=names, found=actual
        )
    if len(known) == 1:
        return sentence("doit être %(known)s, et non %(found)s", known=names, found=actual)
    return not_one_of(_written(place), known)


def _not_matching(place: Place, facts: Mapping[str, Any]) -> Sentence:
    return not_matching(facts["pattern"], _written(place))


def _refused(place: Place, facts: Mapping[str, Any]) -> Said:
    if isinstance(place.node.value, dict | list) and not place.keys:
        return _not_words(place, facts)
    error = facts["error"]
    return error.text if isinstance(error, MisreadError) else _not_usable(str(error))


def _empty(place: Place, _: Mapping[str, Any]) -> Sentence:
    return EMPTY


def _must_be(text: str) -> Wording:
    """Return the wording of a value of another kind than the text says it must be."""
    return lambda place, _: Sentence(text, (("found", _name_of(place)),))


A_GROUP = _must_be(to_translate("doit être un groupe de réglages, et non %(found)s"))

WORDS: dict[str, Wording] = {
    "string_type": _not_words,
    "string_too_short": _empty,
    "too_short": _empty,
    "int_type": _must_be(to_translate("doit être un nombre entier, et non %(found)s")),
    "bool_type": _must_be(to_translate("doit être true ou false, et non %(found)s")),
    "greater_than_equal": lambda _, facts: sentence(
        "doit être au moins %(least)s", least=facts["ge"]
    ),
    "less_than_equal": lambda _, facts: sentence("doit être au plus %(most)s", most=facts["le"]),
    "enum": _not_known,
    "literal_error": _not_known,
    "string_pattern_mismatch": _not_matching,
    "model_type": A_GROUP,
    "dict_type": A_GROUP,
    "tuple_type": _must_be(to_translate("doit être une liste, et non %(found)s")),
    "value_error": _refused,
}
