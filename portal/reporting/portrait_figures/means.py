"""The page of what can make a figure look better: who does it, how often, and beside which rate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from portal.agencies.agency import Agency
from portal.domain.figures.buckets import LATE, PROMPT, UNTOLD
from portal.domain.figures.means import SHARES, Means, Rated, marks
from portal.domain.figures.measures import Measure
from portal.domain.figures.published import Bounds
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import FEWEST
from portal.domain.text import Text
from portal.pages.current import gettext, runtime
from portal.reporting import texts
from portal.reporting.figures import Reading
from portal.reporting.tables.blocks import (
    Block,
    Cell,
    Column,
    Group,
    Line,
    agency_column,
    count_cell,
    days_cell,
    ranked_groups,
    share_cell,
)
from portal.reporting.tables.marks import bounds_words, mark_words, marked
from portal.reporting.tables.rates import OF_MEANS, rate_cell, rate_in
from portal.words.catalogue import to_translate

NAMES: dict[Means, str] = {
    Means.EXTENSIONS: to_translate("Prolongations"),
    Means.PAUSES: to_translate("Arrêts du délai"),
    Means.LATE_TRANSFERS: to_translate("Transferts tardifs"),
    Means.SECOND_ANSWERS: to_translate("Secondes réponses"),
    Means.HOLLOW_ANSWERS: to_translate("Réponses sans contenu propre"),
    Means.SPLITS: to_translate("Plaintes divisées"),
    Means.WITHDRAWALS: to_translate("Retraits"),
    Means.UNANSWERED: to_translate("Fermées sans réponse"),
    Means.RECLASSIFIED: to_translate("Reclassées"),
    Means.WRITTEN_LATE: to_translate("Inscrites tard"),
    Means.UNCONFIRMED: to_translate("Contacts non confirmés"),
}
ANCHORS: dict[Means, str] = {
    Means.EXTENSIONS: "prolongations",
    Means.PAUSES: "arrets",
    Means.LATE_TRANSFERS: "transferts-tardifs",
    Means.SECOND_ANSWERS: "secondes-reponses",
    Means.HOLLOW_ANSWERS: "sans-contenu",
    Means.SPLITS: "divisees",
    Means.WITHDRAWALS: "retraits",
    Means.UNANSWERED: "sans-reponse",
    Means.RECLASSIFIED: "reclassees",
    Means.WRITTEN_LATE: "inscrites-tard",
    Means.UNCONFIRMED: "contacts-non-confirmes",
}


def means(reading: Reading) -> Block:
    """How often each agency does what can make a figure look better."""
    return Block(
        code="embellir",
        title=_title(reading, reading.agencies),
        unit=gettext(
            "Part et nombre, %(period)s. En gras : beaucoup plus que les autres organismes."
            " Rien de ceci n’est une faute en soi.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=agency_column(),
        columns=tuple(
            Column(gettext(name), "%", definition=ANCHORS[kind], has_part=True)
            for kind, name in NAMES.items()
        ),
        groups=ranked_groups(
            reading.agencies,
            lambda name, code: _line(reading, name, code),
            lambda code: (-len(_used(reading).get(code, ())), -_most(reading, code)),
        ),
        definition="embellir",
        is_wide=True,
    )


def public_means(reading: Reading, only: Agency | None = None) -> Block:
    """The same for everybody: what is published of it, in words where it is little."""

    agencies = (only,) if only else reading.agencies

    def line(name: Text, code: str) -> Line:
        return Line(name, tuple(rate_cell(reading, rate, code) for rate in OF_MEANS.values()))

    return Block(
        code="embellir",
        title=_title(reading, agencies),
        unit=gettext(
            "Part, %(period)s. Rien de ceci n’est une faute en soi.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=agency_column(),
        columns=tuple(
            Column(gettext(NAMES[kind]), "%", definition=ANCHORS[kind]) for kind in OF_MEANS
        ),
        groups=ranked_groups(
            agencies,
            line,
            lambda code: (-len(reading.marks.get(code, ())), -_most(reading, code)),
        ),
        definition="embellir",
        is_wide=True,
    )


def _used(reading: Reading) -> Mapping[str, Mapping[Means, Share]]:
    """Return what is done far more than by others, of the complaints that the page is narrowed to.

    Whoever looks at one agency alone sees how it stands beside all.
    """
    return reading.once(_marks_of_page) if reading.asked.narrowing.chosen else reading.marks


def _marks_of_page(reading: Reading) -> Mapping[str, Mapping[Means, Share]]:
    return marks(reading.by_agency)


def _line(reading: Reading, name: Text, code: str) -> Line:
    figures, used = reading.figures(code), _used(reading).get(code, {})
    return Line(name, tuple(_cell(SHARES[kind](figures), is_strong=kind in used) for kind in NAMES))


def _cell(share: Share, *, is_strong: bool) -> Cell:
    cell = share_cell(share, is_strong=is_strong)
    if cell.value is None:
        return cell
    return replace(cell, words=f"{cell.words} ({texts.number(share.part)})", part=share.part)


def _most(reading: Reading, code: str) -> float:
    return max((share.value or 0 for share in _used(reading).get(code, {}).values()), default=0)


def _title(reading: Reading, agencies: Sequence[Agency]) -> str:
    shown, all_used = {agency.code: agency for agency in agencies}, _used(reading)
    found = [
        (share.part / share.n, code, kind)
        for code, used in all_used.items()
        for kind, share in used.items()
        if code in shown
    ]
    if found:
        _, code, kind = max(found)
        words = mark_words(kind, all_used[code][kind])
        return gettext("%(agency)s : %(words)s", agency=texts.short_name(shown[code]), words=words)
    if len(agencies) == 1:
        return _title_of_one(reading, agencies[0])
    return gettext("Aucun organisme ne fait beaucoup plus que les autres ce qui embellit")


def _title_of_one(reading: Reading, agency: Agency) -> str:
    """Say that an agency stands out in nothing, and what it does most."""
    told = dict(_told(reading, agency.code))
    name = texts.short_name(agency)
    if not told:
        return gettext("%(agency)s : rien de bien plus fréquent que chez les autres", agency=name)
    return gettext(
        "%(agency)s : rien de bien plus fréquent que chez les autres; le plus : %(words)s",
        agency=name,
        words=bounds_words(*max(told.items(), key=lambda one: one[1].least / one[1].n)),
    )


def _told(reading: Reading, code: str) -> Iterator[tuple[Means, Bounds]]:
    """Tell how often an agency uses each means, where that is known and more than never."""
    for kind in OF_MEANS if reading.is_public else SHARES:
        rate = OF_MEANS.get(kind)
        if reading.is_public and rate is not None:
            known = rate_in(reading, rate, code)
        else:
            known = Bounds.exact(SHARES[kind](reading.figures(code)))
        if known is not None and known.is_told and known.most:
            yield kind, known


def second_answers(reading: Reading) -> Block:
    """How long it took until the last answer, where there were several."""
    whole = reading.whole
    first, last = whole.days.median, whole.days_to_last.median
    return Block(
        code="dernieres",
        title=gettext(
            "Délai médian jusqu’à la dernière réponse : %(last)s, et %(first)s jusqu’à la première",
            last=texts.days(last),
            first=texts.number(first),
        )
        if first is not None and last is not None
        else gettext("Aucune réponse à compter jusqu’à la dernière"),
        unit=gettext(
            "Jours ouvrables, %(period)s. Une réponse promise de nouveau, après une reprise ou une"
            " révision, est due à sa propre date.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=agency_column(),
        columns=(
            Column(gettext("Réponses"), is_sorted=True, is_n=True),
            Column(gettext("Répondues plus d’une fois")),
            Column(gettext("Médiane, première"), gettext("jours ouvrables")),
            Column(gettext("Médiane, dernière"), gettext("jours ouvrables")),
            Column(gettext("Promises de nouveau")),
            Column(gettext("À temps"), "%"),
        ),
        groups=ranked_groups(
            reading.agencies,
            lambda name, code: _answers_line(reading, name, code),
            lambda code: (-reading.figures(code).days.n,),
        ),
        definition=ANCHORS[Means.SECOND_ANSWERS],
        is_wide=True,
    )


def _answers_line(reading: Reading, name: Text, code: str) -> Line:
    figures = reading.figures(code)
    first, last = (days_cell(days.median) for days in (figures.days, figures.days_to_last))
    cells = (
        count_cell(figures.days.n),
        count_cell(figures.count(Measure.ANSWERED_ONCE)),
        marked(reading, first, code, Rated.DAYS),
        marked(reading, last, code, Rated.DAYS_TO_LAST),
        count_cell(figures.second_kept.n),
        share_cell(figures.second_kept),
    )
    return Line(name, cells)


def transfer_pairs(reading: Reading) -> Block:
    """From which agency to which complaints went, and how soon."""
    pairs = sorted(_pairs(reading), key=lambda pair: (-pair[2][LATE], -sum(pair[2]), pair[:2]))
    return Block(
        code="envois",
        title=_pairs_title(pairs),
        unit=gettext(
            "Plaintes remises, %(period)s. À temps : proposées dans les 2 jours ouvrables.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=gettext("De qui à qui"),
        columns=(
            Column(gettext("Remises")),
            Column(gettext("Dans les 2 jours"), "%"),
            Column(gettext("Plus tard"), is_sorted=True),
            Column(gettext("Moment non noté")),
        ),
        groups=(Group(tuple(map(_pair_line, pairs))),) if pairs else (),
        definition=ANCHORS[Means.LATE_TRANSFERS],
        is_wide=True,
    )


_Pair = tuple[str, str, tuple[int, int, int]]


def _pairs(reading: Reading) -> Iterator[_Pair]:
    for code, figures in reading.by_agency.items():
        for to, soon in figures.sent.items():
            yield code, to, (soon.get(PROMPT, 0), soon.get(LATE, 0), soon.get(UNTOLD, 0))


def _pair_line(pair: _Pair) -> Line:
    sender, receiver, (prompt, late, untold) = pair
    cells = (
        count_cell(prompt + late + untold),
        share_cell(Share(prompt, prompt + late)),
        count_cell(late),
        count_cell(untold),
    )
    return Line(_pair_name(sender, receiver), cells)


def _pair_name(sender: str, receiver: str) -> Text:
    names = [texts.short_text(runtime().agencies.agency(code)) for code in (sender, receiver)]
    return Text(*(" → ".join(name.in_(language) for name in names) for language in ("fr", "en")))


def _pairs_title(pairs: list[_Pair]) -> str:
    told = sum(prompt + late for *_, (prompt, late, _) in pairs)
    if not told:
        return gettext("Aucun transfert dont le moment est noté")
    late = sum(late for *_, (_, late, _) in pairs)
    sender, receiver, (_, most, _) = pairs[0]
    share = texts.share(Share(told - late, told))
    if most < FEWEST:
        return gettext(
            "%(share)s des transferts sont partis dans les 2 jours ouvrables", share=share
        )
    return gettext(
        "%(share)s des transferts sont partis à temps; les retards vont surtout de %(pair)s",
        share=share,
        pair=texts.words_of(_pair_name(sender, receiver)),
    )
