"""What a text to a complainant still leaves to be written: lines of its model, and marks in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import zip_longest

from portal.domain.letter import paragraphs_of

_LISTED = ("-", "–", "•", "*", "1")

# What stands for something else, in either language: « [date] », « [Nom de la personne] ».
_STANDS_FOR = (
    r"dates?|your|votre|jour|day|heure|time|mois|month|année|year|noms?|name|prénom"
    r"|first name|titre|title|montant|amount|somme|sum|numéro|number|adresse|address"
    r"|courriel|e-?mail|téléphone|phone|lieu|place|ville|city|motifs?|reasons?|raisons?"
    r"|organisme|agency|service|unité|unit"
    r"|personne|person|signature|délai|deadline|à (?:compléter|remplir|préciser|insérer)"
    r"|compléter|préciser|insérer|inscrire|écrire|insert|enter|fill in|complete|to be completed"
)
_BRACKETS = re.compile(r"\[[^\[\]\n]{1,80}\]")
_PLACE = re.compile(rf"\[\s*(?:{_STANDS_FOR})\b[^\]]*\]", re.IGNORECASE)
# Words that another has to follow: dots after them stand for it; those of « il attend ... » do not.
_BEFORE_A_WORD = (
    r"l[ea]s?|l’|l'|du|des?|d’|d'|aux?|à|une?|votre|vos|par|pour|dans|en|chez|avec|n°|no|numéro"
    r"|m\.|mm\.|mme|bonjour|madame|monsieur"
    r"|the|an?|of|on|at|in|by|for|to|with|your|number|mr\.?|ms\.?|mrs\.?|dear|hello|:"
)
_MARKS = re.compile(
    r"_{3,}|\.{6,}|…{2,}"  # a line to write on
    rf"|(?<![\w’'])(?:{_BEFORE_A_WORD})\s*(?<=[\s’':])(?:…|\.{{3,}})(?!\w)"
    r"|(?<![\w-])X{2,}(?![\w-])"
    r"|(?<!\w)X{2,}(?=-[X\d])|(?<=[X\d]-)X{2,}(?!\w)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(?:annexe|chapitre|livre|partie|tome|volume|appendix|book|chapter|part)\s+XX+\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"«[^«»\n]*»|“[^“”\n]*”|\"[^\"\n]*\"|\((?:…|\.{3})\)|\betc\.?\s*(?:…|\.{3})")
_OF_ADDRESSES = ("://", "www.", "@")


def left_blank(text: str, models: Collection[str]) -> list[str]:
    """Return the lines of models that ask for words, and have none in `text`.

    Such a line ends its paragraph with a colon, and no list follows it. It has none where the next
    line is one of the models too, or where the text ends.
    """
    written = _lines(text)
    lines = {line for model in models for line in _lines(model)}
    asking = {line for model in models for line in _asking(model)}
    return [
        line
        for line, following in zip_longest(written, written[1:])
        if line in asking and (following is None or following in lines)
    ]


def unfilled_lines(text: str, models: Collection[str]) -> list[str]:
    """Return the lines of `text` with a mark that stands for what is still to be written.

    Such marks are « [date] », « [nom] », « le … », « XX » and « ____ », and whatever a model has in
    brackets. Nothing that is quoted or of an address is one, nor a number such as « annexe XX ».
    """
    of_models = {
        mark for line in map(_lines, models) for mark in _BRACKETS.findall("\n".join(line))
    }
    return [line for line in _lines(text) if _has_mark(line, of_models)]


def _has_mark(line: str, of_models: Collection[str]) -> bool:
    said = _NUMBERED.sub(" - ", _QUOTED.sub(" - ", line))
    said = " ".join("-" if _is_address(word) else word for word in said.split())
    if any(mark in of_models or _PLACE.fullmatch(mark) for mark in _BRACKETS.findall(said)):
        return True
    return _MARKS.search(_BRACKETS.sub(" - ", said)) is not None


def _is_address(word: str) -> bool:
    return any(sign in word for sign in _OF_ADDRESSES)


def _asking(model: str) -> Iterator[str]:
    paragraphs = [_lines(paragraph) for paragraph in paragraphs_of(model)]
    for paragraph, following in zip_longest(paragraphs, paragraphs[1:], fillvalue=[""]):
        if paragraph and paragraph[-1].endswith(":") and not following[0].startswith(_LISTED):
            yield paragraph[-1]


def _lines(text: str) -> list[str]:
    """Return the lines that say something; a space that keeps words together is any other."""
    return [words for line in text.splitlines() if (words := " ".join(line.split()))]
