"""Codes in a settings file: each is used once, and those that are spoken of exist."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

from portal.agencies.files.mistakes import Mistake, did_you_mean
from portal.agencies.files.places import Place
from portal.words.catalogue import Sentence, sentence, to_translate

AGENCY = to_translate("il n’y a pas d’organisme « %(code)s »%(meant)s")
CATEGORY = to_translate("il n’y a pas de catégorie « %(code)s »%(meant)s")
COMMON_RECOURSE = to_translate("il n’y a pas de recours commun « %(code)s »%(meant)s")
DATE_QUESTION = to_translate("il n’y a pas de question de sorte date « %(code)s »%(meant)s")
RECOURSE = to_translate("il n’y a pas de recours « %(code)s »%(meant)s")
THEME = to_translate("il n’y a pas de thème « %(code)s »%(meant)s")
UNIT = to_translate("il n’y a pas d’unité « %(code)s »%(meant)s")

_LONGEST_CODE = 40
RESERVED = frozenset({"new", "nouveau", "alarms", "alertes"})
"""Words that stand where an agency's code does in addresses."""


def codes_of(coded: Place, key: str = "code") -> list[str]:
    """Return the codes in a list of groups; a recourse may also stand there as its mere code."""
    return [code.text for code in _coded(coded, key) if code.text is not None]


def unique(coded: Place, key: str = "code") -> Iterator[Mistake]:
    """Yield a mistake for each code that stands a second time in a list."""
    first: dict[str, int] = {}
    for code in _coded(coded, key):
        if code.text is None:
            continue
        if code.text in first:
            yield code.mistake(
                sentence(
                    "« %(code)s » est déjà utilisé à la ligne %(line)s",
                    code=code.text,
                    line=first[code.text],
                )
            )
        first.setdefault(code.text, code.node.line)


def exists(code: Place, known: Collection[str], none: str) -> Iterator[Mistake]:
    """Yield a mistake if `code` is not one of the known ones; `none` says that there is none."""
    if code.text is not None and code.text not in known:
        facts = (("code", code.text), ("meant", did_you_mean(code.text, known)))
        yield code.mistake(Sentence(none, facts))


def code_of(name: str, taken: Collection[str]) -> str:
    """Return a code that is not taken, made of a name: borne_en_panne for "Borne en panne"."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    code = re.sub(r"[^a-z0-9]+", "_", plain).strip("_").lstrip("0123456789_")[: _LONGEST_CODE - 4]
    code = code.strip("_") or "sujet"
    ranks = (f"{code}_{rank}" for rank in range(2, len(taken) + 3))
    return (
        code
        if code not in taken
        else next(candidate for candidate in ranks if candidate not in taken)
    )


def _coded(coded: Place, key: str) -> Iterable[Place]:
    return (place.at(key) if place.keys else place for place in coded.items)
