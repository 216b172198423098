"""The page that says how the API is used: for everybody, in both languages, made of what it is.

Its addresses, scopes and fields are read from the description that programs read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.api.mounted import DOCUMENT_PATH, MOUNTED, Mounted
from portal.auth.access import public
from portal.pages.current import current_language, runtime
from portal.pages.features import Pages
from portal.pages.kept import kept
from portal.pages.languages import localized

pages = Pages("api_guide")

_SCHEMAS = "#/components/schemas/"


class Field(Struct, frozen=True):
    """A field, of a parameter or of what is sent or answered: its name, kind and meaning."""

    name: str
    kind: str
    says: str
    is_required: bool


class Described(Struct, frozen=True):
    """An operation as it is read about."""

    id: str
    method: str
    address: str
    says: str
    describes: str
    scopes: list[str]
    asks: list[Field]
    sends: list[Field]
    answers: list[tuple[str, list[Field]]]


@localized(pages, fr="/api", en="/api")
@public
@kept()
def guide() -> ResponseReturnValue:
    """Show how the API is used, and everything that it does."""
    document = _document()
    return render_template(
        "api/guide.html",
        operations=list(_operations(document)),
        scopes=_scopes(document),
        base=runtime().config.base_url,
        document=DOCUMENT_PATH,
    )


def _document() -> dict[str, Any]:
    from portal.api.document import described_in  # with all that the API takes

    mounted = cast("Mounted", current_app.extensions[MOUNTED])
    return described_in(mounted.api, current_language())


def _scopes(document: Mapping[str, Any]) -> dict[str, str]:
    flows = document["components"]["securitySchemes"]["oauth"]["flows"]
    scopes: dict[str, str] = flows["clientCredentials"]["scopes"]
    return scopes


def _operations(document: Mapping[str, Any]) -> Iterator[Described]:
    schemas = document["components"]["schemas"]
    for address, methods in document["paths"].items():
        for method, told in methods.items():
            security = told.get("security") or [{"oauth": []}]
            yield Described(
                id=told["operationId"],
                method=method.upper(),
                address=address,
                says=told["summary"],
                describes=told.get("description", ""),
                scopes=security[0]["oauth"],
                asks=[_parameter(one) for one in told.get("parameters", ())],
                sends=_of_content(told.get("requestBody", {}), schemas),
                answers=[
                    (status, _of_content(answer, schemas))
                    for status, answer in sorted(told["responses"].items())
                ],
            )


def _parameter(told: Mapping[str, Any]) -> Field:
    says = told.get("description", "")
    return Field(told["name"], _kind(told["schema"]), says, bool(told.get("required")))


def _of_content(told: Mapping[str, Any], schemas: Mapping[str, Any]) -> list[Field]:
    """Return the fields of what is sent or answered, of a line where it comes in lines.

    There are none of what is no JSON, nor of a problem.
    """
    for kind, content in told.get("content", {}).items():
        told_by = content.get("x-line") or content["schema"]
        name = told_by.get("$ref", "").removeprefix(_SCHEMAS)
        if name in schemas and "problem" not in kind:
            schema = schemas[name]
            required = schema.get("required", ())
            return [
                Field(field, _kind(part), part.get("description", ""), field in required)
                for field, part in schema.get("properties", {}).items()
            ]
    return []


def _kind(schema: Mapping[str, Any]) -> str:
    """Return what a value is, as the description calls it."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_SCHEMAS)
    if "anyOf" in schema:
        return " | ".join(_kind(one) for one in schema["anyOf"])
    if choices := schema.get("enum"):
        return " | ".join(map(str, choices))
    kind = str(schema.get("format") or schema.get("type") or "")
    return f"{kind} ({_kind(schema['items'])})" if "items" in schema else kind
