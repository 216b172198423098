"""How a date was counted, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from portal.app import FEATURES
from portal.domain.text import Text
from portal.domain.time.clock import ClockKind, DueDate, silence_opens_at, waiting
from portal.domain.time.explanation import Outcome, Rule, StartEvent, explain
from portal.domain.time.promise import Allowance, Confidence
from portal.words.explained import as_lines, explained_words
from tests.domain.time.clock_builders import GOVERNMENT, extended, promised, stopped

RULE = Rule(
    Text("Déclaration de services", "Service statement"),
    Confidence.SOURCED,
    3,
    datetime(2026, 11, 2, 15, tzinfo=UTC),
)
UNDER_WAY = Outcome()
MONDAY = datetime(2026, 11, 30, 15, tzinfo=UTC)


def said(
    due: DueDate,
    language: str = "fr",
    kind: ClockKind = ClockKind.ANSWER,
    start: StartEvent = StartEvent.RECEIVED,
    outcome: Outcome = UNDER_WAY,
    rule: Rule = RULE,
) -> str:
    due_at = due.due_at
    if kind is ClockKind.SILENCE:
        due_at = silence_opens_at(due.started_at, due.allowance, GOVERNMENT)
    one = explain(kind, 1, rule, start, due, due_at, outcome)
    return "\n".join(
        as_lines(explained_words(one, language, FEATURES.clock_words), language)
    ).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("language", "basis"),
    [
        (
            "fr",
            Text(
                "Délai d’exemple, le même pour tous les organismes",
                "Sample deadline, the same for every agency",
            ),
        ),
        (
            "en",
            Text(
                "Délai d’exemple, le même pour tous les organismes",
                "Sample deadline, the same for every agency",
            ),
        ),
        ("fr", Text("Valeur commune", "Common value")),
        ("en", Text("Délai d’exemple", "Common value")),
    ],
)
def test_that_a_time_is_a_sample_is_said_once(language: str, basis: Text) -> None:
    rule = replace(RULE, basis=basis, confidence=Confidence.ASSUMED)
    told = said(promised("2026-11-24 09:00", "4 working days"), language, rule=rule).casefold()
    assert told.count({"fr": "délai d’exemple", "en": "sample deadline"}[language]) == 1


def test_an_explanation_tells_rule_release_start_day_zero_days_and_result() -> None:
    lines = said(promised("2026-11-24 09:00", "4 working days")).split("\n")
    assert lines == [
        "Réponse : 30 novembre 2026",
        "Règle : 4 jours ouvrables. Fondement : Déclaration de services.",
        "Règles de l’organisme : version 3, en vigueur depuis le 2 novembre 2026.",
        "Le délai part de la réception : 24 novembre 2026 à 9 h.",
        "Jour 0 : le 24 novembre 2026. C’est un jour ouvrable, avant la fermeture.",
        "",
        "4 jours ouvrables",
        "Seuls les jours ouvrables comptent, à partir du lendemain.",
        "  25 novembre 2026      Jour 1",
        "  26 novembre           Jour 2",
        "  27 novembre           Jour 3",
        "  28 novembre           Fin de semaine",
        "  29 novembre           Fin de semaine",
        "  30 novembre           Jour 4",
        "",
        "Dernier jour : 30 novembre 2026.",
    ]


def test_the_same_facts_are_told_in_english() -> None:
    text = said(promised("2026-11-24 09:00", "2 working days"), "en")
    assert text.startswith("Answer: 26 November 2026\nRule: 2 working days.")
    assert "in force since 2 November 2026" in text
    assert "The time limit starts from receipt: 24 November 2026 at 9:00 a.m.\n" in text
    assert "Day 0: 24 November 2026. It is a working day, before closing." in text
    assert "26 November           Day 2" in text


@pytest.mark.parametrize(
    ("received", "allowance", "expected"),
    [
        ("2026-11-24 17:00", "2 working days", "C’était après la fermeture. Le jour 0 est donc"),
        ("2026-11-28 10:00", "2 working days", "C’était un jour fermé. Le jour 0 est donc"),
        ("2026-11-28 23:00", "45 calendar days", "Jour 0 : le 28 novembre 2026, quelle que soit"),
        ("2026-11-28 23:00", "48 hours", "Les heures courent dès ce moment."),
    ],
)
def test_the_day_from_which_one_counts_says_why_it_is_that_day(
    received: str, allowance: str, expected: str
) -> None:
    assert expected in said(promised(received, allowance))


def test_days_that_all_count_are_not_listed_but_the_landing_is() -> None:
    text = said(promised("2026-11-25 09:00", "45 calendar days"))
    assert "Tous les jours comptent" in text
    assert "9 janvier 2027        Jour 45 · Fin de semaine" in text
    assert "11 janvier            Dernier jour" in text
    assert "Le délai ne peut pas finir le 9 janvier 2027." in text
    assert "Jour 44" not in text


def test_silence_opens_a_recourse_on_the_unmoved_day() -> None:
    text = said(promised("2026-11-25 09:00", "45 calendar days"), kind=ClockKind.SILENCE)
    assert "Sans réponse, le recours s’ouvre le 10 janvier 2027 à 0 h." in text
    assert "Dernier jour" not in text


def test_a_day_in_a_list_says_its_year_where_the_year_begins() -> None:
    text = said(promised("2026-12-30 09:00", "3 working days"))
    assert "31 décembre 2026      Veille du jour de l’An\n  1er janvier 2027      Jour" in text


def test_pauses_and_extensions_are_told() -> None:
    pause = stopped("2026-11-25 10:00", "2026-12-01 10:00")
    text = said(extended("2026-11-24 09:00", "4 working days", "3 working days", pause))
    assert "suspendu du 25 novembre 2026 à 10 h au 1er décembre 2026 à 10 h." in text
    assert "25 novembre 2026      Délai suspendu" in text
    assert "Prolongation : 3 jours ouvrables\nJour 0 de la prolongation : le 4 décembre" in text
    assert text.endswith("Dernier jour : 9 décembre 2026.")


def test_a_stopped_clock_has_no_date() -> None:
    text = said(promised("2026-11-24 09:00", "4 working days", stopped("2026-11-26 10:00")))
    assert text.startswith("Réponse : délai suspendu")
    assert "Le délai est suspendu depuis le 26 novembre 2026 à 10 h." in text
    assert text.endswith("Il n’y a pas de date tant que le délai est suspendu.")


def test_working_hours_name_the_opening_hours_and_the_moment() -> None:
    text = said(promised("2026-11-27 15:30", "2 working hours"))
    assert "Seules les heures d’ouverture comptent : de 8 h 30 à 12 h et de 13 h à 16 h 30." in text
    assert text.endswith("Le délai finit le 30 novembre 2026 à 9 h 30.")


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Outcome(met_at=MONDAY), "Fait le 30 novembre 2026 à 10 h, à temps."),
        (Outcome(met_at=MONDAY, missed_at=MONDAY), "Fait le 30 novembre 2026 à 10 h, en retard."),
        (Outcome(missed_at=MONDAY), "La date est passée sans que ce soit fait."),
        (Outcome(ended_at=MONDAY), "Ce délai ne court plus depuis le 30 novembre 2026 à 10 h."),
    ],
)
def test_what_became_of_a_clock_is_told_last(outcome: Outcome, expected: str) -> None:
    due = promised("2026-11-24 09:00", "4 working days")
    assert said(due, outcome=outcome).endswith(expected)


def test_an_assumed_figure_and_a_hand_over_are_told() -> None:
    assumed = replace(RULE, confidence=Confidence.ASSUMED)
    due = promised("2026-11-24 09:00", "4 working days")
    assert "C’est un délai d’exemple." in said(due, rule=assumed)
    assert "l’arrivée à ce palier" in said(due, start=StartEvent.HANDED_OVER)


def test_a_clock_that_waits_for_the_file_says_what_starts_it_and_has_no_date() -> None:
    due = waiting(MONDAY, Allowance.parse("10 working days"), GOVERNMENT)
    start, until = StartEvent.FILE_COMPLETED, date(2026, 12, 4)
    one = explain(ClockKind.ANSWER, 1, RULE, start, due, None, starts_by=until)
    lines = [
        line.replace("\xa0", " ")
        for line in as_lines(explained_words(one, "fr", FEATURES.clock_words), "fr")
    ]
    assert lines[0] == "Réponse : 10 jours ouvrables après la réception des documents"
    assert "et au plus tard après le 4 décembre 2026." in lines[3]
    assert lines[4:] == ["", "Il n’y a pas de date tant que le dossier n’est pas complet."]


def test_a_clock_that_ran_from_the_complete_file_says_so() -> None:
    due = promised("2026-11-24 09:00", "4 working days")
    text = said(due, start=StartEvent.FILE_COMPLETED)
    assert "le dossier a été complet, ou devait l’être : 24 novembre 2026 à 9 h." in text


def test_the_wait_for_the_file_says_what_follows_it() -> None:
    due = promised("2026-11-24 09:00", "4 working days")
    text = said(due, kind=ClockKind.COMPLETE_FILE)
    assert text.endswith("2026.\nEnsuite, le délai de réponse part de lui-même.")


def test_what_is_in_french_alone_is_told_in_french() -> None:
    due = promised("2026-11-24 09:00", "4 working days")
    text = said(due, "en", rule=replace(RULE, basis=Text("Déclaration de services", "")))
    assert "Rule: 4 working days. Based on: Déclaration de services.\n" in text


def test_every_kind_of_clock_is_named_in_both_languages() -> None:
    assert set(FEATURES.clock_words) == set(ClockKind)
    due = promised("2026-11-24 09:00", "4 working days")
    for kind in ClockKind:
        french, english = (said(due, language, kind).split("\n")[0] for language in ("fr", "en"))
        assert french != english
    assert due.last_day == date(2026, 11, 30)


@pytest.mark.parametrize("kind", ClockKind)
def test_a_clock_that_begins_as_no_other_does_says_how_in_both_languages(kind: ClockKind) -> None:
    obligation = FEATURES.obligation(kind)
    assert obligation is not None
    assert (obligation.start is None) == (obligation.words.started is None)
    if isinstance(obligation.start, StartEvent):
        due = promised("2026-11-24 09:00", "4 working days")
        assert "Le délai part" in said(due, kind=kind, start=obligation.start)
        assert "Le délai part" not in said(due, "en", kind, obligation.start)
