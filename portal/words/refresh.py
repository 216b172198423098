"""`python -m portal.words.refresh`: bring the English .po file up to date with the code.

Every French text found in Python code and templates gets its place, texts no longer used leave,
and translations stay. Entries are in alphabetical order and without line numbers, so that two
people's changes merge. What still needs a translation is listed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from portal.words.catalogue import ENGLISH

PORTAL = Path(__file__).parents[1]
_METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
# A template that cannot be read must stop the refresh: skipped, its translations would be lost.
_TEMPLATES = {"silent": "false", "newstyle_gettext": "true", "trimmed": "true"}
_OPTIONS = {"**.html": _TEMPLATES, "**.txt": _TEMPLATES}
# Without dates and names, which two people's refreshes would set differently.
_HEADING = b"""msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "to_translate": None,
    "sentence": None,
    "ngettext": (1, 2),
    "gettext_in": (2,),
    "ngettext_in": (2, 3),
}


_Text = str | tuple[str, ...]


def texts_in_use(folder: Path = PORTAL) -> Iterator[tuple[str, _Text]]:
    """Yield each text of the code below `folder`, with the name of the file that uses it."""
    extracted = extract_from_dir(
        folder,
        method_map=_METHODS,
        options_map=_OPTIONS,
        keywords=_KEYWORDS,
        strip_comment_tags=True,
    )
    for file_name, _line, message, _comments, _context in extracted:
        yield file_name, message


def refreshed(english: Catalog, folder: Path = PORTAL) -> Catalog:
    """Return the catalogue of the texts in use, with the translations that `english` has."""
    fresh = Catalog(locale="en", charset="utf-8", fuzzy=False, header_comment="")
    for _file_name, text in texts_in_use(folder):
        fresh.add(text, _translation(english, text))
    return fresh


def untranslated(catalogue: Catalog) -> list[str]:
    """Return the French texts that have no English ones, in alphabetical order."""
    return sorted(_first(message.id) for message in messages(catalogue) if not _is_done(message))


def messages(catalogue: Catalog) -> list[Message]:
    """Return the entries of the catalogue without its heading."""
    return [message for message in catalogue if message.id]


def read_english(path: Path = ENGLISH) -> Catalog:
    """Return what the English .po file holds."""
    with path.open("rb") as po_file:
        return read_po(po_file, locale="en")


def write_english(catalogue: Catalog, path: Path = ENGLISH) -> None:
    """Write the .po file at one stroke, so that nobody reads half of it."""
    half = path.with_suffix(".po.new")
    with half.open("wb") as po_file:
        po_file.write(_HEADING)
        write_po(po_file, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)
    half.replace(path)


def _translation(english: Catalog, text: _Text) -> _Text | None:
    translated = english.get(_first(text))
    if translated is None or isinstance(translated.id, str) != isinstance(text, str):
        return None
    return (
        translated.string if isinstance(translated.string, str) else tuple(translated.string or ())
    )


def _is_done(message: Message) -> bool:
    forms = [message.string] if isinstance(message.string, str) else message.string or []
    return bool(forms) and all(forms)


def _first(text: _Text | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


def main() -> None:
    """Refresh the English .po file and list what it lacks."""
    catalogue = refreshed(read_english())
    write_english(catalogue)
    for text in untranslated(catalogue):
        sys.stdout.write(f"to translate: {text}\n")


if __name__ == "__main__":
    main()
