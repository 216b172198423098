"""The block on how easy filing was, by agency and by language; few answers are hidden."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portal.domain.actor import PORTAL
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import TOTAL, Place
from portal.domain.text import Text
from portal.features.ease.queries import Said, said_between
from portal.features.ease.rules import Cut, Ease
from portal.pages.current import gettext, runtime
from portal.reporting import texts
from portal.reporting.counts.grids import Grid
from portal.reporting.figures import Reading
from portal.reporting.tables.blocks import (
    Block,
    Cell,
    Column,
    Group,
    Line,
    agency_column,
    count_cell,
    hidden,
    nothing,
    ranked_groups,
)
from portal.words.catalogue import gettext_in, to_translate

_LANGUAGES = {"fr": to_translate("En français"), "en": to_translate("En anglais")}


@dataclass(frozen=True)
class EaseCounts:
    """What was said in the parts of one cut, and which numbers of it are shown."""

    said: Grid

    @classmethod
    def of(cls, said: Iterable[Said], cut: Cut, parts: Iterable[str]) -> EaseCounts:
        """Gather what was said in these parts of a cut."""
        counts: dict[Place, int] = {(part, answer.value): 0 for part in parts for answer in Ease}
        for answered in said:
            place = (answered.value, answered.answer)
            if answered.cut == cut and place in counts:
                counts[place] += answered.n
        return cls(Grid.of(counts, is_public=True))

    def n(self, part: str) -> int | None:
        """Return how many said something, or None where they are few."""
        return self.said.n(part)

    def share(self, part: str, ease: Ease) -> Share | None:
        """Return how many said this among those who did, or None where it tells of a few."""
        count, n = self.said.n(part, ease.value), self.n(part)
        return None if count is None or n is None else Share(count, n)


def ease(reading: Reading) -> Block:
    """How easy filing was said to be, with how many said so."""
    period = reading.asked.period
    said = runtime().read(PORTAL, said_between, period.first_day, period.last_day)
    counts = EaseCounts.of(said, Cut.AGENCY, [agency.code for agency in reading.agencies])
    return Block(
        code="facilite",
        title=_title(counts),
        unit=gettext(
            "Réponses à « Était-ce facile? », sur la page de ce qui est envoyé, %(period)s.",
            period=texts.in_sentence(period),
        ),
        first=agency_column(),
        columns=(
            Column(gettext("Réponses"), is_sorted=True),
            *(Column(gettext(words), "%") for words in _COLUMNS.values()),
        ),
        groups=(
            *ranked_groups(
                reading.agencies,
                lambda name, code: _line(name, counts, code),
                lambda code: (-(counts.n(code) or 0),),
                size=counts.n,
                apart=gettext("Moins de 30 réponses : affichées, mais pas classées"),
            ),
            *_by_language(reading, said),
        ),
        definition="facilite",
        note=gettext(
            "Un nombre de 1 à 4 réponses n’est montré à personne, pas même à l’organisme."
        ),
    )


_COLUMNS: dict[Ease, str] = {
    Ease.YES: to_translate("Oui"),
    Ease.PARTLY: to_translate("En partie"),
    Ease.NO: to_translate("Non"),
}


def _by_language(reading: Reading, said: Iterable[Said]) -> tuple[Group, ...]:
    """Return the two languages, to whoever sees every agency: they are not counted by agency."""
    if {agency.code for agency in runtime().agencies} - {one.code for one in reading.agencies}:
        return ()
    counts = EaseCounts.of(said, Cut.LANGUAGE, _LANGUAGES)
    lines = (
        _line(Text(words, gettext_in("en", words)), counts, language)
        for language, words in _LANGUAGES.items()
    )
    return (Group(tuple(lines), gettext("Par langue")),)


def _line(name: Text, counts: EaseCounts, part: str) -> Line:
    shares = (_share(counts.share(part, ease)) for ease in Ease)
    return Line(name, (count_cell(counts.n(part)), *shares))


def _share(share: Share | None) -> Cell:
    """Show a share, or that it is hidden, or that nobody said anything."""
    if share is None:
        return hidden()
    if share.value is None:
        return nothing()
    return Cell(texts.share(share), share.percent)


def _title(counts: EaseCounts) -> str:
    share = counts.share(TOTAL, Ease.YES)
    if share is None or share.value is None:
        return gettext("Trop peu de réponses sur la facilité pour cette période")
    return gettext(
        "%(share)s de ceux qui répondent ont trouvé facile de porter plainte",
        share=texts.share(share),
    )
