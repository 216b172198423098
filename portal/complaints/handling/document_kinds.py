"""What a document really is, told by its content; its name and its sender are not asked."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import puremagic

_HEAD = 4096
_LONGEST_MIMETYPE = 200
_MACROS = re.compile(r"vbaProject\.bin$|^Basic/|^Scripts/", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document that may be attached; the first extension is given to a nameless one."""

    code: str
    content_type: str
    extensions: tuple[str, ...]
    is_this: Callable[[bytes], bool]


def kind_of(content: bytes, allowed: Iterable[str]) -> DocumentKind | None:
    """Return the kind of this content among those allowed, or None."""
    codes = frozenset(allowed)
    return next((kind for kind in KINDS if kind.code in codes and kind.is_this(content)), None)


def _has_magic(content_type: str) -> Callable[[bytes], bool]:
    def is_this(content: bytes) -> bool:
        try:
            found = puremagic.magic_string(content[:_HEAD])
        except (puremagic.PureError, ValueError):
            return False
        return any(match.mime_type == content_type for match in found)

    return is_this


def _is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-")


def _is_heic(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS


def _is_word(content: bytes) -> bool:
    parts = _parts(content)
    return "word/document.xml" in parts and "[Content_Types].xml" in parts and _is_inert(parts)


def _is_open_document(content: bytes) -> bool:
    parts = _parts(content)
    if "mimetype" not in parts or "content.xml" not in parts or not _is_inert(parts):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("mimetype") as mimetype:
        return mimetype.read(_LONGEST_MIMETYPE) == b"application/vnd.oasis.opendocument.text"


def _parts(content: bytes) -> frozenset[str]:
    """Return the names inside an archive; nothing is unpacked, so a bomb stays shut."""
    if not content.startswith(b"PK\x03\x04"):
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError):
        return frozenset()


def _is_inert(parts: Iterable[str]) -> bool:
    return not any(_MACROS.search(part) for part in parts)


def _is_text(content: bytes) -> bool:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return _CONTROLS.search(content.decode(encoding)) is None
        except UnicodeDecodeError:
            continue
    return False


KINDS = (
    DocumentKind("pdf", "application/pdf", ("pdf",), _is_pdf),
    DocumentKind("jpeg", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), _has_magic("image/jpeg")),
    DocumentKind("png", "image/png", ("png",), _has_magic("image/png")),
    DocumentKind("heic", "image/heic", ("heic", "heif"), _is_heic),
    DocumentKind(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ("docx",),
        _is_word,
    ),
    DocumentKind("odt", "application/vnd.oasis.opendocument.text", ("odt",), _is_open_document),
    DocumentKind("txt", "text/plain", ("txt", "text", "md", "csv"), _is_text),
)
