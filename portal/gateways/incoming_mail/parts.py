"""What a message is made of: its words, and what is attached to it."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass, field
from email.utils import collapse_rfc2231_value

from portal.gateways.incoming_mail import Attached
from portal.gateways.incoming_mail.charsets import decoded, unencoded
from portal.gateways.incoming_mail.headers import Headers, worded
from portal.gateways.incoming_mail.html_text import text_of_html
from portal.gateways.incoming_mail.tree import Part

DEEPEST, MOST_PARTS = 40, 200
"""How deep parts lie in one another, and how many are looked at; the rest stays in the original."""

_LONGEST_NAME = 150
_LONGEST_TEXT = 300_000
_FLOWED_SPACE = re.compile(r" \n(?!>|-- \n)")
_SEALED = frozenset(
    {"application/ms-tnef", "application/vnd.ms-tnef", "application/pkcs7-signature"}
    | {"application/x-pkcs7-signature", "application/pkcs7-mime", "application/x-pkcs7-mime"}
    | {"application/pgp-signature", "application/pgp-keys"}
)
_SEALED_NAME = re.compile(r"winmail\.dat|.*\.(p7s|p7m|asc|pgp|gpg|sig|eml|tnef)", re.IGNORECASE)
_OF_REPORTS = frozenset(
    {"message/delivery-status", "message/disposition-notification", "text/rfc822-headers"}
    | {"application/pgp-encrypted", "message/external-body", "message/partial"}
)


@dataclass
class Parts:
    """What was found in a message so far."""

    types: set[str] = field(default_factory=set)
    attached: list[Attached] = field(default_factory=list)
    is_invitation: bool = False
    is_too_many: bool = False
    _seen: int = 0

    def words_of(self, message: Part) -> str:
        """Return the words of a message, and gather what is attached to it."""
        return self._words(message, 0).text[:_LONGEST_TEXT]

    def _words(self, part: Part, depth: int) -> _Words:
        self._seen += 1
        if depth > DEEPEST or self._seen > MOST_PARTS:
            self.is_too_many = True
            return _NOTHING
        kind = part.get_content_type()
        self.types.add(kind)
        inner = part.inner
        if part.get_content_maintype() == "multipart" and inner is not None:
            found = [self._words(one, depth + 1) for one in inner]
            return _chosen(found) if kind == "multipart/alternative" else _joined(found)
        if kind == "text/calendar":
            asks = str(part.get_param("method") or "").upper()
            self.is_invitation |= asks in ("REQUEST", "CANCEL", "COUNTER")
            return _NOTHING
        if part.get_content_maintype() == "multipart":
            return _Words(_text(part), is_plain=True)
        return self._leaf(part, kind)

    def _leaf(self, part: Part, kind: str) -> _Words:
        name, is_attached = _name_of(part), part.get_content_disposition() == "attachment"
        is_text = kind in ("text/plain", "text/html") and not is_attached and not name
        if is_text:
            text = _text(part)
            return _Words(text, is_plain=True) if kind == "text/plain" else _from_html(text)
        if kind not in _OF_REPORTS or is_attached:
            self.attached.append(_attached(part, kind, name))
        return _NOTHING


@dataclass(frozen=True)
class _Words:
    text: str
    is_plain: bool


_NOTHING = _Words("", is_plain=False)


def _from_html(html: str) -> _Words:
    return _Words(text_of_html(html), is_plain=False)


def _chosen(twins: list[_Words]) -> _Words:
    """Return the twin to read: the plain one, unless only the other says anything."""
    told = [one for one in twins if one.text.strip()]
    return next((one for one in told if one.is_plain), told[-1] if told else _NOTHING)


def _joined(parts: list[_Words]) -> _Words:
    told = [one for one in parts if one.text.strip()]
    if len(told) == 1:
        return told[0]
    return _Words("\n\n".join(one.text for one in told), any(one.is_plain for one in told))


def content_of(part: Part) -> bytes:
    """Return the content of a part as it was before it travelled."""
    if part.inner is not None:
        return b"".join(map(_whole, part.inner))
    return unencoded(part.raw, Headers(part).raw("content-transfer-encoding"))


def _whole(message: Part) -> bytes:
    try:
        return message.as_bytes()
    except Exception:  # noqa: BLE001  # too broken to be written again: the original is kept
        return b""


def _text(part: Part) -> str:
    said = part.get_param("charset")
    charset = said[2] if isinstance(said, tuple) else said
    text = decoded(content_of(part)[: _LONGEST_TEXT * 4], charset)
    if str(part.get_param("format") or "").lower() == "flowed":
        deleted = str(part.get_param("delsp") or "").lower() == "yes"
        text = _FLOWED_SPACE.sub("" if deleted else " ", text)
    return text


def _attached(part: Part, kind: str, name: str) -> Attached:
    is_message = part.get_content_maintype() == "message"
    own = name or ("message.eml" if is_message else f"document{_extension(kind)}")
    opens = not (is_message or kind in _SEALED or _SEALED_NAME.fullmatch(own))
    return Attached(own, content_of(part), opens)


def _extension(kind: str) -> str:
    return mimetypes.guess_extension(kind) or ""


def _name_of(part: Part) -> str:
    """Return the name of a part without folders, empty where it has none."""
    said = part.get_param("filename", None, "content-disposition")
    if said is None:
        said = part.get_param("name", None, "content-type")
    if said is None:
        return ""
    try:
        name = said if isinstance(said, str) else collapse_rfc2231_value(said)
    except (LookupError, ValueError):
        name = str(said[2])
    last = re.split(r"[/\\]", worded(str(name)).strip().strip('"'))[-1]
    seen = " ".join("".join(one if one.isprintable() else " " for one in last).split())
    stem, dot, extension = seen.rpartition(".")
    if len(seen) > _LONGEST_NAME and dot:
        return f"{stem[: _LONGEST_NAME - len(extension)]}.{extension}"[:_LONGEST_NAME]
    return seen[:_LONGEST_NAME]
