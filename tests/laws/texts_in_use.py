"""The texts of the portal, in both languages, for the laws of its words."""

import re
from functools import cache

from portal.words.refresh import messages, read_english, texts_in_use


def forms(text: object) -> list[str]:
    """Return the singular and the plural of a text, or the text alone."""
    return [text] if isinstance(text, str) else [str(form) for form in text or ()]  # type: ignore[attr-defined]


@cache
def in_use() -> list[tuple[str, object]]:
    """Return every text of the code, which takes a while to find, and the file that it is in."""
    return list(texts_in_use())


def french() -> list[tuple[str, str]]:
    return [(file_name, form) for file_name, text in in_use() for form in forms(text)]


def english() -> list[str]:
    return [form for message in messages(read_english()) for form in forms(message.string)]


@cache
def translated() -> dict[str, list[str]]:
    """Return the English forms of each French text, by its first form."""
    return {forms(message.id)[0]: forms(message.string) for message in messages(read_english())}


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?:;])\s+", re.sub(r"<[^>]+>", " ", text))
