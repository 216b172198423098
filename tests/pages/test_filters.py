from datetime import UTC, date, datetime

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.text import Text
from portal.domain.time.promise import Allowance
from portal.features import joint_answers
from portal.features.joint_answers.letters import Joined, joint_words
from portal.pages.features import ADDED, Contributions
from portal.pages.filters import answer_text, paragraphs, tel, whole
from tests.pages.tiny_app import rendered, tiny_app

NB = "\N{NO-BREAK SPACE}"


@pytest.fixture(scope="module")
def app() -> Flask:
    return tiny_app()


AT = datetime(2026, 11, 24, 19, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("template", "french", "english"),
    [
        (
            "{{ day|day }}",
            "24\xa0novembre\xa02026",
            "24\xa0November\xa02026",
        ),
        ("{{ day|short_day }}", "24\xa0novembre", "24\xa0November"),
        (
            "{{ at|moment }}",
            f"24\xa0novembre\xa02026 à 14{NB}h{NB}20",
            "24\xa0November\xa02026 at 2:20 p.m.",
        ),
        ("{{ at|time('Europe/London') }}", f"19{NB}h{NB}20", "7:20 p.m."),
        ("{{ at|local_iso }}", "2026-11-24T14:20-05:00", "2026-11-24T14:20-05:00"),
        ("{{ within|allowance }}", "20 jours ouvrables", "20 working days"),
        (
            "{{ day|promise(within) }}",
            "Au plus tard le 24\xa0novembre\xa02026 (20 jours ouvrables)",
            "No later than 24\xa0November\xa02026 (20 working days)",
        ),
        ("{{ 2|days_left }}", "Il reste 2 jours ouvrables.", "2 working days left."),
        ("{{ (-2)|deadline }}", "2 jours ouvrables de retard", "2 working days late"),
        ("{{ 4318|number }}", f"4{NB}318", "4,318"),
        ("{{ 0.876|percent }}", f"88{NB}%", "88%"),
        ("{{ 1234567|size }}", f"1,2{NB}Mo", f"1.2{NB}MB"),
        ("{{ 'under_review'|status }}", "À l’étude", "Being looked into"),
        ("{{ 'Exemple : 5 %'|typo }}", f"Exemple{NB}: 5{NB}%", "Exemple : 5 %"),
        ("{{ words|text }}", "Impôt", "Tax"),
        ("{{ french_only|text }}", f"Délai{NB}: court", f"Délai{NB}: court"),
        ("{{ none|text }}", "", ""),
    ],
)
def test_values_are_worded_in_the_language_of_the_page(
    app: Flask, template: str, french: str, english: str
):
    values = {
        "day": date(2026, 11, 24),
        "at": AT,
        "within": Allowance.parse("20 working days"),
        "words": Text("Impôt", "Tax"),
        "french_only": Text("Délai : court"),
    }
    assert rendered(app, template, "/fr/", **values) == french
    assert rendered(app, template, "/en/", **values) == english


def test_french_words_on_an_english_page_are_marked_as_french(app: Flask):
    template = "{{ words|marked_text }}"
    words = Text("Impôt & taxe")
    assert rendered(app, template, "/fr/", words=words) == "Impôt &amp; taxe"
    assert (
        rendered(app, template, "/en/", words=words) == '<span lang="fr-CA">Impôt &amp; taxe</span>'
    )


def test_typed_text_keeps_its_paragraphs_and_line_ends():
    assert paragraphs("Un\r\ndeux\n\n\nTrois") == "<p>Un<br>\ndeux</p>\n<p>Trois</p>"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_answer_of_several_agencies_says_in_bold_whose_part_is_which(app: Flask, language: str):
    agency = Text("Service <b>des eaux</b>", "Water <b>board</b>")
    parts = [Joined(agency, "Un\ndeux", None, False), Joined(agency, None, None, False)]
    app.extensions[ADDED] = Contributions(joint_answers.PAGES.adds)
    words = joint_words(Text("Parcs", "Parks"), "Voici.", parts, language)
    with app.app_context():
        shown = str(answer_text(words))
        plain = answer_text("Voici.\n\nSuite")
    assert shown.count("<strong>") == 3
    assert "<p>Un<br>\ndeux</p>" in shown
    assert "<b>" not in shown
    assert plain == paragraphs("Voici.\n\nSuite")


@given(st.text())
def test_typed_text_never_brings_its_own_html(typed: str):
    shown = str(paragraphs(typed))
    assert "<" not in shown.replace("<p>", "").replace("</p>", "").replace("<br>", "")


@pytest.mark.parametrize(
    ("phone", "address"),
    [
        ("1 800 555-0142", "tel:+18005550142"),
        ("514 555-0178", "tel:+15145550178"),
        ("711", "tel:711"),
        ("514 555-0178, poste 42", "tel:+15145550178"),
        ("020 7946 0109", "tel:02079460109"),
        ("+44 20 7946 0109", "tel:+442079460109"),
    ],
)
def test_a_phone_number_can_be_dialled(phone: str, address: str):
    assert tel(phone) == address


def test_a_link_changes_one_part_of_the_query_and_keeps_the_rest(app: Flask):
    path = "/fr/suivi?vue=a&vue=b&page=2"
    assert rendered(app, "{{ with_query(page=3)|safe }}", path) == "/fr/suivi?vue=a&vue=b&page=3"
    assert rendered(app, "{{ with_query(page=none)|safe }}", path) == "/fr/suivi?vue=a&vue=b"


def test_a_number_is_shown_on_one_line_and_as_it_is():
    assert whole("2026-004182") == '<span class="u-nowrap">2026-004182</span>'
    assert "<b>" not in whole("<b>1")
