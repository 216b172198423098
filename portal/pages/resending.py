"""Nothing typed is lost: whatever page answers a form shows what it held, ready to be sent again.

Documents alone cannot come back: their names are said, and they are asked for again.
"""

from __future__ import annotations

import re
from typing import cast

from flask import Response, make_response, render_template, request
from msgspec import Struct

from portal.auth.returning import KeptForm, is_own_page, sent_documents
from portal.pages.flood_limits import READING
from portal.pages.form_tokens import CSRF_FIELD
from portal.pages.oversized import SizedRequest

# What the portal itself put in the form, and puts afresh, as its token.
TRAP_FIELD = "ne-pas-remplir"
# A password is never written back into a page: it is asked for again.
PASSWORD_FIELD = "password"
_LONG = 80
# What the portal signed or sealed for itself is as long as a text, and nobody wrote it.
_SEALED = re.compile(r"[A-Za-z0-9_.=-]+")


class Typed(Struct, frozen=True):
    """One value of the form that came; those that somebody wrote are shown to be read again."""

    name: str
    value: str

    @property
    def is_text(self) -> bool:
        """Tell whether this looks like something that somebody wrote: no choice, no seal."""
        is_long = len(self.value) > _LONG and _SEALED.fullmatch(self.value) is None
        return is_long or len(self.value.split()) > 1

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


def typed_values() -> list[Typed]:
    """Return what the form held, without the portal's own fields."""
    return [
        Typed(name, value)
        for name, value in _sent().typed.items(multi=True)
        if name not in (CSRF_FIELD, TRAP_FIELD, PASSWORD_FIELD)
    ]


def kept_values(kept: KeptForm) -> list[Typed]:
    """Return what a form held that waited until whoever sent it was known again."""
    return [Typed(name, value) for name, value in kept.values if name != TRAP_FIELD]


def kept_documents(kept: KeptForm) -> list[Unkept]:
    """Return the fields whose documents did not wait with a form."""
    return [Unkept(field, names) for field, names in kept.documents]


def unkept_documents() -> list[Unkept]:
    """Return the fields that brought documents, with the names of these."""
    return (
        [Unkept(field, names) for field, names in sent_documents()] if _sent().is_readable else []
    )


def resend_page(
    title: str, text: str, status: int, reference: str | None = None, about_cookies: bool = False
) -> Response:
    """Return the page that shows the form back with one button, « Envoyer de nouveau ».

    `reference` is what the log calls the trouble by. `about_cookies` adds what to do if the page
    comes back every time. What came from another site's page is not shown: one click would send it.
    """
    values = typed_values()
    page = render_template(
        "errors/resend.html",
        title=title,
        text=text,
        reference=reference,
        is_own=is_own_page(),
        values=values,
        has_texts=any(typed.is_text for typed in values),
        unkept=unkept_documents(),
        password_field=PASSWORD_FIELD if PASSWORD_FIELD in _sent().typed else None,
        about_cookies=about_cookies,
    )
    return make_response(page, status)


def _sent() -> SizedRequest:
    return cast("SizedRequest", request)
