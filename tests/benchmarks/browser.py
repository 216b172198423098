"""A small client that behaves like a browser: one connection a thread, cookies, forms."""

from __future__ import annotations

import http.client
import re
import threading
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlparse

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')

# One connection for each thread, as each stands for one client.
_connections = threading.local()


def hang_up() -> None:
    """Close the connection of this thread, if it has one."""
    if getattr(_connections, "port", None) is not None:
        _connections.open.close()
        _connections.port = None


def _connection_to(port: int) -> http.client.HTTPConnection:
    if getattr(_connections, "port", None) != port:
        hang_up()
        _connections.port = port
        _connections.open = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    opened: http.client.HTTPConnection = _connections.open
    return opened


@dataclass
class Page:
    """What came back."""

    status: int
    location: str
    text: str

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page's first form, its token among them."""
        first = self.text.split("<form", 1)[-1].split("</form", 1)[0]
        found = dict(_HIDDEN.findall(first))
        assert "csrf_token" in found, f"no form on the page ({self.status})"
        return found


@dataclass
class Browser:
    """One visitor of a server on this machine, with cookies of their own."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def again(self) -> Browser:
        """Return the same visitor elsewhere, whose cookies go their own way from now on."""
        return Browser(self.port, dict(self.cookies))

    def get(self, path: str) -> Page:
        """Fetch a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, **form: str) -> Page:
        """Send a form."""
        return self._ask("POST", path, urlencode(form))

    def _ask(self, method: str, path: str, body: str | None) -> Page:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = _connection_to(self.port)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        location = urlparse(answer.getheader("Location") or "")
        return Page(answer.status, location.path, text)
