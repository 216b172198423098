import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from portal.words.typography import french_spaces, full_stop

FRENCH = st.text(st.sampled_from("aé 1240:%$«»;?()shMko<>/=\"'\N{NO-BREAK SPACE}\n"), max_size=40)


@pytest.mark.parametrize(
    ("typed", "set_in_french"),
    [
        ("Exemple : 3", "Exemple~: 3"),
        ("«mot»", "«~mot~»"),
        ("« mot »", "«~mot~»"),
        ("88 % et 480 $", "88~% et 480~$"),
        ("88 %% de %(name)s", "88~%% de %(name)s"),
        ("Il reste %(num)s jours", "Il reste %(num)s jours"),
        ("%(num)s Mo, %(rate)s %%", "%(num)s~Mo, %(rate)s~%%"),
        ("de 8 h 30 à 16 h 30", "de 8~h~30 à 16~h~30"),
        ("à 14 h, puis", "à 14~h, puis"),
        ("15 Mo par document", "15~Mo par document"),
        ("4 000 et 1 234 567", "4~000 et 1~234~567"),
        ("1 800 555-0142", "1~800~555-0142"),
        ("Vraiment? Oui; non!", "Vraiment? Oui; non!"),
        ("10 hommes, 3 mois", "10 hommes, 3 mois"),
        ("12 11 2026", "12 11 2026"),
        ('<a title="a : b">x : y</a>', '<a title="a : b">x~: y</a>'),
        ("https://exemple.org:80/", "https://exemple.org:80/"),
    ],
)
def test_french_spaces_do_not_break_where_french_forbids_it(typed: str, set_in_french: str):
    assert french_spaces(typed) == set_in_french.replace("~", "\N{NO-BREAK SPACE}")


@given(st.one_of(st.text(), FRENCH))
def test_setting_a_text_twice_changes_nothing_more(text: str):
    assert french_spaces(french_spaces(text)) == french_spaces(text)


@given(st.one_of(st.text(), FRENCH))
def test_only_spaces_ever_change(text: str):
    def without_spaces(words: str) -> str:
        return re.sub("[ \N{NO-BREAK SPACE}]", "", words)

    assert without_spaces(french_spaces(text)) == without_spaces(text)


@given(st.one_of(st.text(), FRENCH))
def test_safe_html_stays_safe_and_other_text_stays_unsafe(text: str):
    assert isinstance(french_spaces(Markup(text)), Markup)
    assert not isinstance(french_spaces(text), Markup)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Du lundi au vendredi", "Du lundi au vendredi."),
        ("8:30 a.m. to 4:30 p.m.", "8:30 a.m. to 4:30 p.m."),
        ("Pourquoi?", "Pourquoi?"),
        (Markup("<span>until 4:30 p.m.</span>"), Markup("<span>until 4:30 p.m.</span>")),
        (Markup("<span>lundi</span>"), Markup("<span>lundi</span>.")),
    ],
)
def test_a_sentence_has_one_full_stop(words: str, sentence: str):
    assert full_stop(words) == sentence
    assert isinstance(full_stop(words), type(words))
