"""What a JSON Schema says of each field: the text that stands below it in the code."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from textwrap import dedent
from typing import Any

from pydantic import BaseModel


def describe(schema: dict[str, Any], model: type[BaseModel]) -> None:
    """Add to the schema of a model what the text below each of its fields says.

    pydantic can do so itself, but reads the code of every model anew at each start for it.
    """
    properties = schema.get("properties", {})
    for name, field in model.model_fields.items():
        if (text := _texts_of(model).get(name)) is not None:
            properties[field.alias or name]["description"] = text


@cache
def _texts_of(kind: type) -> dict[str, str]:
    above = (_texts_of(base) for base in kind.__bases__ if issubclass(base, BaseModel))
    known = {name: text for texts in above for name, text in texts.items()}
    return known if kind is BaseModel else known | dict(_texts_in(kind))


def _texts_in(kind: type) -> Iterator[tuple[str, str]]:
    (written,) = ast.parse(dedent(inspect.getsource(kind))).body
    assert isinstance(written, ast.ClassDef)
    for field, below in pairwise(written.body):
        match field, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, inspect.cleandoc(text)
