"""What looks like a way to reach somebody, or a number of theirs, wherever a text says it.

A shape is looked for around each number, each sign of an e-mail address and each phrase by which
one says one's name, with a bounded number of signs on both sides: a text takes a time that grows
with its length alone. Texts are read without accents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from enum import Enum, auto

from msgspec import Struct

Span = tuple[int, int]


class Shape(Enum):
    """Something that is known by how it is written."""

    NAME = auto()
    EMAIL = auto()
    PHONE = auto()
    ADDRESS = auto()
    NUMBER = auto()


def spans_of(
    plain: str, shapes: Collection[Shape], published: frozenset[str] = frozenset()
) -> list[Span]:
    """Return where these shapes stand in a text without accents, in order, none in another.

    What is `published`, as `ways_in` spells it, is passed over.
    """
    found = sorted(
        (begin, end)
        for find in _FINDERS
        for begin, end in find(plain, shapes)
        if not published or _spelled(plain[begin:end]) not in published
    )
    kept: list[Span] = []
    for begin, end in found:
        if kept and begin < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((begin, end))
    return kept


_OF_ONE_ALONE = frozenset({Shape.EMAIL, Shape.PHONE})
_BETWEEN = re.compile(r"\W")
_COUNTRY = re.compile(r"1(?=\d{10}(?!\d))")


def ways_in(plain: str) -> frozenset[str]:
    """Return the telephone numbers and e-mail addresses in a text without accents, spelled alike.

    No street or flat: the same ones are in other towns and houses, where somebody lives.
    """
    found = (span for find in _FINDERS for span in find(plain, _OF_ONE_ALONE))
    return frozenset(_spelled(plain[begin:end]) for begin, end in found)


def _spelled(way: str) -> str:
    """Return a way to reach somebody without what only parts its signs, nor the country's code."""
    whole = way.casefold() if "@" in way else _BETWEEN.sub("", way).casefold()
    return whole[1:] if _COUNTRY.match(whole) else whole


def _never(_text: str, _begin: int, _at: int) -> bool:
    return False


class _Around(Struct, frozen=True):
    """A shape around a place: what begins there, what goes before it, and when it is another thing.

    What goes before, `reach` signs at most, is part of it, unless it only tells what follows.
    """

    shape: Shape
    there: re.Pattern[str]
    before: re.Pattern[str]
    is_other: Callable[[str, int, int], bool] = _never
    reach: int = 4
    tells: bool = False

    def span(self, text: str, at: int) -> Span | None:
        """Return where the shape stands around a place, if it does."""
        there = self.there.match(text, at)
        if there is None:
            return None
        begin = max(0, at - self.reach)
        before = self.before.search(text, begin, at)
        if before is None or self.is_other(text, begin, at):
            return None
        return at if self.tells else before.start(), there.end()


def _around(
    shape: Shape,
    before: str,
    there: str,
    is_other: Callable[[str, int, int], bool] = _never,
    reach: int = 4,
    *,
    tells: bool = False,
) -> _Around:
    return _Around(shape, _read(there), _just(before), is_other, reach, tells)


def _read(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _just(pattern: str) -> re.Pattern[str]:
    """Return what finds a pattern that ends where the text that is looked through does."""
    return _read(rf"(?:{pattern})\Z")


_S = r"[ \t\u00a0\u2007\u202f]"
_DASH = r"[\-\u2010-\u2013]"
_SEP = r"[ .\-\u00a0\u2007\u2010-\u2013\u202f]"
_END = r"(?![\w\-])"

# Telephone numbers. Ten digits in a row are a file number, but for the area codes of Canada.
_AREAS = (
    "204|226|236|249|250|263|289|306|343|354|365|367|368|382|403|416|418|428|431|437|438|450|468|"
    "474|506|514|519|548|579|581|584|587|604|613|639|647|672|683|705|709|742|753|778|780|782|807|"
    "819|825|867|873|879|902|905|942"
)
_TEN_DIGITS = (
    rf"(?:[2-9]\d\d\)?{_SEP}{{0,2}}[2-9]\d\d{_SEP}\d{{4}}|(?:{_AREAS})\)?[2-9]\d{{6}})"
    rf"{_END}(?!{_S}?[$€])(?:,?{_S}?(?:poste|ext\.?|x|#){_S}?\d{{1,6}})?"
)
_SEVEN_DIGITS = rf"[2-9]\d\d[.\-\u2010-\u2013]\d{{4}}{_END}"
_ON_THE_PHONE = (
    r"\b(?:tel|telephone|cell|cellulaire|mobile|phone|r?appele[rz]|(?:re)?joindre|call|text|reach)\b"
    r"[^\d\n]{0,30}"
)

# Addresses. A number that stands after one of these words is a date, an hour, a line of a bus.
_MONTHS = (
    "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|"
    "january|february|march|april|may|june|july|august|september|october|november|december"
)
_NO_HOUSE = _just(
    rf"\b(?:{_MONTHS}|km|autobus|bus|metro|ligne|circuit|parcours|route|autoroute|sortie|exit|line|"
    rf"article|dossier){_S}|\d{_S}?(?:h|heures?){_S}?|\b\d{{1,3}}{_S}|\d[.,:/\-]|\${_S}?"
)
_WORD_BEFORE = 14
_YEAR = _read(r"(?:19|20)\d\d(?!\d)")
_BEFORE_A_YEAR = _just(rf"\b(?:en|in|of|since|depuis|before|after|avant|apres|annee|year){_S}")
_HOUSE = rf"(?:\d{{1,5}}{_DASH})?\d{{1,5}}(?:{_S}?1/2|{_DASH}?[a-h])?(?!\w),?{_S}{{1,2}}"
_SMALL = rf"(?:(?:de|du|des|la|le|les|of|the){_S}|[dl]['’]){{0,3}}"
_WORD = r"\w(?:[\w'’.\-]{0,40}\w)?"
_CAPITAL = r"(?-i:[A-Z0-9])(?:[\w'’.\-]{0,40}\w)?"
_STREET = (
    "rue|avenue|av|ave|boulevard|boul|blvd|bd|chemin|ch|impasse|allee|terrasse|croissant|ruelle|"
    "promenade|montee|rang"
)
_NOT_FROM_HERE = r"(?!d['’]ici\b|de chez\b)"
_PLACE = "route|rte|place|pl|cote|cours|square|quai|voie|carre|domaine|esplanade"
_NO_STREET = (
    r"(?!(?:hour|minute|day|week|month|year|metre|meter|foot|feet|car|people|person|other|more|"
    r"the|of|on|in|at|time|side|dead|one)s?\b)"
)
_ADDRESSES = (
    rf"{_HOUSE}(?:{_STREET})\b\.?{_S}{_NOT_FROM_HERE}{_SMALL}{_WORD}(?:{_S}{_SMALL}{_CAPITAL}){{0,3}}",
    rf"{_HOUSE}(?:{_PLACE})\b\.?{_S}{_SMALL}{_CAPITAL}(?:{_S}{_SMALL}{_CAPITAL}){{0,3}}",
    rf"{_HOUSE}(?:{_CAPITAL}{_S}){{1,3}}"
    r"(?:street|st|avenue|ave|road|rd|drive|lane|crescent|cres|boulevard|blvd|terrace)\b",
    rf"{_HOUSE}{_NO_STREET}[a-z]{{3,20}}{_S}(?:street|avenue|road|lane|crescent|boulevard)\b",
)
_FLAT = (
    r"(?<!\w)(?:appartement|appart\.?|app\.?|apt\.?|apartment|suite|unite|unit)"
    rf"{_S}?(?:(?:no|n°)\.?{_S}?|#{_S}?)?"
)
_BOX = rf"(?<!\w)(?:c\.{_S}?p\.|(?:case|boite) postale|p\.?{_S}?o\.?{_S}box){_S}?"
_NO_MORE = rf"(?!\w|[.,:/\-]\d|(?:{_S}\d{{3}}){{0,3}}{_S}?(?:[$€%]|h\b|dollars))"
_NO_ROOMS = (
    rf"(?!{_S}?(?:1/2|½|et demie?\b)"
    rf"|{_S}(?:fois|jours?|semaines?|mois|ans?|heures?|days?|weeks?|months?|years?|plaintes?)\b)"
)


def _is_no_house(text: str, begin: int, at: int) -> bool:
    """Tell whether a number is that of a day, an hour, an amount or a bus, not of a house."""
    before = max(0, begin - _WORD_BEFORE)
    if _NO_HOUSE.search(text, before, at):
        return True
    return bool(_YEAR.match(text, at) and _BEFORE_A_YEAR.search(text, before, at))


# Numbers of a person: social insurance, health insurance, driver's licence of Québec.
_BORN = r"\d\d(?:0[1-9]|1[0-2]|5[1-9]|6[0-2])[ \-]?(?:0[1-9]|[12]\d|3[01])\d\d" + _END
_SOCIAL = rf"\d{{3}}[ \-\u00a0]\d{{3}}[ \-\u00a0]\d{{3}}{_END}(?!{_S}?(?:[$€%]|dollars|\d))"
_AFTER_A_NUMBER = _just(r"\d[ \u00a0]|[\w$\-]")


def _is_no_social_number(text: str, begin: int, at: int) -> bool:
    """Tell whether nine digits are an amount, or any number that fails the check of its digits."""
    digits = [int(sign) for sign in text[at : at + 11] if sign.isdigit()]
    doubled = (sum(divmod(digit * (1 + place % 2), 10)) for place, digit in enumerate(digits))
    return sum(doubled) % 10 != 0 or bool(_AFTER_A_NUMBER.search(text, begin, at))


_NUMBERS = (
    _around(Shape.PHONE, r"(?<![\w+\-.,])(?:\+?1[ .\-]?)?\(?", _TEN_DIGITS),
    _around(Shape.PHONE, r"(?<![\w+\-.,])\+?", rf"1{_SEP}?\(?{_TEN_DIGITS}"),
    _around(Shape.PHONE, _ON_THE_PHONE, _SEVEN_DIGITS, reach=44, tells=True),
    *(_around(Shape.ADDRESS, r"(?<![\w+])#?", there, _is_no_house) for there in _ADDRESSES),
    _around(Shape.ADDRESS, _FLAT, rf"\d{{1,5}}[a-z]?{_NO_MORE}{_NO_ROOMS}", reach=20),
    _around(Shape.ADDRESS, _BOX, rf"\d{{1,6}}{_NO_MORE}", reach=17),
    _around(Shape.ADDRESS, r"(?<!\w)[abceghj-nprstvxy]", rf"\d[a-z]{_S}?{_DASH}?\d[a-z]\d(?!\w)"),
    _around(Shape.NUMBER, r"(?<!\w)[a-z][ \-]?", rf"\d{{4}}[ \-]?\d{{6}}[ \-]?\d{{2}}{_END}"),
    _around(Shape.NUMBER, r"(?<!\w)[a-z]{4}", _BORN, reach=5),
    _around(Shape.NUMBER, r"(?<!\w)(?-i:[A-Z]{4})[ \-]", _BORN, reach=6),
    _around(Shape.NUMBER, "", _SOCIAL, _is_no_social_number),
)
_DIGITS = re.compile(r"\d+")

_MAIL = _around(
    Shape.EMAIL,
    rf"[\w.+%'’\-]{{1,64}}{_S}?",
    rf"(?:@|[(\[]{_S}?(?:at|arobase){_S}?[)\]]|arobase\b){_S}?"
    rf"(?:[\w\-]{{1,63}}(?:{_S}?\.{_S}?|{_S}(?:point|dot){_S})){{1,5}}[a-z]{{2,24}}",
    reach=66,
)
_SIGNS_OF_MAIL = _read(rf"@|[(\[]{_S}?(?:at|arobase){_S}?[)\]]|\barobase\b")

_SAYING = ("appelle", "nom ", "soussign", "name is", "undersigned")
_SAYS_A_NAME = _read(
    r"\b(?:je m['’]appelle|mon nom (?:complet )?est|je soussignee?,?|my (?:full )?name is|"
    rf"i, the undersigned,?){_S}{{1,2}}"
)
_CAPITALS = r"(?-i:[A-Z])[\w'’\-]*"
_NAME = _around(
    Shape.NAME,
    "",
    rf"{_CAPITALS}(?:{_S}(?:(?:(?:de|du|des|la|le|van|von){_S}){{0,2}}|d['’]){_CAPITALS}){{0,3}}",
)


def _in_numbers(plain: str, shapes: Collection[Shape]) -> Iterator[Span]:
    return _each(plain, (run.start() for run in _DIGITS.finditer(plain)), _NUMBERS, shapes)


def _in_mail(plain: str, shapes: Collection[Shape]) -> Iterator[Span]:
    # Most texts have none: looking for that first is faster than any pattern.
    lowered = plain.lower()
    if not any(sign in lowered for sign in ("@", "arobase", "at)", "at]")):
        return iter(())
    signs = (sign.start() for sign in _SIGNS_OF_MAIL.finditer(plain))
    return _each(plain, signs, (_MAIL,), shapes)


def _in_names(plain: str, shapes: Collection[Shape]) -> Iterator[Span]:
    lowered = plain.lower()
    if not any(said in lowered for said in _SAYING):
        return iter(())
    places = (said.end() for said in _SAYS_A_NAME.finditer(plain))
    return _each(plain, places, (_NAME,), shapes)


_FINDERS = (_in_numbers, _in_mail, _in_names)


def _each(
    plain: str, places: Iterator[int], looked_for: Collection[_Around], shapes: Collection[Shape]
) -> Iterator[Span]:
    wanted = [one for one in looked_for if one.shape in shapes]
    for at in places:
        yield from (span for one in wanted if (span := one.span(plain, at)) is not None)
