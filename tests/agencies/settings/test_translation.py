"""French is always needed; missing English is noted, or needed where English comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.agencies.agency import Agency
from portal.agencies.settings.fields import BothWords, Settings
from portal.agencies.settings.reader import notes_of, read_agency, read_folder, read_portal
from portal.domain.text import Text
from tests.agencies.settings.settings_files import (
    PARKS_TEXT,
    PORTAL_TEXT,
    changed,
    folder_with,
    mistakes_after,
    parks,
    portal,
)

NO_ENGLISH_ZOO = ("{fr: Zoo, en: Zoo}", "{fr: Zoo}")
ENGLISH_FIRST = ("aliases: [parcs", "languages: [en, fr]\n  aliases: [parcs")


@pytest.mark.parametrize("french", ["{fr: Zoo}", "{fr: Zoo, en: }", "{fr: Zoo, en: null}"])
def test_missing_english_is_no_mistake_but_a_note_in_its_place(french: str):
    text = changed(("{fr: Zoo, en: Zoo}", french))
    settings, mistakes = read_agency(text, portal())
    assert mistakes == []
    assert settings is not None
    assert settings.categories[2].name.text == Text("Zoo")
    [note] = notes_of(text)
    assert str(note) == "settings:25:11: categories[2].name: is only in French for now"
    assert note.text.in_("fr") == "n’est qu’en français pour l’instant"


def test_a_complete_file_has_no_notes_nor_has_one_text_for_both_languages():
    assert "basis: Notre engagement" in PARKS_TEXT
    assert notes_of(PARKS_TEXT) == []


def test_missing_french_is_a_mistake():
    assert mistakes_after(("{fr: Zoo, en: Zoo}", "{en: Zoo}")) == [
        "25:11: categories[2].name.fr: is missing"
    ]


def test_an_agency_whose_main_language_is_english_writes_both():
    assert mistakes_after(NO_ENGLISH_ZOO, ENGLISH_FIRST) == [
        "26:11: categories[2].name.en: is missing"
    ]
    assert notes_of(changed(NO_ENGLISH_ZOO, ENGLISH_FIRST)) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("name: {fr: Plaintes, en: Complaints}", "name: {fr: Plaintes}", "3:9: portal.name.en"),
        ("how: {fr: Écrire, en: Write}", "how: {fr: Écrire}", "11:10: recourses.ombudsman.how.en"),
        ("name: {fr: Délai, en: Delay}", "name: {fr: Délai}", "6:25: themes[0].name.en"),
    ],
)
def test_what_all_agencies_share_is_complete_in_both_languages(old: str, new: str, expected: str):
    _, mistakes = read_portal(changed((old, new), text=PORTAL_TEXT))
    assert [str(one) for one in mistakes] == [f"settings:{expected}: is missing"]


def test_a_folder_has_the_notes_of_all_its_agencies(tmp_path: Path):
    read = read_folder(folder_with(tmp_path, parks=changed(NO_ENGLISH_ZOO)))
    assert [str(note) for note in read.notes] == [
        "parks.yaml:25:11: categories[2].name: is only in French for now"
    ]
    assert (read.mistakes, list(read.agencies)) == ([], ["parks"])


def test_an_agency_answers_with_its_french_where_it_has_no_english():
    agency = Agency(parks(("{fr: Camping, en: Camping}", "{fr: Terrain de camping}")))
    camping = agency.consult().category("camping")
    assert camping.name.in_("en") == "Terrain de camping"


def test_a_release_without_english_is_read_back_as_it_was_stored():
    settings = parks(NO_ENGLISH_ZOO)
    assert type(settings).model_validate(settings.model_dump(mode="json")) == settings


def test_some_words_can_be_needed_in_both_languages():
    class Letter(Settings):
        subject: BothWords

    with pytest.raises(ValueError, match=r"subject\.en"):
        Letter.model_validate({"subject": {"fr": "Bonjour"}})
