"""Likeness is learned from examples, kept, and heard where there is an encoder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from portal.finder.learned.beside import files_in
from portal.finder.learned.examples import read_examples
from portal.finder.likeness import encoder, kept
from portal.finder.likeness.encoder import LENGTH
from portal.finder.likeness.kept import (
    KeptLikeness,
    is_likeness_learned,
    learn_likeness,
    place_of_likeness,
)
from portal.finder.likeness.vectors import SUFFIX, keep_vectors, key_of, vectors_beside

pytestmark = pytest.mark.skipif(not encoder.is_there(), reason="no encoder for this machine")

HEAD = "category,language,acceptable,text\n"
SHIPPED = files_in(Path("agency_configs"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    examples = tmp_path / "settings" / "examples"
    examples.mkdir(parents=True)
    water = ["Ma facture d’eau a doublé", "The tap water is brown", "Water meter read wrong"]
    parks = ["Un arbre est tombé sur ma clôture", "The swings are broken", "Le gazon du parc"]
    for agency, texts in (("water", water), ("parks", parks)):
        lines = "".join(f"any,fr,,{text}\n" for text in texts)
        (examples / f"{agency}.csv").write_text(HEAD + lines, encoding="utf-8")
    return examples.parent


def heard(folder: Path, data: Path, text: str) -> Mapping[str, float]:
    return KeptLikeness(place_of_likeness(folder, data)).shares(text, lambda label: label)


def test_a_text_is_like_examples_with_which_it_shares_no_word(folder: Path, tmp_path: Path) -> None:
    learn_likeness(folder, tmp_path)

    shares = heard(folder, tmp_path, "Le robinet coule jaune depuis lundi")

    assert shares["water"] > shares["parks"]


def test_where_there_is_no_encoder_nothing_is_said(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn_likeness(folder, tmp_path)
    monkeypatch.setattr(kept, "is_there", lambda: False)

    assert heard(folder, tmp_path, "Le robinet coule jaune") == {}
    assert is_likeness_learned(folder, tmp_path)


def test_it_is_learned_again_where_an_example_or_a_vector_was_added(
    folder: Path, tmp_path: Path
) -> None:
    file = folder / "examples" / "water.csv"
    learn_likeness(folder, tmp_path)
    assert is_likeness_learned(folder, tmp_path)

    keep_vectors(file, read_examples([file]), encoder.encoder())
    assert not is_likeness_learned(folder, tmp_path)
    learn_likeness(folder, tmp_path)

    file.write_text(f"{HEAD}any,fr,,L’égout refoule\n", encoding="utf-8")
    assert not is_likeness_learned(folder, tmp_path)


def test_what_is_kept_but_broken_says_nothing(folder: Path, tmp_path: Path) -> None:
    learn_likeness(folder, tmp_path)
    place = place_of_likeness(folder, tmp_path)
    place.write_bytes(place.read_bytes()[:-8])

    assert heard(folder, tmp_path, "Le robinet coule jaune") == {}


def test_a_start_makes_only_some_vectors_and_says_which_are_missing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_MOST_MADE", 4)

    with capture_logs() as logs:
        learn_likeness(folder, tmp_path)

    assert [line["examples"] for line in logs] == [2]


def test_a_mistake_in_the_examples_is_told_and_stops_nothing(folder: Path, tmp_path: Path) -> None:
    (folder / "examples" / "water.csv").write_text(f"{HEAD}any,xx,,Bonjour\n", encoding="utf-8")

    with capture_logs() as logs:
        learn_likeness(folder, tmp_path)

    assert "water.csv" in logs[0]["mistake"]
    assert heard(folder, tmp_path, "Bonjour") == {}


def test_of_files_without_a_line_nothing_is_learned(folder: Path, tmp_path: Path) -> None:
    for file in (folder / "examples").iterdir():
        file.write_text(HEAD, encoding="utf-8")

    learn_likeness(folder, tmp_path)

    assert heard(folder, tmp_path, "Bonjour") == {}


ODD = [
    "\ud800",
    "\x00",
    "é" * 4_000,
    "🛑" * 500,
    "🛑 " * 500,
    "\ufdfa" * 500,
    "qxzjk" * 100,
    "½ﬃ" * 300,
]


@given(st.text(max_size=60) | st.sampled_from(ODD))
def test_whatever_is_typed_has_a_vector(text: str) -> None:
    assert len(encoder.encoder()(text)) == LENGTH


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_every_example_that_is_shipped_has_its_vector(file: Path) -> None:
    assert file.with_suffix(SUFFIX).is_file()
    missing = {key_of(each.text) for each in read_examples([file])} - vectors_beside(file).keys()

    assert not missing, "run `portal finder encode`"


def test_signs_that_stand_for_many_letters_never_reach_the_library() -> None:
    opened = cast("Any", encoder.encoder())

    assert opened._what_is_read("Ma \ufdfa facture 🛑 « d’eau »") == "Ma facture « d’eau »"


def test_nobody_waits_long_for_those_who_encode(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn_likeness(folder, tmp_path)
    monkeypatch.setattr(kept, "_AT_ONCE", BoundedSemaphore(1))
    monkeypatch.setattr(kept, "_PATIENCE_SECONDS", 0.01)

    with kept._AT_ONCE:
        assert heard(folder, tmp_path, "Le robinet coule jaune") == {}
    assert heard(folder, tmp_path, "Le robinet coule jaune")
