"""What is sent, as it is read: what shows nothing was not typed, and what is too large is let go.

Of what is too large to be taken the words are still read; its documents are thrown away.
"""

from __future__ import annotations

import io
from contextlib import suppress
from typing import IO

from flask import Request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from portal.domain.typed import is_blank

_MEGABYTE = 1024 * 1024

LARGEST_REQUEST = 80 * _MEGABYTE
"""What is taken at once, documents included, in bytes."""

LARGEST_READ = 3 * LARGEST_REQUEST
"""What is read at all, in bytes: of what is larger not even the words come back."""

LONGEST_TYPED = 2 * _MEGABYTE
"""What is taken of typed words at once, in characters."""

LONGEST_FIELD = 8 * _MEGABYTE
"""What is read of one typed field beside documents, in bytes."""


class _Nowhere(io.BytesIO):
    """Keeps nothing of what is written to it."""

    def write(self, written: object) -> int:
        return len(written)  # type: ignore[arg-type]


class SizedRequest(Request):
    """A request that is read again for its words alone where it is too large to be taken."""

    _drops_documents = False

    def _load_form_data(self) -> None:
        """Read a form once; what shows nothing was not typed, in whatever field it stands."""
        super()._load_form_data()
        form = self.__dict__["form"]
        if any(typed and is_blank(typed) for typed in form.values()):
            pairs = [(name, "" if is_blank(typed) else typed) for name, typed in form.items(True)]
            self.__dict__["form"] = self.parameter_storage_class(pairs)

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

    def refuse_too_many_words(self) -> None:
        """Raise RequestEntityTooLarge if more was typed than is taken; it stays read."""
        if sum(map(len, self.form.values())) > LONGEST_TYPED:
            raise RequestEntityTooLarge

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
