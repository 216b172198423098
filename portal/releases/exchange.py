"""Settings handed over as a file: one that somebody brings becomes a draft, a release goes back."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.records.release import AgencyReleaseRecord
from portal.domain.errors import PortalError

BYTES_AT_MOST = 1_000_000
# Control characters are in no text that somebody wrote, and PostgreSQL does not keep all of them.
_UNWRITTEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class FileProblem(StrEnum):
    """Why a file cannot become a draft."""

    EMPTY = "empty"
    SIZE = "size"
    NOT_UTF_8 = "not_utf_8"
    NO_TEXT = "no_text"


class UnreadableFileError(PortalError):
    """A file holds no text of settings; `line` is where that shows, counted from 1."""

    def __init__(self, problem: FileProblem, line: int = 1) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.line = line


class ChangedFileError(PortalError):
    """The file says something that no release holds: writing over it would lose that."""


def text_of_file(content: bytes) -> str:
    """Return the text of a file as a draft keeps it, right or not yet; nothing in it is run.

    Raise UnreadableFileError for what is no text, or far longer than settings can be.
    """
    if len(content) > BYTES_AT_MOST:
        raise UnreadableFileError(FileProblem.SIZE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableFileError(FileProblem.NOT_UTF_8, line) from None
    if not text.strip():
        raise UnreadableFileError(FileProblem.EMPTY)
    if unwritten := _UNWRITTEN.search(text):
        raise UnreadableFileError(FileProblem.NO_TEXT, text.count("\n", 0, unwritten.start()) + 1)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def release_text(session: Session, code: str, rank: int | None = None) -> str | None:
    """Return the text in force of an agency, or of the release of this rank, if there is one."""
    r = AgencyReleaseRecord
    which = r.in_force if rank is None else r.rank == rank
    return session.scalar(select(r.text).where(r.agency == code, which))


def write_release(session: Session, code: str, text: str, path: Path, *, over: bool) -> None:
    """Write a text to a settings file at one stroke.

    Raise ChangedFileError if the file says what no release of the agency holds, unless `over`.
    """
    if path.exists() and not over and not _is_taken_up(session, code, path):
        raise ChangedFileError(path.name)
    half = path.with_name(f".{path.name}.new")
    half.write_text(text, encoding="utf-8")
    half.replace(path)


def _is_taken_up(session: Session, code: str, path: Path) -> bool:
    """Tell whether a release holds exactly what a file says."""
    try:
        text = path.read_bytes().decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return False
    r = AgencyReleaseRecord
    same = select(r.id).where(r.agency == code, r.text == text).limit(1)
    return session.scalar(same) is not None
