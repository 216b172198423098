"""Logs: one JSON object a line on the error output, naming references, never people.

An error is logged as its kind and where it happened. Its message is left out, because it may quote
a letter, a row or an address; so are query strings and the bodies of requests.
"""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

from portal.private import private_opener

_ErrorInfo = tuple[type[BaseException], BaseException, TracebackType | None]
_FRAMES = 12


def appended_to(path: Path) -> TextIO:
    """Open a file that lines of several processes are added to, each line in one piece."""
    return open(path, "a", buffering=1, encoding="utf-8", opener=private_opener)


def configure_logs(level: str = "info", into: TextIO | None = None) -> None:
    """Send the portal's own lines from `level` on, and other libraries' warnings, as JSON.

    They go to the error output, or `into` a file.
    """
    output = into or sys.stderr
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, *_steps(), _json()],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # Each line in one piece: the processes of a server share the error output.
        logger_factory=structlog.WriteLoggerFactory(output),
    )
    handler = logging.StreamHandler(output)
    handler.setFormatter(_library_lines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    # A line for each request that waits its turn would drown the others when it matters.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def without_message(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Replace an error by its kind and the places it went through."""
    error = _error(event.pop("exc_info", None))
    if error is not None:
        kind, _, trace = error
        event["error"] = kind.__name__
        event["where"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(trace)[-_FRAMES:]
        ]
    return event


def _steps() -> list[Processor]:
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True, key="at")
    return [structlog.processors.add_log_level, stamp, without_message]


def _json() -> Processor:
    return structlog.processors.JSONRenderer(ensure_ascii=False)


def _library_lines() -> logging.Formatter:
    clean = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_logger_name, *_steps()],
        processors=[clean, _json()],
    )


def _error(given: Any) -> _ErrorInfo | None:
    if isinstance(given, BaseException):
        return type(given), given, given.__traceback__
    raised = given if isinstance(given, tuple) else sys.exc_info() if given else None
    return None if raised is None or raised[0] is None else raised
