"""Bytes of a message as text, whatever they say that they are written in."""

from __future__ import annotations

import binascii
import codecs
import quopri
import re

_OF_LETTERS = re.compile(
    r"ascii|utf[-_](8|16|32|7)([-_](le|be))?|iso8859-\d+|cp(125\d|850|437|932|949|950)|koi8-[ru]"
    r"|mac-(roman|cyrillic)|gb(2312|k|18030)|big5|euc_(jp|kr)|shift_jis|iso2022_(jp|kr)|tis-620"
)
_OWN_BYTES = re.compile(r"utf-(16|32|7).*|iso2022.*")
"""Those in which ASCII bytes do not stand for themselves, so that nothing else can be guessed."""
_CONTROLS = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_FOREIGN = re.compile(rb"[^A-Za-z0-9+/=\r\n]")
_MOST_FOREIGN = 0.12


def decoded(content: bytes, said: str | None) -> str:
    """Return the text of some bytes that `said` to be in a charset.

    What is UTF-8 by every byte is that, whatever else it says: no other text looks like it. A
    charset that nobody knows is taken for that of Windows, in which every byte is something.
    """
    charset = _known(said)
    if charset is None or not _OWN_BYTES.fullmatch(charset):
        try:
            return _cleaned(content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            pass
    if charset in (None, "utf-8", "ascii", "iso8859-1"):
        charset = "cp1252"
    return _cleaned(content.decode(charset or "cp1252", "replace"))


def _known(said: str | None) -> str | None:
    """Return Python's name of a charset, None unless it is one that people write in."""
    name = re.sub(r"[^A-Za-z0-9_:-]", "", (said or ""))
    try:
        known = codecs.lookup(name).name if name else None
    except (LookupError, UnicodeError, ValueError):
        return None
    return known if known and _OF_LETTERS.fullmatch(known) else None


def _cleaned(text: str) -> str:
    """Return a text whose lines end alike, without signs that nobody sees."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", text.encode("utf-8", "replace").decode("utf-8"))


def unencoded(content: bytes, how: str) -> bytes:
    """Return the bytes of a part as they were before it was made fit to travel."""
    encoding = how.strip().lower()
    if encoding == "quoted-printable":
        return quopri.decodestring(content)
    if encoding == "base64":
        return _from_base64(content)
    return content


def _from_base64(content: bytes) -> bytes:
    """Return what can be decoded; a text that only says that it is encoded stays as it is."""
    foreign = len(_FOREIGN.findall(content))
    if foreign > _MOST_FOREIGN * max(1, len(content)):
        return content
    own = _FOREIGN.sub(b"", content).replace(b"\r", b"").replace(b"\n", b"").rstrip(b"=")
    whole = own[: len(own) - 1] if len(own) % 4 == 1 else own
    try:
        return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))
    except binascii.Error:
        return content
