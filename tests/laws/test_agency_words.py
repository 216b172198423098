"""What agencies tell citizens names each thing once, in plain words of both languages."""

import re
from pathlib import Path

import pytest

from portal.agencies.settings.fields import Words
from portal.domain.text import Text
from portal.words.typography import french_spaces
from tests.laws.agency_texts import FILES, agencies, configuration, named_texts, texts_of_plugins
from tests.laws.officials import FORBIDDEN_IN_ENGLISH, FORBIDDEN_IN_FRENCH
from tests.laws.texts_in_use import sentences

LONGEST_SENTENCE = 20

# What the portal never says, but an agency may: what is called so, and a regret in its answer.
CALLED_SO_IN_FRENCH = {"client", "usager", "assignation", "désolé"}
CALLED_SO_IN_ENGLISH = {"customer", "ticket", "adaptation", "by post", "exchang", "sorry"}

AVOIDED_IN_FRENCH = {
    **{word: said for word, said in FORBIDDEN_IN_FRENCH.items() if word not in CALLED_SO_IN_FRENCH},
    "(?<!comité des )usager": "les personnes, or vous",
    "échéance": "délai, or dernier jour",
    "date limite": "dernier jour, or jusqu’à quand",
    "(?:la|sa propre|une autre) voie": "la demande à faire, autrement",
    "sui[tv]\\w* un autre chemin": "se fait autrement",
    "valeur (?:commune )?d’exemple|durée d’exemple": "délai d’exemple",
    "rétroaction": "commentaires",
    "relèvent? d’un autre recours": "se traite ailleurs",
    "représentante?s?\\b": "la personne qui représente",
    "aide sociale$": "soutien psychosocial: aide sociale is money",
}
AVOIDED_IN_ENGLISH = {
    **{
        word: said
        for word, said in FORBIDDEN_IN_ENGLISH.items()
        if word not in CALLED_SO_IN_ENGLISH
    },
    "belongs? to": "is handled by",
    "(?:after|of|from|about) the facts": "after it happened, what happened",
    "prejudice": "harm",
    "stops? no\\b": "does not stop any",
    "follows? another": "is made another way",
    "the way depends|its own way": "what to ask for depends",
    "your recourses?|own recourses?|to another recourse": "what you can do, elsewhere",
    "common (?:sample )?value|sample (?:value|time)": "sample deadline",
    "reception\\b": "counter, or counter service",
    "follow-up of": "follow-up on",
    "picture of": "photo of",
    "competent authorit": "authorities in charge",
    "quebec": "Québec",
    "(?:Jan|Febr)uary \\d|(?:March|April|May|June|July|August) \\d{1,2}\\b|\\w+ber \\d{1,2}\\b": (
        "the day before the month, as all pages have it"
    ),
}

# French words that have more than one meaning, hence more than one name in English.
SEVERAL_MEANINGS = {
    "La date de votre demande",  # a request for an answer, an application for a permit
    "Votre numéro de dossier",  # a file in Québec, a case in Washington
    "Par la poste",  # by mail in Canada, by post in England
    "Quelle est la date de la décision?",  # what a board rules, what an office decides
    "la date de la décision",
}

# Said by everybody, who might not know the whole name; or the name of a form, a card, a rule.
KNOWN_BY_ITS_LETTERS = {
    *("CLSC", "CHSLD", "SOS", "OPUS", "VIA", "CBC", "CPA", "SPA", "SPCA", "GRC", "RCMP", "SAAQ"),
    *("RREGOP", "RRPE", "RSP", "WAC", "TPS", "TVQ", "GST", "QST", "ANIMAUX"),
}
LETTERS = re.compile(r"\b[A-Z]{3,7}\b")

PHONE = re.compile(r"(?:1 )?\d{3} \d{3}-\d{4}|020 7946 \d{4}|\d{3}")
LIKE_A_PHONE = re.compile(r"(?<![\d-])\+?(?:\d{1,3}[ .-])?\(?\d{3}\)?[ .-]\d{3,4}[ .-]\d{4}\b")


def texts() -> list[tuple[str, str, Words | Text]]:
    """Return every text of agencies, of their plugins and of the portal: whose, its key, itself."""
    whole = [("_portal", configuration().portal), *((a.agency.code, a) for a in agencies())]
    written = [(code, key, words) for code, each in whole for key, words in named_texts(each)]
    return [*written, *((name, "plugin", text) for name, text in texts_of_plugins())]


def test_what_agencies_tell_is_found():
    found = texts()
    assert len(found) > 1500
    assert {code for code, key, _ in found if key == "plugin"} == {"hmcts", "ramq", "sante"}


@pytest.mark.parametrize("word", AVOIDED_IN_FRENCH)
def test_agencies_avoid_the_words_of_officials_in_french(word: str):
    found = [
        (code, words.fr)
        for code, _, words in texts()
        if re.search(rf"\b(?:{word})", words.fr, re.IGNORECASE)
    ]
    assert found == [], f"write: {AVOIDED_IN_FRENCH[word]}"


@pytest.mark.parametrize("word", AVOIDED_IN_ENGLISH)
def test_agencies_avoid_the_words_of_translators_in_english(word: str):
    found = [
        (code, words.en)
        for code, _, words in texts()
        if re.search(rf"\b(?:{word})", words.en or "", re.IGNORECASE)
    ]
    assert found == [], f"write: {AVOIDED_IN_ENGLISH[word]}"


def test_one_french_text_has_one_english_text_in_all_agencies():
    said: dict[str, set[str]] = {}
    for _, _, words in texts():
        said.setdefault(words.fr, set()).add(words.en or "")
    several = {fr: en for fr, en in said.items() if len(en) > 1}
    assert several.keys() == SEVERAL_MEANINGS, several


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_sentence_of_an_agency_is_said_in_one_breath(language: str):
    """Names of bodies are as long as they are."""
    long = [
        (code, sentence)
        for code, key, words in texts()
        if key not in ("name", "body")
        for sentence in sentences(getattr(words, language) or "")
        if len(re.findall(r"\w+(?:[’'-]\w+)*", sentence)) > LONGEST_SENTENCE
    ]
    assert long == []


def test_french_signs_of_agencies_keep_to_the_words_before_them():
    loose = re.compile(
        r" [:;!?»%$]|[^\s]»|«[^\N{NO-BREAK SPACE}]|\w:(?=\s|$)|\N{NO-BREAK SPACE}[?;]"
    )
    assert [(code, w.fr) for code, _, w in texts() if loose.search(french_spaces(w.fr))] == []


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_phone_numbers_have_one_form(file: Path):
    written = LIKE_A_PHONE.findall(file.read_text("utf-8"))
    assert [number for number in written if not PHONE.fullmatch(number)] == []


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_links_are_safe_to_follow(file: Path):
    assert "http://" not in file.read_text("utf-8")


def test_letters_stand_beside_the_whole_name_somewhere_in_what_an_agency_tells():
    own = {each.agency.code: each.agency.short_name for each in agencies()}
    said: dict[str, str] = {}
    for code, _, words in texts():
        said[code] = f"{said.get(code, '')} {words.fr} {words.en}"
    unexplained = {
        (code, letters)
        for code, told in said.items()
        for letters in set(LETTERS.findall(told)) - KNOWN_BY_ITS_LETTERS - {own.get(code)}
        if f"({letters}" not in told
    }
    assert unexplained == set()
