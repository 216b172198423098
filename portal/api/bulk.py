"""Filing line by line: a complaint a line comes in, an answer a line goes out, one after the other.

Nothing is kept of a line once it is answered: as many come as a request holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

import structlog
from flask import Response, abort, request, stream_with_context
from pydantic import BaseModel, Field, ValidationError

from portal.api.filing import KEY, Filed, NewComplaint, filed
from portal.api.operations import Operations
from portal.api.problems import broken, portal_problem, problem, unprocessable
from portal.api.reading_bodies import LARGEST_BODY
from portal.domain.api_scopes import Scope
from portal.domain.errors import PortalError
from portal.domain.troubles import TroubleError
from portal.pages.current import gettext
from portal.words.catalogue import to_translate

operations = Operations("complaints")
log = structlog.get_logger()

LINES = "application/x-ndjson"
_SCHEMAS = "#/components/schemas/"


class Line(NewComplaint, extra="forbid"):
    """A complaint in a line, under a key of its own: sent again, the line finds its answer."""

    key: str = Field(
        pattern=KEY,
        description=to_translate("La même clé avec le même contenu a la même réponse."),
    )


class LineAnswer(BaseModel):
    """What became of one line: the complaint that was filed, or the problem."""

    line: int
    status: int
    complaint: Filed | None = None
    problem: dict[str, Any] | None = None


def _content(line: type[BaseModel]) -> dict[str, Any]:
    """Return how lines are described: OpenAPI has no word for what each of them is."""
    schema = {"type": "string", "format": "binary"}
    return {
        "content": {LINES: {"schema": schema, "x-line": {"$ref": f"{_SCHEMAS}{line.__name__}"}}}
    }


@operations.post(
    "/bulk/complaints",
    to_translate("Déposer des plaintes, une par ligne"),
    describes=to_translate(
        "Chaque ligne est un objet JSON : les champs d’une plainte, et une clé (key) qui "
        "n’est qu’à elle. Chacune reçoit une ligne en réponse; "
        "une ligne refusée ne retient pas les autres."
    ),
    scope=Scope.FILE,
    answers={200: _content(LineAnswer)},
    refuses=(413, 415),
    takes_any=True,
    request_body={**_content(Line), "required": True},
)
def file_lines() -> Response:
    """File the complaint of each line, and answer each as it is filed."""
    if request.mimetype != LINES:
        abort(415)
    answers = (f"{answer.model_dump_json(exclude_none=True)}\n" for answer in _answers())
    return Response(stream_with_context(answers), mimetype=LINES)


def _answers() -> Iterator[LineAnswer]:
    for rank, line in enumerate(_lines(request.stream), start=1):
        if line == b"":
            continue
        outcome = _filed(line)
        if isinstance(outcome, Filed):
            yield LineAnswer(line=rank, status=201, complaint=outcome)
        else:
            told = outcome.get_json()
            yield LineAnswer(line=rank, status=outcome.status_code, problem=told)


def _filed(line: bytes | None) -> Filed | Response:
    """File the complaint of a line; one that fails never holds back the others."""
    if line is None:
        return problem(413, "line-too-long", gettext("C’est trop à la fois"))
    try:
        body = Line.model_validate_json(line)
        complaint = NewComplaint.model_validate(body.model_dump(exclude={"key"}))
        outcome: Filed | Response = filed(complaint, body.key)
    except ValidationError as error:
        return unprocessable(error)
    except PortalError as error:
        return portal_problem(error)
    except TroubleError as trouble:
        log.warning("line not filed", trouble=type(trouble).__name__)
        return problem(503, "in-trouble", gettext("Le service ne répond pas en ce moment"))
    except Exception as error:  # noqa: BLE001  # told and logged, for this line alone
        return broken(error)
    return outcome


def _lines(stream: IO[bytes]) -> Iterator[bytes | None]:
    """Yield each line without its end; None for one that is too long, which is not kept."""
    while line := stream.readline(LARGEST_BODY):
        if len(line) == LARGEST_BODY and not line.endswith(b"\n"):
            while (rest := stream.readline(LARGEST_BODY)) and not rest.endswith(b"\n"):
                pass
            yield None
        else:
            yield line.strip()
