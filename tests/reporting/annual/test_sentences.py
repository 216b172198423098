"""What a report says follows from its figures: no word against a number, nothing within chance."""

from __future__ import annotations

import re
from datetime import date
from random import Random
from typing import Any

import pytest
from msgspec import structs

from portal.domain.figures.breaks import Break, BreakKind
from portal.domain.figures.changes import Movement, Verdict, count_movement, share_change
from portal.domain.figures.published import Bounds, published
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import TOTAL
from portal.domain.text import Text
from portal.reporting.annual.compared import Barred, Compared, verdict_of
from portal.reporting.annual.composing import Explained, compose
from portal.reporting.annual.content import Part
from portal.reporting.annual.movements import agencies, subjects
from portal.reporting.annual.sentences import (
    days,
    kept,
    of_year,
    received,
    recommendations,
)
from portal.reporting.annual.year import Sum
from tests.reporting.annual.register import NAMES, compared, exact, quarter, stories

BETTER = re.compile(r"mieux|amélioré|better|À temps plus souvent|On time more often")
WORSE = re.compile(r"moins bien|dégradé|worse|À temps moins souvent|On time less often")
MORE = re.compile(r"plus que|more than")
FEWER = re.compile(r"moins que|fewer than")


def by_chance(random: Random, n: int, share: float) -> int:
    return sum(random.random() < share for _ in range(n))


@pytest.mark.parametrize("seed", range(30))
def test_better_and_worse_stand_only_beside_numbers_that_say_so_beyond_chance(seed: int):
    random = Random(seed)
    n, shares = random.choice((12, 40, 200, 2000)), [random.uniform(0.3, 1) for _ in range(2)]
    years = [[published(Share(by_chance(random, n, s), n)) for _ in range(4)] for s in shares]
    found = compared(*([quarter(bounds) for bounds in year] for year in years))
    before, now = (
        Bounds(*(sum(getattr(one, part) for one in year) for part in ("least", "most", "n")))
        for year in years
    )
    change = share_change(Share(before.most, before.n), Share(now.least, now.n))
    for story in stories(found):
        words = kept(story).words
        is_better, is_worse = bool(BETTER.search(words)), bool(WORSE.search(words))
        assert not (is_better and is_worse)
        if is_better:
            assert change is not None
            assert change.verdict is Verdict.BETTER
            assert now.percents[0] > before.percents[1]
        if is_worse:
            assert now.percents[1] < before.percents[0]
        assert is_better == (verdict_of(before, now) is Verdict.BETTER)
        assert is_worse == (verdict_of(before, now) is Verdict.WORSE)


def test_what_chance_alone_does_is_hardly_ever_called_better():
    random, called = Random(7), 0
    for _ in range(400):
        years = [exact(by_chance(random, 400, 0.8), 400) for _ in range(2)]
        called += verdict_of(*years) is not Verdict.WITHIN_CHANCE
    # One in twenty is what the rule allows.
    assert called <= 28


@pytest.mark.parametrize("seed", range(20))
def test_a_band_moved_only_if_it_moved_wherever_in_it_the_share_lies(seed: int):
    random = Random(seed)
    shares = [published(Share(random.randint(0, 60), 60)) for _ in range(2)]
    verdict = verdict_of(*shares)
    before, now = shares
    for part in range(before.least, before.most + 1):
        for part_now in range(now.least, now.most + 1):
            change = share_change(Share(part, 60), Share(part_now, 60))
            assert change is not None
            if verdict in (Verdict.BETTER, Verdict.WORSE):
                assert change.verdict is verdict


@pytest.mark.parametrize(
    ("before", "now", "movement"),
    [
        (100, 200, Movement.ROSE),
        (200, 100, Movement.FELL),
        (100, 110, Movement.WITHIN_CHANCE),
        (100, 129, Movement.WITHIN_CHANCE if 29 <= 1.96 * 229**0.5 else Movement.ROSE),
        (29, 90, Movement.TOO_FEW),
        (90, 29, Movement.TOO_FEW),
    ],
)
def test_a_number_moved_where_chance_does_not_bring_it(before: int, now: int, movement: Movement):
    assert count_movement(before, now) is movement
    found = compared([quarter(exact(60, 100), before)], [quarter(exact(60, 100), now)])
    words = received(next(stories(found))).words
    assert bool(MORE.search(words)) == (movement is Movement.ROSE)
    assert bool(FEWER.search(words)) == (movement is Movement.FELL)


def test_among_many_that_are_compared_more_is_needed():
    assert count_movement(100, 132) is Movement.ROSE
    assert count_movement(100, 132, among=20) is Movement.WITHIN_CHANCE


def test_days_are_faster_only_where_every_quarter_is():
    def words(before: list[int], now: list[int]) -> tuple[str, str]:
        years = ([quarter(exact(9, 10), median=m) for m in year] for year in (before, now))
        told = [days(story) for story in stories(compared(*years))]
        return tuple(one.words for one in told if one is not None)[2:]

    french, english = words([10, 11, 12, 10], [9, 8, 9, 7])
    assert "Chaque trimestre a été plus rapide que tous ceux de 2025." in french
    assert "Every quarter was faster than all those of 2025." in english
    french, english = words([10, 11, 12, 10], [9, 8, 10, 7])
    assert "rapide" not in french
    assert "La moitié prenait au plus 10 à 12 jours ouvrables en 2025." in french
    # Three quarters lie so by chance once in ten times.
    assert "rapide" not in words([10, 11, 12], [9, 8, 7])[0]


def test_one_is_one_and_none_is_none_in_both_languages():
    def said(n: int) -> list[str]:
        found = compared([], [quarter(exact(n, n), n)])
        told = [(kept(story).words, received(story).words) for story in stories(found)]
        return [words.replace("\N{NO-BREAK SPACE}", " ") for pair in told for words in pair]

    assert "1 plainte a été reçue." in said(1)[1]
    assert "1 complaint was received." in said(1)[3]
    assert said(0)[:4] == [
        "Aucune réponse n’était due.",
        "Aucune plainte n’a été reçue.",
        "No answer was due.",
        "No complaint was received.",
    ]
    assert "2 plaintes ont été reçues." in said(2)[1]
    assert "de 1 000 réponses dues" in said(1000)[0]
    assert "of 1,000 answers due" in said(1000)[2]


def test_what_is_hidden_is_said_to_be_and_never_compared():
    hidden = quarter(None, None)
    found = compared([quarter(exact(30, 100))] * 4, [*[quarter(exact(95, 100))] * 3, hidden])
    for story in stories(found):
        words = " ".join(said.words for said in of_year(story))
        assert not BETTER.search(words)
        assert not MORE.search(words)
    french = kept(next(stories(found))).words
    assert "C’est compté sur les seuls trimestres où ce nombre est publié." in french
    assert found.now.received("parks") == Sum(300, hidden=1)
    everywhere = compared([hidden] * 4, [hidden] * 4)
    for story in stories(everywhere):
        assert not re.search(r"\d", received(story).words + kept(story).words)


def test_nothing_is_compared_past_a_break_or_before_the_register_began():
    years = compared([quarter(exact(30, 100))] * 4, [quarter(exact(95, 100))] * 4)
    assert years.barred is None
    other = Compared.of(years.now, years.before, "2025-02")
    assert other.barred is Barred.NO_YEAR_BEFORE
    counted_otherwise = type(years.now)(years.now.period, years.now.quarters, ("8", "8", "9", "9"))
    broken = Compared.of(counted_otherwise, years.before, "2025-01")
    assert broken.barred is Barred.DEFINITIONS
    for story in (*stories(other), *stories(broken)):
        told = [*(one.words for one in of_year(story)), *agencies(story), *subjects(story)]
        assert not re.search("2025|avant|before|mieux|better", " ".join(told))


def broken(kind: BreakKind, before: dict[str, Any], after: dict[str, Any]) -> Break:
    words = Text("Décidé par la loi.", "Decided by law.")
    return Break(kind, "parks", date(2026, 3, 2), before, after, words)


TIMES = [
    {"categories": [], "stage": "answer", "time": {"within": f"{n} working days"}} for n in (20, 45)
]
REPLACED = ({"agencies": ["parks"]}, {"agencies": ["water"]})
SPLIT = (
    {"categories": ["a"], "themes": ["delay"]},
    {"categories": ["a", "b"], "themes": ["delay"]},
)


def test_a_changed_rule_parts_answers_in_time_alone_and_is_named_in_both_languages():
    years = compared([quarter(exact(60, 100))] * 4, [quarter(exact(95, 100), 300)] * 4)
    rule = broken(BreakKind.DEADLINES, *TIMES)
    parted = structs.replace(years, breaks=(rule,))
    said = {"fr": "la série est rompue", "en": "series is broken: "}
    for story in stories(parted):
        words = kept(story).words
        assert said[story.w.language] in words
        assert BETTER.search(words) is None
        assert WORSE.search(words) is None
        assert MORE.search(received(story).words)
        assert parted.rate("kept", story.code) is Verdict.TOO_FEW
        assert not BETTER.search(" ".join(agencies(story)))
    for language, edition in compose(parted, "", NAMES, None, "9").editions.items():
        sections = {one.code: one for one in edition.sections}
        listed = " ".join(sections["ruptures"].sentences)
        assert {"fr": "Décidé par la loi.", "en": "Decided by law."}[language] in listed
        assert ".." not in listed
        row = sections["organismes"].table.rows[0]
        assert {"fr": "série rompue", "en": "series broken"}[language] in row[-1]
    assert "ruptures" not in {
        one.code for one in compose(years, "", NAMES, None, "9").editions["fr"].sections
    }


def test_who_replaced_an_organisation_parts_it_and_not_the_whole_and_a_split_parts_no_total():
    years = compared([quarter(exact(60, 100))] * 4, [quarter(exact(95, 100), 300)] * 4)
    replaced = structs.replace(years, breaks=(broken(BreakKind.ORGANISATION, *REPLACED),))
    assert replaced.received("parks") is Movement.TOO_FEW
    assert replaced.received(TOTAL) is Movement.ROSE
    assert replaced.medians() is years.medians()
    split = structs.replace(years, breaks=(broken(BreakKind.SPLIT, *SPLIT),))
    assert split.received("parks") is split.received("parks", "delay") is Movement.ROSE
    moved = broken(BreakKind.MOVED, {"categories": ["a"], "themes": ["other"]}, SPLIT[1])
    assert structs.replace(years, breaks=(moved,)).received(TOTAL, "delay") is Movement.TOO_FEW


def test_where_nothing_is_compared_one_sentence_stands_in_place_of_columns():
    content = compose(compared([], [quarter(exact(90, 100))]), "", NAMES, None, "8")
    for language, reason in (("fr", "Rien n’est comparé à 2025"), ("en", "2025")):
        edition = content.editions[language]
        tables = {one.code: one.table for one in edition.sections if one.table}
        for code in ("sujets", "organismes"):
            assert reason in tables[code].note
            assert {len(row) for row in tables[code].rows} == {len(tables[code].columns)}
        told = [*tables["sujets"].columns, *tables["organismes"].columns]
        assert not [title for title in told if "2025" in title or "peut dire" in title]
        [verify] = [one for one in edition.sections if one.code == "verifier"]
        assert "portal reports" not in " ".join(verify.sentences)
        assert ".json" in " ".join(verify.sentences)


def test_words_in_one_language_are_told_as_such_in_the_other():
    found = compared([], [quarter(exact(90, 100))])
    words = Explained(Text("Deux agents de plus.\n\nDès mars.", ""), Text("La direction", ""))
    content = compose(found, "parks", NAMES, words, "8")
    [english] = [one for one in content.editions["en"].sections if one.code == "pourquoi"]
    assert english.quote is not None
    assert english.quote.paragraphs == ("Deux agents de plus.", "Dès mars.")
    assert (english.quote.language, english.quote.function) == ("fr", "La direction")
    assert english.paragraphs == (
        "These words exist in one language only, the one in which they follow.",
    )
    nothing = compose(found, "parks", NAMES, None, "8").editions["fr"].part(Part.TEXT)
    [why] = [one for one in nothing if one.code == "pourquoi"]
    assert why.paragraphs == ("Personne n’a écrit de mot sur ces chiffres avant la publication.",)
    assert "3 " not in content.editions["fr"].covers
    assert "1er trimestre 2026" in content.editions["fr"].covers.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("known", "french"),
    [
        (
            exact(5, 6),
            "part exécutée et vérifiée à la date promise : 83 %. 1 promesse n’a pas été tenue.",
        ),
        (exact(4, 6), "67 %. 2 promesses n’ont pas été tenues."),
        (
            exact(6, 6),
            "De 6 recommandations à exécuter, part exécutée et vérifiée à la date promise : 100 %.",
        ),
        (Bounds(7, 11, 11), "60 % ou plus."),
        (None, "Ce que deviennent les recommandations n’est pas publié : petits nombres."),
    ],
)
def test_promises_that_were_not_kept_are_named(known: Bounds | None, french: str):
    told = quarter(exact(90, 100))
    year = compared(
        [], [structs.replace(told, shares=told.shares | {"followed": {"parks": known}})]
    )
    said = recommendations(next(stories(year)))
    assert said is not None
    assert said.words.replace("\N{NO-BREAK SPACE}", " ").endswith(french)
    # Quarters that were published before this was counted tell nothing of it.
    assert recommendations(next(stories(compared([], [told])))) is None
