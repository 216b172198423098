"""What moved: which subjects rose or fell, which agencies answer in time more often, or less."""

from __future__ import annotations

from collections.abc import Iterator

from portal.domain.figures.breaks import Measured
from portal.domain.figures.changes import Movement, Verdict
from portal.reporting.annual.compared import KEPT, Compared
from portal.reporting.annual.sentences import Story
from portal.reporting.annual.wording import Wording


def subjects(story: Story) -> list[str]:
    """Say which subjects rose or fell beyond chance."""
    moved = moved_subjects(story)
    if not moved:
        return (
            []
            if story.compared.barred
            else [story.w.gettext("Aucun sujet n’a monté ni baissé au-delà du hasard.")]
        )
    return [
        *_subjects_that(
            story,
            Movement.ROSE,
            story.w.gettext("Sujets dont on se plaint plus qu’avant : %(subjects)s."),
        ),
        *_subjects_that(
            story,
            Movement.FELL,
            story.w.gettext("Sujets dont on se plaint moins qu’avant : %(subjects)s."),
        ),
    ]


def moved_subjects(story: Story) -> dict[str, Movement]:
    """Return how each subject moved that moved."""
    themes = story.compared.now.columns("themes")
    movements = {theme: story.compared.received(story.code, theme, len(themes)) for theme in themes}
    return {theme: m for theme, m in movements.items() if m in (Movement.ROSE, Movement.FELL)}


def agencies(story: Story) -> list[str]:
    """Say which agencies answer in time more often than the year before, and which less."""
    compared, w = story.compared, story.w
    if compared.barred:
        return []
    verdicts = verdicts_of(compared)
    better = [w.name(code) for code, v in verdicts.items() if v is Verdict.BETTER]
    worse = [w.name(code) for code, v in verdicts.items() if v is Verdict.WORSE]
    parted = {code for code in verdicts if compared.parting(Measured.KEPT, code)}
    few = sum(v is Verdict.TOO_FEW for code, v in verdicts.items() if code not in parted)
    said = list(_agencies_said(w, better, worse, few, len(verdicts)))
    return [*said, *_parted_said(w, sorted(map(w.name, parted)))]


def verdicts_of(compared: Compared) -> dict[str, Verdict]:
    """Return how the share of answers in time moved in each agency."""
    codes = compared.now.agencies
    return {code: compared.rate(KEPT, code, len(codes)) for code in codes}


def _parted_said(w: Wording, names: list[str]) -> Iterator[str]:
    if names:
        yield w.gettext(
            "Non comparés, car leur série est rompue : %(agencies)s.", agencies=w.listed(names)
        )


def _agencies_said(
    w: Wording, better: list[str], worse: list[str], few: int, n: int
) -> Iterator[str]:
    if better:
        yield w.gettext(
            "À temps plus souvent, au-delà du hasard : %(agencies)s.", agencies=w.listed(better)
        )
    if worse:
        yield w.gettext(
            "À temps moins souvent, au-delà du hasard : %(agencies)s.", agencies=w.listed(worse)
        )
    if not (better or worse) and few < n:
        yield w.gettext("Aucun organisme n’a changé au-delà du hasard.")
    if few:
        yield w.ngettext(
            "%(num)s organisme a trop peu de réponses dues, ou de réponses publiées, pour être"
            " comparé.",
            "%(num)s organismes ont trop peu de réponses dues, ou de réponses publiées, pour être"
            " comparés.",
            few,
        )


def _subjects_that(story: Story, movement: Movement, words: str) -> Iterator[str]:
    w, compared = story.w, story.compared
    moved = [theme for theme, m in moved_subjects(story).items() if m is movement]
    named = [
        w.gettext(
            "%(subject)s (%(now)s, contre %(before)s)",
            subject=w.theme(theme),
            now=w.number(compared.now.received(story.code, theme).n),
            before=w.number(compared.before.received(story.code, theme).n),
        )
        for theme in moved
    ]
    if named:
        yield words % {"subjects": w.listed(named)}
