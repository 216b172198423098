"""Taking out of a text what would tell who somebody is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct

from portal.domain.contact_shapes import Shape, spans_of
from portal.domain.spellings import (
    Spelling,
    contact_spellings,
    joined_words,
    name_spellings,
    patterns_in,
)

MASK = "[…]"
_NAME_WORD = re.compile(r"\w{3,}")
_ACCENTED = re.compile(r"[^\x00-\x7f]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_AROUND = 20
_TITLE_AT_MOST = 12
_TITLE = re.compile(r"\b(?:m|mme|mlle|mr|mrs|ms|me|dre?|madame|monsieur)\.?\s+$", re.IGNORECASE)


def seen(text: str) -> str:
    """Return `text` as it is seen: composed, without the signs that show nothing."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def plain(text: str) -> str:
    """Return `text` without accents, letter by letter."""
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFC", text)
    return _ACCENTED.sub(lambda letter: unicodedata.normalize("NFD", letter[0])[0], composed)


def without_names(text: str, names: Iterable[str | None]) -> str:
    """Return `text` with each word of these names masked, whatever its case and its accents.

    So is its plural. Signs that nobody sees, such as a soft hyphen, hide no word.
    Particles of two letters, such as « de », stay: they tell nobody.
    """
    every = (plain(seen(name)) for name in names if name)
    return _masked(text, (spelling for name in every for spelling in name_spellings(name)))


def without_contacts(text: str, contacts: Iterable[str | None]) -> str:
    """Return `text` with these addresses and telephone numbers masked, however they are spaced.

    So is a part that tells them: number and street, a postal code, the last seven digits.
    """
    every = (plain(seen(contact)) for contact in contacts if contact and contact.strip())
    return _masked(text, (spelling for one in every for spelling in contact_spellings(one)))


def without_shapes(
    text: str, shapes: Collection[Shape], published: frozenset[str] = frozenset()
) -> str:
    """Return `text` with whatever looks like one of these masked, whoever it belongs to.

    What is `published` is left: it belongs to an agency.
    """
    composed = seen(text)
    spans = spans_of(plain(composed), shapes, published) if shapes else ()
    return _cut(text, composed, spans)


class Hidden(Struct, frozen=True):
    """Names, ways to reach somebody, and what looks like any, that nobody is to read in a text.

    What is `published` only looks like one: it is hidden where somebody gave it as theirs.
    """

    names: Sequence[str | None] = ()
    contacts: Sequence[str | None] = ()
    shapes: frozenset[Shape] = frozenset()
    published: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Tell whether it hides anything."""
        return bool(self.names or self.contacts or self.shapes)

    def masked(self, text: str) -> str:
        """Return `text` without any of it."""
        # A name in an address for mail would leave the rest of it, which no shape has any more.
        undeclared = without_contacts(text, self.contacts)
        unreachable = without_shapes(undeclared, self.shapes, self.published)
        return without_names(unreachable, self.names)

    def __or__(self, other: Hidden) -> Hidden:
        """Return what either of the two hides."""
        return Hidden(
            [*self.names, *other.names],
            [*self.contacts, *other.contacts],
            self.shapes | other.shapes,
            self.published | other.published,
        )


def name_said(text: str, names: Iterable[str | None]) -> str | None:
    """Return the first place of `text` where a word of these names stands, with what is around."""
    return _place(text, without_names(text, names))


def name_shown(text: str, names: Iterable[str | None]) -> str | None:
    """Return the first place of `text` where a word of these names stands as names do.

    With a capital, or after a title: among many people, some are called like an ordinary word. It
    takes a time that grows with the text and with the names, and not with both.
    """
    every = [plain(seen(name)) for name in names if name]
    words = {
        word.casefold()
        for name in every
        for word in (*_NAME_WORD.findall(name), *joined_words(name))
    }
    composed = seen(text)
    for match in _NAME_WORD.finditer(plain(composed)):
        word = match[0].casefold()
        if words.isdisjoint({word, word.removesuffix("s")}):
            continue
        before = plain(composed)[max(0, match.start() - _TITLE_AT_MOST) : match.start()]
        if match[0][0].isupper() or _TITLE.search(before):
            return _around(composed, match.start())
    return None


def contact_said(text: str, contacts: Iterable[str | None]) -> str | None:
    """Return the first place of `text` where one of these ways to reach somebody stands."""
    return _place(text, without_contacts(text, contacts))


def _place(text: str, masked: str) -> str | None:
    """Return what stands where a text was masked first, in its line and with a few words around."""
    composed = seen(text)
    at = masked.find(MASK) if masked != text else -1
    if at < 0 or composed[: at + len(MASK)] == masked[: at + len(MASK)]:
        return None
    return _around(composed, at)


def _around(composed: str, at: int) -> str:
    begin = max(0, at - _AROUND)
    place = " ".join(composed[begin : at + 2 * _AROUND].split())
    before = "…" if begin else ""
    return f"{before}{place}{'…' if at + 2 * _AROUND < len(composed) else ''}"


def _masked(text: str, spellings: Iterable[Spelling]) -> str:
    # Found in a copy without accents, which is as long: the same places are cut from the text.
    composed = seen(text)
    bare = plain(composed)
    every = "|".join(patterns_in(bare, spellings))
    if not every:
        return text
    found = re.finditer(every, bare, re.IGNORECASE)
    return _cut(text, composed, (match.span() for match in found))


def _cut(text: str, composed: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text, as it is seen, without these places; itself where there is none."""
    parts, end = [], 0
    for begin, until in spans:
        parts += [composed[end:begin], MASK]
        end = until
    return "".join([*parts, composed[end:]]) if parts else text
