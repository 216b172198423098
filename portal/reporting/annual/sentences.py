"""What a report says of a year, sentence by sentence, made from its figures and nothing else.

A figure that moved is said to have moved only beyond chance. Whoever reads that something is better
reads on which numbers it rests, and what was done to them that others do less.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from portal.domain.figures.breaks import Break, Measured
from portal.domain.figures.changes import Movement
from portal.domain.figures.means import FLATTERS, Rated
from portal.domain.figures.published import Bounds
from portal.domain.figures.small_cells import TOTAL
from portal.reporting.annual.compared import KEPT, MOVED, Compared
from portal.reporting.annual.wording import Wording
from portal.reporting.annual.year import LEVELS, SpanOfDays
from portal.reporting.tables.marks import MARKS

CORRECTED, SETTLED, REOPENED = "corrected", "settled", "reopened"
FOLLOWED, WHOLE_RATING = "followed", "rated_whole"
_IN_LEAD = 3


class Said(Struct, frozen=True):
    """A sentence or two, and whether they tell of something that moved beyond chance."""

    words: str
    moved: bool = False


class Story(Struct, frozen=True):
    """A year of an agency, or of all together, told in a language."""

    compared: Compared
    code: str
    w: Wording

    @property
    def then(self) -> str:
        """Name what the year is compared with, within a sentence."""
        year = str(self.compared.before.period)
        if self.compared.now.is_whole:
            return self.w.gettext("en %(year)s", year=year)
        return self.w.gettext("aux mêmes trimestres de %(year)s", year=year)

    def apart(self, breaks: Sequence[Break]) -> str:
        """Return why a figure is not compared, where breaks of series part it."""
        why = "; ".join(self.w.breaks.whole(one).removesuffix(".") for one in breaks)
        return self.w.gettext(
            "Non comparé à %(year)s, car la série est rompue : %(why)s.",
            year=str(self.compared.before.period),
            why=why,
        )

    def beside(
        self, movement: Movement, moved: dict[Movement, str], before: str, measured: Measured
    ) -> str:
        """Return the sentence that compares with what was `before`, or why nothing does."""
        if self.compared.barred or not before:
            return ""
        if parting := self.compared.parting(measured, self.code):
            return self.apart(parting)
        fitting = moved | {
            Movement.WITHIN_CHANCE: self.w.gettext(
                "À côté de %(before)s %(then)s, l’écart peut venir du hasard seul."
            ),
            Movement.TOO_FEW: self.w.gettext(
                "À côté de %(before)s %(then)s, c’est trop peu pour comparer."
            ),
        }
        return fitting[movement] % {"before": before, "then": self.then}


def of_year(story: Story) -> list[Said]:
    """Return what is said of a year, the most important first."""
    made = (of(story) for of in _ALL)
    return [said for said in made if said is not None]


def lead(said: list[Said]) -> tuple[str, ...]:
    """Return three sentences to read if one reads no other: answers in time, then what moved."""
    first, *others = said
    chosen = [first, *sorted(others, key=lambda one: not one.moved)][:_IN_LEAD]
    return tuple(one.words for one in said if one in chosen)


def kept(story: Story) -> Said:
    """Say how many answers were given in time."""
    w, known = story.w, story.compared.now.rate(KEPT, story.code)
    if known is not None and not known.n:
        return Said(w.gettext("Aucune réponse n’était due."))
    if known is None or not known.is_told:
        return Said(
            w.gettext("La part des réponses données à temps n’est pas publiée : petits nombres.")
        )
    told = w.ngettext(
        "Réponses données dans le délai promis : %(share)s, de %(num)s réponse due.",
        "Réponses données dans le délai promis : %(share)s, de %(num)s réponses dues.",
        known.n,
        share=w.rate(known),
    )
    movement = MOVED[story.compared.rate(KEPT, story.code)]
    moved = {
        Movement.ROSE: w.gettext("C’est mieux que %(before)s %(then)s, au-delà du hasard."),
        Movement.FELL: w.gettext("C’est moins bien que %(before)s %(then)s, au-delà du hasard."),
    }
    before = _told(story, story.compared.before.rate(KEPT, story.code))
    parts = (
        told,
        _partly(story, KEPT),
        story.beside(movement, moved, before, Measured.KEPT),
        _marks(story),
    )
    return Said(_joined(*parts), movement in moved)


def received(story: Story) -> Said:
    """Say how many complaints came."""
    w, n = story.w, story.compared.now.received(story.code)
    if not n.is_exact:
        least = w.sum(n)
        told = w.gettext("Plaintes reçues : %(n)s. Un trimestre au moins est masqué.", n=least)
        return Said(told)
    if not n.n:
        return Said(w.gettext("Aucune plainte n’a été reçue."))
    told = w.ngettext("%(num)s plainte a été reçue.", "%(num)s plaintes ont été reçues.", n.n)
    movement, earlier = (
        story.compared.received(story.code),
        story.compared.before.received(story.code),
    )
    moved = {
        Movement.ROSE: w.gettext("C’est plus que %(before)s %(then)s, au-delà du hasard."),
        Movement.FELL: w.gettext("C’est moins que %(before)s %(then)s, au-delà du hasard."),
    }
    before = w.number(earlier.n) if earlier.is_exact else ""
    return Said(
        _joined(told, story.beside(movement, moved, before, Measured.RECEIVED)), movement in moved
    )


def days(story: Story) -> Said | None:
    """Say how many days answers took."""
    w, now = story.w, story.compared.now
    median, ninth = now.medians(story.code), now.ninths(story.code)
    if median is None:
        return None
    told = w.gettext(
        "Selon le trimestre, la moitié des réponses a pris au plus %(median)s.",
        median=w.days(median),
    )
    if ninth is not None:
        told = w.gettext(
            "Selon le trimestre, la moitié des réponses a pris au plus %(median)s, et neuf sur dix"
            " au plus %(ninth)s.",
            median=w.days(median),
            ninth=w.days(ninth),
        )
    moved, beside = _days_beside(story)
    return Said(_joined(told, beside), moved)


def findings(story: Story) -> Said | None:
    """Say what was found in the complaints that were closed, and what followed."""
    w, known = story.w, story.compared.now.upheld(story.code)
    if known is None or not known.n:
        return None
    told = w.ngettext(
        "De %(num)s plainte fermée, part fondée en tout ou en partie : %(share)s.",
        "De %(num)s plaintes fermées, part fondée en tout ou en partie : %(share)s.",
        known.n,
        share=w.rate(known),
    )
    movement = story.compared.upheld(story.code)
    moved = {
        Movement.ROSE: w.gettext("C’est une plus grande part que %(before)s %(then)s."),
        Movement.FELL: w.gettext("C’est une plus petite part que %(before)s %(then)s."),
    }
    before = _told(story, story.compared.before.upheld(story.code))
    return Said(
        _joined(told, story.beside(movement, moved, before, Measured.RECEIVED)), movement in moved
    )


def followed_up(story: Story) -> Said | None:
    """Say how many closings led to a corrective measure, and how many were taken up again."""
    w, now = story.w, story.compared.now
    corrected, again = now.rate(CORRECTED, story.code), now.rate(REOPENED, story.code)
    words = []
    if corrected is not None and corrected.is_told:
        words.append(
            w.gettext(
                "Une mesure corrective a suivi %(share)s des fermetures.", share=w.rate(corrected)
            )
        )
    if again is not None and again.is_told:
        words.append(
            w.gettext("Les réouvertures font %(share)s des fermetures.", share=w.rate(again))
        )
    return Said(" ".join(words)) if words else None


def levels(story: Story) -> Said | None:
    """Say how many first answers came from above the first level."""
    w, now = story.w, story.compared.now
    first, whole = now.cell(LEVELS, story.code, "1"), now.cell(LEVELS, story.code)
    if not (first.is_exact and whole.is_exact and whole.n):
        return None
    above = Bounds(whole.n - first.n, whole.n - first.n, whole.n)
    return Said(
        w.ngettext(
            "De %(num)s première réponse, part donnée plus haut que le premier palier : %(share)s.",
            "De %(num)s premières réponses, part donnée plus haut que le premier palier :"
            " %(share)s.",
            whole.n,
            share=w.rate(above),
        )
    )


def recommendations(story: Story) -> Said | None:
    """Say how many recommendations were carried out by the day promised, and how many were not."""
    w, known = story.w, story.compared.now.rate(FOLLOWED, story.code)
    if known is None:
        return Said(
            w.gettext("Ce que deviennent les recommandations n’est pas publié : petits nombres.")
        )
    if not known.n or not known.is_told:
        return None
    told = w.ngettext(
        "De %(num)s recommandation à exécuter, part exécutée et vérifiée à la date promise :"
        " %(share)s.",
        "De %(num)s recommandations à exécuter, part exécutée et vérifiée à la date promise :"
        " %(share)s.",
        known.n,
        share=w.rate(known),
    )
    missed = w.ngettext(
        "%(num)s promesse n’a pas été tenue.",
        "%(num)s promesses n’ont pas été tenues.",
        known.rest.least,
    )
    is_told = known.is_exact and known.rest.least
    return Said(_joined(told, missed if is_told else ""))


def opinions(story: Story) -> Said | None:
    """Say what people thought, quarter by quarter: nobody may know among how many."""
    found = story.compared.now.percents(WHOLE_RATING, story.code)
    if found is None:
        return None
    return Said(
        story.w.gettext(
            "Selon le trimestre, %(share)s des personnes qui l’ont dit sont satisfaites de la façon"
            " dont leur plainte a été traitée.",
            share=story.w.between(*found),
        )
    )


_ALL: tuple[Callable[[Story], Said | None], ...] = (
    kept,
    received,
    days,
    findings,
    levels,
    followed_up,
    recommendations,
    opinions,
)


def _days_beside(story: Story) -> tuple[bool, str]:
    """Return whether days moved, and the sentence that compares them."""
    compared, w = story.compared, story.w
    before = compared.before.medians(story.code)
    if compared.barred or before is None:
        return False, ""
    if parting := compared.parting(Measured.DAYS, story.code):
        return False, story.apart(parting)
    movement = compared.medians() if story.code == TOTAL else Movement.TOO_FEW
    year = str(compared.before.period)
    sure = {
        Movement.ROSE: w.gettext("Chaque trimestre a été plus lent que tous ceux de %(year)s."),
        Movement.FELL: w.gettext("Chaque trimestre a été plus rapide que tous ceux de %(year)s."),
    }
    if movement in sure:
        return True, sure[movement] % {"year": year}
    return False, _days_then(story, before)


def _days_then(story: Story, before: SpanOfDays) -> str:
    return story.w.gettext(
        "La moitié prenait au plus %(median)s %(then)s.",
        median=story.w.days(before),
        then=story.then,
    )


def _told(story: Story, known: Bounds | None) -> str:
    return story.w.rate(known) if known is not None and known.is_told else ""


def _partly(story: Story, rate: str) -> str:
    """Say that a rate is told of some quarters only, where it is."""
    if story.compared.now.is_told_throughout(rate, story.code):
        return ""
    return story.w.gettext("C’est compté sur les seuls trimestres où ce nombre est publié.")


def _marks(story: Story) -> str:
    """Say what was done far more than others do it that makes the rate look better."""
    used = story.compared.now.used(story.code)
    w = story.w
    marks = [
        w.gettext(MARKS[means], share=w.rate(known))
        for means, known in used.items()
        if Rated.KEPT in FLATTERS[means]
    ]
    if not marks:
        return ""
    return w.gettext(
        "À lire avec ce que cet organisme fait bien plus que les autres : %(marks)s.",
        marks=w.listed(marks),
    )


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))
