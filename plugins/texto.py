"""Every agency: complainants who chose text messages get them through a provider's HTTP address.

Each message is posted as JSON, `{"id", "to", "text"}`, to `PORTAL_TEXTO_URL`, with
`PORTAL_TEXTO_KEY` as its bearer token. The id, also in the `Idempotency-Key` header, is the same
however often a message is tried, so that the provider can send it once. A number typed without its
country gets `PORTAL_TEXTO_COUNTRY`, +1 if not said.
"""

from __future__ import annotations

import json
import os
from contextlib import closing
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import urlsplit

from portal.plugin_api import Delivery, Message, hookimpl

URL, KEY, COUNTRY = "PORTAL_TEXTO_URL", "PORTAL_TEXTO_KEY", "PORTAL_TEXTO_COUNTRY"
SECONDS = 10.0

# About this number or this message; anything else may be set right before the next try.
_IN_VAIN = frozenset({400, 404, 410, 422})


class ProviderUnknownError(Exception):
    """PORTAL_TEXTO_URL does not say where the provider is."""


@hookimpl
def deliver_message(message: Message) -> Delivery:
    """Post the message; what the provider refuses for good is not tried again."""
    status = _posted(message)
    if 200 <= status < 300:
        return Delivery.SENT
    return Delivery.NEVER if status in _IN_VAIN else Delivery.LATER


def _posted(message: Message) -> int:
    url = urlsplit(os.environ.get(URL, ""))
    if url.scheme not in ("http", "https") or not url.hostname:
        raise ProviderUnknownError
    kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
    told = {"id": message.id, "to": _international(message.to), "text": message.text}
    headers = {"Content-Type": "application/json", "Idempotency-Key": message.id}
    if key := os.environ.get(KEY):
        headers["Authorization"] = f"Bearer {key}"
    with closing(kind(url.hostname, url.port, timeout=SECONDS)) as provider:
        path = (url.path or "/") + (f"?{url.query}" if url.query else "")
        provider.request("POST", path, json.dumps(told).encode(), headers)
        return provider.getresponse().status


def _international(number: str) -> str:
    """Return a number with its country; one of eleven digits that begin with 1 has it already."""
    if number.startswith("+"):
        return number
    country = os.environ.get(COUNTRY, "+1")
    if country == "+1":
        return f"+1{number[-10:]}"
    return country + number.removeprefix("0")
