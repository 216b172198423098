from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from portal.domain.complaint import Status
from portal.words.catalogue import gettext_in, ngettext_in
from portal.words.refresh import read_english, refreshed, untranslated, write_english
from portal.words.statuses import status_words

CODE = 'X = gettext_in(language, "Reçue")\nY = to_translate("Fermée")\n'
PAGE = """{{ _("Plainte %(number)s", number=n) }}
{{ ngettext("%(num)s jour", "%(num)s jours", n) }}
{% trans %}
  Une phrase
  sur deux lignes
{% endtrans %}"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "code.py").write_text(CODE, "utf-8")
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    return tmp_path


def test_a_text_is_french_in_french_and_translated_in_english():
    assert gettext_in("fr", "Au plus tard le %(day)s", day="1er") == "Au plus tard le 1er"
    assert gettext_in("en", "Au plus tard le %(day)s", day="1st") == "No later than 1st"


def test_an_english_moment_ends_its_sentence_with_its_own_full_stop():
    english = [str(message.string) for message in read_english() if "%(moment)s" in message.id]
    assert english
    assert not [text for text in english if "%(moment)s." in text]


def test_a_text_without_a_translation_stays_french():
    assert gettext_in("en", "Texte que personne n’a traduit") == "Texte que personne n’a traduit"


@pytest.mark.parametrize(
    ("language", "number", "words"),
    [
        ("fr", 0, "0 jour"),
        ("fr", 1, "1 jour"),
        ("fr", 2, "2 jours"),
        ("en", 0, "0 days"),
        ("en", 1, "1 day"),
        ("en", 2, "2 days"),
    ],
)
def test_each_language_has_its_own_plural(language: str, number: int, words: str):
    assert ngettext_in(language, "%(num)s jour", "%(num)s jours", number) == words


@pytest.mark.parametrize("status", Status)
def test_every_status_has_words_in_both_languages(status: Status):
    assert status_words(status, "fr") != status_words(status, "en")


def test_refreshing_finds_every_text_of_code_and_templates(folder: Path):
    assert untranslated(refreshed(Catalog(locale="en"), folder)) == [
        "%(num)s jour",
        "Fermée",
        "Plainte %(number)s",
        "Reçue",
        "Une phrase sur deux lignes",
    ]


def test_refreshing_keeps_translations_and_drops_what_is_no_longer_used(folder: Path):
    english = Catalog(locale="en")
    english.add("Reçue", "Received")
    english.add(("%(num)s jour", "%(num)s jours"), ("%(num)s day", "%(num)s days"))
    english.add("Disparue", "Gone")
    fresh = refreshed(english, folder)
    assert fresh["Reçue"].string == "Received"
    assert fresh["%(num)s jour"].string == ("%(num)s day", "%(num)s days")
    assert "Disparue" not in fresh


def test_a_template_that_cannot_be_read_stops_the_refresh(folder: Path):
    (folder / "page.html").write_text("{% if %}", "utf-8")
    with pytest.raises(Exception, match="Expected an expression"):
        refreshed(Catalog(locale="en"), folder)


def test_what_is_written_is_read_back_and_written_alike(folder: Path):
    po = folder / "messages.po"
    write_english(refreshed(Catalog(locale="en"), folder), po)
    first = po.read_bytes()
    write_english(refreshed(read_english(po), folder), po)
    assert po.read_bytes() == first
    assert "code.py" not in first.decode("utf-8")
