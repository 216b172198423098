"""Somebody with a browser, who files a complaint page by page."""

from __future__ import annotations

import html
import http.client
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlparse

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_NUMBER = re.compile(r"20\d\d-\d{6,}")
_ANSWERED_WITHIN = 30
_AGAIN_AFTER = 0.2


@dataclass(frozen=True)
class Subject:
    """What a complaint of a drill is about: the codes of an agency and of a category."""

    agency: str
    category: str


@dataclass(frozen=True)
class Page:
    """What came back: `seconds` is how long it took."""

    status: int
    location: str
    text: str
    seconds: float

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page's first form, its token among them."""
        first = self.text.split("<form", 1)[-1].split("</form", 1)[0]
        return {name: html.unescape(value) for name, value in _HIDDEN.findall(first)}


@dataclass
class Visitor:
    """One person, who connects anew for each page, so that any process may answer.

    Whoever gets no answer at all asks again, for `patience` seconds; then OSError is raised.
    """

    port: int
    patience: float = 0
    _cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Page:
        """Fetch a page."""
        return self._ask_patiently("GET", path, None)

    def post(self, path: str, form: dict[str, str]) -> Page:
        """Send a form."""
        return self._ask_patiently("POST", path, urlencode(form))

    def _ask_patiently(self, method: str, path: str, body: str | None) -> Page:
        end = time.monotonic() + self.patience
        while True:
            try:
                return self._ask(method, path, body)
            except (OSError, http.client.HTTPException) as error:
                if time.monotonic() >= end:
                    raise ConnectionError(str(error)) from error
                time.sleep(_AGAIN_AFTER)

    def _ask(self, method: str, path: str, body: str | None) -> Page:
        began = time.monotonic()
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_ANSWERED_WITHIN)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, rest = cookie.partition("=")
            self._cookies[name] = rest.partition(";")[0]
        location = urlparse(answer.headers.get("Location", "")).path
        return Page(answer.status, location, text, time.monotonic() - began)


class NotTypedError(Exception):
    """A page before the last one did not lead on."""


@dataclass
class Filing:
    """A complaint that was typed up to its last page: only the sending is left."""

    visitor: Visitor
    path: str
    hidden: dict[str, str]

    def send(self) -> Page:
        """Send it, as often as somebody presses the button."""
        return self.visitor.post(self.path, self.hidden)

    def acknowledged(self) -> str | None:
        """Send it; return the number that the receipt tells, None if there is no receipt."""
        sent = self.send()
        if sent.status != http.client.SEE_OTHER:
            return None
        told = self.visitor.get(sent.location)
        number = _NUMBER.search(told.text) if told.status == http.client.OK else None
        return number and number[0]


def typed(visitor: Visitor, subject: Subject) -> Filing:
    """Type a whole complaint, page by page; raise NotTypedError if a page does not lead on."""
    base = _filled(visitor, "/fr/plainte", "/fr/", {"mots": "Exercice"}).location.rsplit("/", 1)[0]
    pages = {
        "organisme": {"organisme": subject.agency, "categorie": subject.category},
        "recit": {"recit": "Ceci est un exercice : rien ne s’est passé."},
        "questions": {},
        "reponse": {"qui": "self", "nom": "Exercice", "moyen": "none", "langue": "fr"},
    }
    path = f"{base}/organisme"
    while (step := path.rsplit("/", 1)[-1]) in pages:
        path = _filled(visitor, path, path, pages.pop(step)).location
    last = visitor.get(path)
    if not path.endswith("/verifier") or "csrf_token" not in last.hidden:
        raise NotTypedError(f"{step} ({last.status})")
    return Filing(visitor, path, last.hidden)


def _filled(visitor: Visitor, path: str, form_on: str, answers: dict[str, str]) -> Page:
    page = visitor.get(form_on)
    answer = visitor.post(path, {**page.hidden, **answers})
    if answer.status != http.client.SEE_OTHER:
        raise NotTypedError(f"{path.rsplit('/', 1)[-1]} ({answer.status})")
    return answer
