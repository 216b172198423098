"""What is sent, as it is read: what shows nothing was not typed, what is too large is let go.

Of what is too large to be taken the words are still read; its documents are thrown away. No field
of any form is taken without a limit: forms that say a shorter one keep it themselves.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, TypeVar

from flask import Request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from portal.domain.typed import cleaned, is_blank
from portal.pages.own_fields import KEPT_FIELD, QUESTION_PREFIX, WAITING_FIELD

_MEGABYTE = 1024 * 1024

LARGEST_REQUEST = 80 * _MEGABYTE
"""What is taken at once, documents included, in bytes."""

LARGEST_READ = 3 * LARGEST_REQUEST
"""What is read at all, in bytes: of what is larger not even the words come back."""

LONGEST_TYPED = 2 * _MEGABYTE
"""What is taken of typed words at once, in characters."""

LONGEST_FIELD = 8 * _MEGABYTE
"""What is read of one typed field beside documents, in bytes."""

LONGEST_TEXT = 20_000
"""What is taken of one text, in characters: some eight pages of a letter."""

_BEGINNING = 40
_SEALED = frozenset({KEPT_FIELD, WAITING_FIELD})
_ANY_LENGTH = "portal_any_length"
View = TypeVar("View", bound=Callable[..., Any])


class TextTooLongError(RequestEntityTooLarge):
    """A field holds `excess` characters more than the `at_most` that are taken.

    `begin` is how its text begins, for the page alone: which of a form's texts it is.
    """

    def __init__(self, typed: str, at_most: int) -> None:
        super().__init__()
        self.at_most, self.excess = at_most, len(typed) - at_most
        self.begin = " ".join(typed[:_BEGINNING].split())


def takes_long_texts(view: View) -> View:
    """Say that a view limits its texts itself: a settings file, a form that waits sealed."""
    setattr(view, _ANY_LENGTH, True)
    return view


def refuse_too_long(typed: str, at_most: int, told: int | None = None) -> str:
    """Return what was typed in a field; raise TextTooLongError if it is longer than `at_most`.

    What is `told` is the field's own limit, where its form has a shorter one.
    """
    if len(typed) > at_most:
        raise TextTooLongError(typed, told or at_most)
    return typed


def _as_typed(value: str) -> str:
    return "" if is_blank(value) else cleaned(value)


class _Nowhere(io.BytesIO):
    """Keeps nothing of what is written to it."""

    def write(self, written: object) -> int:
        return len(written)  # type: ignore[arg-type]


class SizedRequest(Request):
    """A request that is read again for its words alone where it is too large to be taken."""

    _drops_documents = False

    def _load_form_data(self) -> None:
        """Read a form once; what shows nothing was not typed, in whatever field it stands.

        Nor was what would turn the direction of the words beside it, whoever sends it.
        """
        super()._load_form_data()
        pairs = list(self.__dict__["form"].items(True))
        typed = [(name, _as_typed(value)) for name, value in pairs]
        if typed != pairs:
            self.__dict__["form"] = self.parameter_storage_class(typed)

    @property
    def typed(self) -> MultiDict[str, str]:
        """What was typed, though too large to be taken; nothing of what is not even read."""
        try:
            return self.form
        except RequestEntityTooLarge:
            return self.form if self._is_read_again() else MultiDict()

    @property
    def is_readable(self) -> bool:
        """Tell whether at least the words, and the names of documents, can be read."""
        return bool(self.typed) or "files" in self.__dict__

    def _is_read_again(self) -> bool:
        self._drops_documents = True
        self.max_content_length = LARGEST_READ
        with suppress(RequestEntityTooLarge):
            self._load_form_data()
        return "form" in self.__dict__

    def refuse_too_many_words(self, view: object, told: int | None = None) -> None:
        """Raise RequestEntityTooLarge if more was typed than is taken; it stays read.

        The answers to an agency's questions are as long as the agency lets them be. What is `told`
        is how long a text may be on these pages, where they keep a shorter limit themselves.
        """
        typed = list(self.form.items(multi=True))
        if sum(len(value) for _, value in typed) > LONGEST_TYPED:
            raise RequestEntityTooLarge
        if getattr(view, _ANY_LENGTH, False):
            return
        for name, value in typed:
            if name not in _SEALED and not name.startswith(QUESTION_PREFIX):
                refuse_too_long(value, LONGEST_TEXT, told)

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self._drops_documents:
            return _Nowhere()
        return super()._get_file_stream(
            total_content_length, content_type, filename, content_length
        )
