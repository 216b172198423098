"""Files that somebody gives to a command: what cannot be used is said in one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

UNUSABLE = 3
"""How a command ends that could not do what it was asked: its file, or the portal, does not open.

It is neither that something was found (1), nor that something could not be told (2).
"""


class UnusableFileError(click.ClickException):
    """A file is not there, or is none that can be used; says why."""

    exit_code = UNUSABLE


class GivenFile(click.ParamType[Path]):
    """A file that is there and opens."""

    name = "file"

    def convert(self, value: Any, param: Any, ctx: Any) -> Path:
        """Return its path; raise UnusableFileError where nothing can be read there."""
        path = Path(value)
        if "\0" in str(value):
            raise UnusableFileError("A path has no zeros in it.")
        with usable(path):
            if not path.exists():
                raise UnusableFileError(f"{path} is not there.")
            if path.is_dir():
                raise UnusableFileError(f"{path} is a folder, and not a file.")
            with path.open("rb"):
                return path


@contextmanager
def usable(path: Path) -> Iterator[None]:
    """End the command with a sentence where the system refuses the path, or the file is no text."""
    try:
        yield
    except OSError as error:
        raise UnusableFileError(f"{path} cannot be used: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise UnusableFileError(f"{path} is no text in UTF-8.") from None


def ensure_filled(path: Path) -> None:
    """Raise UnusableFileError where a file is empty."""
    with usable(path):
        if path.is_file() and not path.stat().st_size:
            raise UnusableFileError(f"{path} is empty.")


def text_of(path: Path) -> str:
    """Return the text of a file; raise UnusableFileError where it has none."""
    ensure_filled(path)
    with usable(path):
        return path.read_text(encoding="utf-8")


class ProvingCommands(click.Group):
    """Commands that end with 1 for what was forged and 2 for what could not be told.

    Whatever else ends them, such as a mistake in how they are called, ends with UNUSABLE.
    """

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that is called."""
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            error.show()
            ctx.exit(UNUSABLE)
