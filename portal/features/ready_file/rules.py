"""How documents are called in the archive: as every system that opens it can write them."""

from __future__ import annotations

import re

# What Windows has in no name of a file.
_NOWHERE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')


def name_in_archive(rank: int, name: str) -> str:
    """Return the name of a document as Windows, macOS and Linux can all write it.

    Its rank begins it: no name is taken twice, nor is one that Windows keeps for a device, such
    as CON.
    """
    return f"{rank:02} {_NOWHERE.sub('-', name)}".rstrip(". ")
