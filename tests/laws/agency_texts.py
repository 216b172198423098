"""The files of agency_configs/ and every text in them, for the laws."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from pydantic import BaseModel

from portal.agencies.settings.fields import Words
from portal.agencies.settings.reader import Configuration, read_folder
from portal.agencies.settings.schema import AgencySettings
from portal.domain.text import Text

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "agency_configs"
FILES = sorted(FOLDER.glob("*.yaml"))
CODES = [file.stem for file in FILES if file.stem != "_portal"]


@cache
def configuration() -> Configuration:
    """Read the whole folder once, when the first test asks for it."""
    return read_folder(FOLDER)


def agencies() -> list[AgencySettings]:
    """Return the settings of all sound agencies."""
    return list(configuration().agencies.values())


def named_texts(settings: object, key: str = "") -> Iterator[tuple[str, Words]]:
    """Yield every text for people in the settings, however deep, with the key it stands under."""
    if isinstance(settings, Words):
        yield key, settings
    elif isinstance(settings, BaseModel):
        for name, value in settings:
            yield from named_texts(value, name)
    elif isinstance(settings, tuple | dict):
        for value in settings.values() if isinstance(settings, dict) else settings:
            yield from named_texts(value, key)


def texts_of(settings: object) -> Iterator[Words]:
    """Yield every text for people in the settings, however deep."""
    return (words for _, words in named_texts(settings))


def texts_of_plugins() -> Iterator[tuple[str, Text]]:
    """Yield every text that the bundled plugins hold, with whose it is."""
    for file in sorted((ROOT / "plugins").glob("[a-z]*.py")):
        for value in vars(import_module(f"plugins.{file.stem}")).values():
            yield from ((file.stem, text) for text in _texts_in(value))


def _texts_in(value: object) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _texts_in(getattr(value, field.name))
    elif isinstance(value, tuple | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(part)
