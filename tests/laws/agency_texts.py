"""The files of agency_configs/ and every text in them, for the laws."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from portal.agencies.settings.fields import Words
from portal.agencies.settings.reader import Configuration, read_folder
from portal.agencies.settings.schema import AgencySettings

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
