"""Nothing typed is lost: a form that could not be taken is shown back, ready to be sent again."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Response, make_response, render_template, request

# What the portal itself put in the form, and puts afresh.
CSRF_FIELD = "csrf_token"
TRAP_FIELD = "ne-pas-remplir"
# A password is never written back into a page.
PASSWORD_FIELD = "password"
_LONG = 80


@dataclass(frozen=True, slots=True)
class Typed:
    """One value of the form that came; long ones are shown for the person to see."""

    name: str
    value: str

    @property
    def is_long(self) -> bool:
        """Tell whether this looks like a text that somebody wrote."""
        return (len(self.value) > _LONG and " " in self.value) or "\n" in self.value


def typed_values() -> list[Typed]:
    """Return what the form held, without the portal's own fields."""
    return [
        Typed(name, value)
        for name, values in request.form.lists()
        if name not in (CSRF_FIELD, TRAP_FIELD, PASSWORD_FIELD)
        for value in values
    ]


def is_own_page() -> bool:
    """Tell whether the form stood on a page of the portal.

    A foreign page's form must not be shown back with a fresh token: one click would send it.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def resend_page(title: str, text: str, status: int, about_cookies: bool = False) -> Response:
    """Return the page that shows the form back with one button, « Envoyer de nouveau ».

    `about_cookies` adds what to do if the page comes back every time.
    """
    page = render_template(
        "errors/resend.html",
        title=title,
        text=text,
        values=typed_values() if is_own_page() else [],
        about_cookies=about_cookies,
        had_files=any(file.filename for file in request.files.values()),
    )
    return make_response(page, status)
