"""Nothing typed is lost: whatever page answers a form shows what it held, ready to be sent again.

Where sending it again can never work, its words are there to be copied. Documents alone cannot
come back: their names are said, and they are asked for again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar, cast

from flask import Response, current_app, make_response, request
from msgspec import Struct
from msgspec.structs import replace
from werkzeug.exceptions import HTTPException

from portal.auth.returning import KeptForm, is_own_page, sent_documents
from portal.domain.typed import is_blank
from portal.pages.as_shown import digest, own_labels, shown_digests, shown_labels
from portal.pages.error_frames import error_page
from portal.pages.flood_limits import READING
from portal.pages.oversized import SizedRequest
from portal.pages.own_fields import PASSWORD_FIELD, is_left_out, was_hidden

_LONG = 80
# What a form holds of a choice, a day or a number, and nobody wrote.
_CODE = re.compile(r"[a-z0-9_.:-]*", re.ASCII)
_MARK = "portal_resent"
View = TypeVar("View", bound=Callable[..., Any])


class Resent(Struct, frozen=True):
    """How a form that comes back is sent again: by which words, and what of it is always read.

    Without words, the button says « Envoyer de nouveau ». `texts` are fields that are shown
    however short what they hold is.
    """

    button: str = ""
    texts: frozenset[str] = frozenset()


_AS_ANY = Resent()


class Typed(Struct, frozen=True):
    """One value of the form that came; those that somebody wrote are shown to be read again."""

    name: str
    value: str
    is_hidden: bool = False
    is_read: bool = False
    label: str = ""

    @property
    def is_text(self) -> bool:
        """Tell whether somebody wrote this: no choice, nothing that the form had hidden."""
        if self.is_hidden or is_blank(self.value):
            return False
        return self.is_read or len(self.value) > _LONG or len(self.value.split()) > 1

    @property
    def is_copied(self) -> bool:
        """Tell whether somebody may want this back where the form itself cannot come back."""
        if self.is_hidden or is_blank(self.value):
            return False
        return self.is_text or bool(self.label) or not _CODE.fullmatch(self.value)

    @property
    def rows(self) -> int:
        """How many lines show it, about."""
        return min(10, 1 + len(self.value) // _LONG + self.value.count("\n"))


class Unkept(Struct, frozen=True):
    """A field of documents, and the names of those that came with it and are not kept."""

    field: str
    names: tuple[str, ...]


def is_sent_form() -> bool:
    """Tell whether the request sends a form of a page of the portal."""
    return request.method not in READING and is_own_page()


def resent_as(resent: Resent) -> Callable[[View], View]:
    """Say how the form that a view takes is sent again, where it comes back."""

    def mark(view: View) -> View:
        setattr(view, _MARK, resent)
        return view

    return mark


def typed_values() -> list[Typed]:
    """Return what the form held, without what a new page puts afresh."""
    typed = _sent().typed
    return _typed([*typed.items(multi=True)], typed, resent_here())


def kept_values(kept: KeptForm) -> list[Typed]:
    """Return what a form held that waited until whoever sent it was known again.

    Of a form of nobody known every word is shown: whoever sends it now may not have written it.
    """
    values = _typed(kept.values, dict(kept.values), resent_of(kept.path))
    if not kept.is_shown:
        return values
    return [replace(typed, is_read=typed.is_read or typed.is_copied) for typed in values]


def resent_here() -> Resent:
    """Return how the form of this request is sent again."""
    # The button that changes the language sends the form to where its page is read.
    return resent_of(request.path)


def resent_of(path: str) -> Resent:
    """Return how a form is sent again to an address of the portal."""
    try:
        endpoint, _ = current_app.url_map.bind("").match(path.partition("?")[0], method="POST")
    except HTTPException:
        return _AS_ANY
    return cast("Resent", getattr(current_app.view_functions[endpoint], _MARK, _AS_ANY))


def kept_words(kept: KeptForm) -> list[Typed]:
    """Return what was written in a form that waits, to be read where it does."""
    return [typed for typed in kept_values(kept) if typed.is_copied]


def kept_documents(kept: KeptForm) -> list[Unkept]:
    """Return the fields whose documents did not wait with a form."""
    return [Unkept(field, names) for field, names in kept.documents]


def unkept_documents() -> list[Unkept]:
    """Return the fields that brought documents, with the names of these."""
    return (
        [Unkept(field, names) for field, names in sent_documents()] if _sent().is_readable else []
    )


def copied_words() -> list[Typed]:
    """Return what was written in the form that came, to be copied; nothing of a foreign page."""
    return [typed for typed in typed_values() if typed.is_copied] if is_own_page() else []


def copy_page(title: str, text: str, status: int, *, is_sought: bool = False) -> Response:
    """Return the page of a form that can never be sent again: its words, to be copied.

    `is_sought` says that the complaint which its address names was not found.
    """
    page = error_page(
        "copy",
        title=title,
        text=text,
        reference=None,
        is_sought=is_sought,
        copied=copied_words(),
        unkept=unkept_documents(),
    )
    return make_response(page, status)


def resend_page(
    title: str, text: str, status: int, reference: str | None = None, about_cookies: bool = False
) -> Response:
    """Return the page that shows the form back with one button, « Envoyer de nouveau ».

    `reference` is what the log calls the trouble by. `about_cookies` adds what to do if the page
    comes back every time. What came from another site's page is not shown: one click would send it.
    """
    values = typed_values()
    page = error_page(
        "resend",
        title=title,
        text=text,
        reference=reference,
        is_own=is_own_page(),
        values=values,
        has_texts=any(typed.is_text for typed in values),
        unkept=unkept_documents(),
        again=resent_here(),
        password_field=PASSWORD_FIELD if PASSWORD_FIELD in _sent().typed else None,
        about_cookies=about_cookies,
    )
    return make_response(page, status)


def _typed(
    values: Collection[tuple[str, str]], form: Mapping[str, str], resent: Resent
) -> list[Typed]:
    """Return the values of a form; what it says that nobody touched is as if it were hidden."""
    shown, read = shown_digests(form), shown_labels(form)
    labels = {**own_labels(values), **read}
    return [
        Typed(
            name,
            value,
            was_hidden(name, form) or shown.get(name) == digest(value),
            name in resent.texts or name in read,
            labels.get(name, ""),
        )
        for name, value in values
        if not is_left_out(name)
    ]


def _sent() -> SizedRequest:
    return cast("SizedRequest", request)
