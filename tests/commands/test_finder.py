import shutil
from pathlib import Path

import pytest

from portal.finder.likeness import encoder
from tests.commands.running import Portal
from tests.support.agencies import AGENCIES

HEAD = "agency,acceptable,language,style,text\n"


def test_texts_are_found_and_counted(migrated: Portal, tmp_path: Path):
    file = tmp_path / "texts.csv"
    file.write_text(
        f"{HEAD}water,,fr,plain,ma facture d’eau\nparks,water,fr,angry,ma facture d’eau\n"
        "none,,en,plain,xyzzy\n",
        encoding="utf-8",
    )

    result = migrated("finder", "evaluate", str(file))

    assert result.exit_code == 0
    assert "first suggestion right   1 of 2, 50.0 % (9 to 91)" in result.stdout
    assert "right or acceptable      2 of 2, 100.0 %" in result.stdout
    assert "nobody's, told so        1 of 1" in result.stdout
    assert "ms of processor for each text" in result.stdout
    assert "ma facture" not in result.stdout


def test_the_wrong_ones_are_printed_on_demand(migrated: Portal, tmp_path: Path):
    file = tmp_path / "texts.csv"
    file.write_text(f"{HEAD}parks,,fr,plain,ma facture d’eau\n", encoding="utf-8")

    assert "parks → water" in migrated("finder", "evaluate", "--wrong", str(file)).stdout


def test_a_file_of_another_kind_is_refused_in_a_sentence(migrated: Portal, tmp_path: Path):
    file = tmp_path / "texts.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")

    result = migrated("finder", "evaluate", str(file))

    assert result.exit_code == 3
    assert "texts.csv: its first line is to be agency,acceptable" in result.stderr


def test_a_line_with_too_few_columns_is_named(migrated: Portal, tmp_path: Path):
    file = tmp_path / "texts.csv"
    file.write_text(f"{HEAD}parks,,fr\n", encoding="utf-8")

    result = migrated("finder", "evaluate", str(file))

    assert result.exit_code == 3
    assert "texts.csv:2: has not 5 columns" in result.stderr


TOLD = "kind,language,text\n"


def test_how_often_help_is_shown_is_counted(migrated: Portal, tmp_path: Path):
    file = tmp_path / "texts.csv"
    file.write_text(
        f"{TOLD}emergency,fr,y a un feu chez nous\nsuicide,en,good night for ever\n"
        "none,fr,un feu rouge\nnone,en,late again\n",
        encoding="utf-8",
    )

    result = migrated("finder", "danger", "--wrong", str(file))

    assert result.exit_code == 0
    assert "recognised               1 of 2, 50.0 % (9 to 91)" in result.stdout
    assert "false alarms             1 of 2" in result.stdout
    assert "emergency                1 of 1" in result.stdout
    assert "suicide → none: good night for ever" in result.stdout
    assert "ms of processor for each text" in result.stdout


def test_texts_without_their_kind_are_refused_in_a_sentence(migrated: Portal, tmp_path: Path):
    file = tmp_path / "texts.csv"
    file.write_text("danger,text\nyes,aïe\n", encoding="utf-8")

    result = migrated("finder", "danger", str(file))

    assert result.exit_code == 3
    assert "texts.csv: its first line is to have kind,language,text" in result.stderr


@pytest.mark.skipif(not encoder.is_there(), reason="no encoder for this machine")
def test_vectors_are_kept_beside_the_examples_that_have_none(
    migrated: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "settings"
    shutil.copytree(AGENCIES, folder)
    examples = folder / "examples"
    examples.mkdir(exist_ok=True)
    lines = "category,language,acceptable,text\nbill,fr,,Ma facture d’eau a doublé\n"
    (examples / "water.csv").write_text(lines, encoding="utf-8")
    monkeypatch.setenv("PORTAL_AGENCIES", str(folder))

    assert "water: 1 made" in migrated("finder", "encode").stdout
    assert "water: 0 made" in migrated("finder", "encode").stdout


def test_where_there_is_no_encoder_it_is_said(
    migrated: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("portal.commands.finder.is_there", lambda: False)
    file = tmp_path / "texts.csv"
    file.write_text(f"{HEAD}water,,fr,plain,ma facture d’eau\n", encoding="utf-8")

    assert "Without the encoder" in migrated("finder", "evaluate", str(file)).stdout
    assert migrated("finder", "encode").exit_code == 1
