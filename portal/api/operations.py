"""What the API does: each operation says its address, the scope that it needs, and its answers.

A module declares its own in a group; which groups an API serves, the application lists. They are
given to flask-openapi anew for each application, which checks what is sent and describes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Response, jsonify
from pydantic import BaseModel

from portal.api.problems import TYPE, Problem
from portal.domain.api_scopes import Scope

if TYPE_CHECKING:
    from flask_openapi.openapi import OpenAPI

View = TypeVar("View", bound=Callable[..., Any])
Answers = Mapping[int, Any]

PREFIX = "/api/v1"
OAUTH = "oauth"
"""What the way to get a token is called in the document."""

_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_OF_ALL = (429, 500, 503)
_GUARDED = (401, 403)


class Operation(BaseModel, frozen=True):
    """One operation: how it is asked for, what its caller has to hold, and what it answers.

    Everybody asks for one without a scope; some need others `also`. One that `takes_any` reads its
    body by itself. What it `says` in a few words, it `describes` where there is more to know.
    """

    method: str
    rule: str
    name: str
    says: str
    describes: str
    tag: str
    scope: Scope | None
    also: tuple[Scope, ...]
    answers: Answers
    refuses: tuple[int, ...]
    takes_any: bool

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """All that its caller has to hold."""
        return (self.scope, *self.also) if self.scope else ()

    @property
    def responses(self) -> dict[str | int | HTTPStatus, Any]:
        """What it answers, what it refuses among it, as flask-openapi takes them."""
        refused = {*self.refuses, 422, *_OF_ALL, *(_GUARDED if self.scope else ())}
        told = {"content": {TYPE: {"schema": _PROBLEM}}}
        return {**{status: dict(told) for status in sorted(refused)}, **self.answers}


class Operations:
    """The operations of one subject, under its `tag`."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self._declared: list[tuple[Operation, Callable[..., Any], dict[str, Any]]] = []

    def get(self, rule: str, says: str, **how: Any) -> Callable[[View], View]:
        """Declare a view that reads."""
        return self._declare("GET", rule, says, **how)

    def post(self, rule: str, says: str, **how: Any) -> Callable[[View], View]:
        """Declare a view that changes something."""
        return self._declare("POST", rule, says, **how)

    def _declare(
        self,
        method: str,
        rule: str,
        says: str,
        *,
        answers: Answers,
        describes: str = "",
        scope: Scope | None = None,
        also: tuple[Scope, ...] = (),
        refuses: tuple[int, ...] = (),
        takes_any: bool = False,
        **described: Any,
    ) -> Callable[[View], View]:
        def keep(view: View) -> View:
            operation = Operation(
                method=method,
                rule=f"{PREFIX}{rule}",
                name=view.__name__,
                says=says,
                describes=describes,
                tag=self.tag,
                scope=scope,
                also=also,
                answers=answers,
                refuses=refuses,
                takes_any=takes_any,
            )
            self._declared.append((operation, view, described))
            return view

        return keep

    def add_to(self, api: OpenAPI, known: dict[str, Operation]) -> None:
        """Serve the operations by an API; they become `known` by the names of their endpoints."""
        for operation, view, described in self._declared:
            known[operation.name] = operation
            register = api.get if operation.method == "GET" else api.post
            register(
                operation.rule,
                operation_id=operation.name,
                tags=[{"name": operation.tag}],
                summary=operation.says,
                # A blank keeps the library from telling what is said to whoever reads the code.
                description=operation.describes or " ",
                responses=operation.responses,
                security=[{OAUTH: [*operation.scopes]}] if operation.scopes else None,
                **described,
            )(_answering(view))


def _answering(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let a view return what it says: a model, alone or with a status and headers."""

    @wraps(view)
    def answering(**asked: Any) -> Response:
        said, status, headers = _parts(view(**asked))
        if isinstance(said, Response):
            return said
        response = jsonify(said.model_dump(mode="json"))
        response.status_code = status
        response.headers.update(headers)
        return response

    return answering


def _parts(returned: Any) -> tuple[Any, int, Mapping[str, str]]:
    match returned:
        case (said, int(status), headers):
            return said, status, headers
        case (said, int(status)):
            return said, status, {}
    return returned, 200, {}


def described(api: OpenAPI, *more: type[BaseModel]) -> None:
    """Tell the document what every problem is, and what `more` is that it names by itself."""
    from flask_openapi.models.schema import Schema  # as the rest of the library

    models: tuple[type[BaseModel], ...] = (Problem, *more)
    for model in models:
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        for name, part in {**schema.pop("$defs", {}), model.__name__: schema}.items():
            api.components_schemas.setdefault(name, Schema(**part))
