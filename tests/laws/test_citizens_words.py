"""What citizens read names each thing in one way, in short sentences, in a language it says."""

import re
from pathlib import Path

import pytest

from portal.words.refresh import PORTAL
from tests.laws.texts_in_use import forms, french, in_use, sentences, translated

# A second word for a thing that already has a name, and that name.
SECOND_NAMES = {
    r"(?:dans|depuis|sur) (?:le|votre) suivi\b": "la page de suivi",
    r"votre suivi\b": "votre page de suivi",
    r"r[eé]exam|revoir\b|revue?s?\b": "réviser",
    "notre équipe": "le guichet",
    r"(?:agence|ministère|institution)s?\b": "organisme",
    r"(?:mandataire|représentante?)s?\b": "la personne qui représente",
    r"pièces? jointe": "document",
    r"échéances?\b|date (?:limite|butoir)": "date promise, ou dernier jour",
    r"niveaux?\b(?! AA)": "palier",
    r"numéro de (?:dossier|suivi)": "numéro de plainte",
    r"code (?:secret|de suivi)|identifiant": "code d’accès",
    r"(?:transmi\w+|transmettre) (?:au bon|à un autre) organisme": "remettre",
    r"réclamations?\b": "plainte",
    r"temps pour (?!écrire)": "délai",
    r"à compter d": "à partir de",
    r"mes derniers jours": "mes dates",
    r"fait marcher": "exploite le portail",
    r"employée?s?\b": "le personnel",
    r"par qui (?:a|est)\b": "par la personne qui",
}
# A limit of the portal, or what is told from five on: never one, nor zero.
ALWAYS_SEVERAL = r"%\((?:count|days)\)s (?:caractères|documents|fois|jours|lettres|personnes)"
COUNTED = r"%\((?:count|days|n|num)\)s (?!ans|dans|fois|mois|plus|sous)\w+[sx]\b"
# What is said word by word after the French, and what is said in English.
CALQUES = {
    r"\bYour (?:complaint|request|message|report|draft) is (?:sent|received|withdrawn|deleted)\b": (
        "has been"
    ),
    r"\bat once\b": "right away",
    r"\b(?:in|with) what quality\b": "acting as",
    r"\bact of (?:birth|death)\b": "certificate",
    r"\bcan(?:not| no longer) be (?:unread|forgotten)\b": "cannot be taken back",
    r"\bthe (?:delay|date) (?:is|stays) counted\b": "is on record",
    r"\b(?:A|The|Its own|own|This) times? (?:starts?|ends?|is|has) ": "time limit",
    r"\bWho are (?:you|they) to this person\b": "how you are connected to this person",
    r"\"": "curly quotes, as in “Save”",
}
FILES = re.compile(
    r"(pages/(citizen|shown|forms|uploads|too_long|troubles|protection)"
    r"|pages/templates/(citizen|base|errors/(error|resend))"
    r"|features/\w+/citizen"
    r"|words/letters/(to_citizens|about_dates|parts))"
)
LONGEST_SENTENCE = 20
# What somebody typed, and what says in which language, on the same element.
TYPED = re.compile(r"\|(?:paragraphs|answer_text)\b")
SAYS_ITS_LANGUAGE = re.compile(r"\blang=|is_lang\(\)|in_language\(")
# Not sent yet: the person reads their own words, in the language of the page.
OWN_WORDS = {"check.html", "_other_tab.html"}


def _is_for_citizens(file_name: str) -> bool:
    if file_name.startswith("features/") and file_name.endswith(".html"):
        return '{% extends "base.html" %}' in (PORTAL / file_name).read_text("utf-8")
    return bool(FILES.match(file_name))


def _read_by_citizens() -> list[tuple[str, str]]:
    return [(file_name, text) for file_name, text in french() if _is_for_citizens(file_name)]


def _english_for_citizens() -> list[str]:
    first = {forms(text)[0] for file_name, text in in_use() if _is_for_citizens(file_name)}
    return [form for text in first for form in translated()[text]]


def test_what_citizens_read_is_found():
    assert len({file_name for file_name, _ in _read_by_citizens()}) > 100


@pytest.mark.parametrize("word", SECOND_NAMES)
def test_a_thing_has_one_name_for_citizens(word: str):
    found = [
        (file_name, text)
        for file_name, text in _read_by_citizens()
        if re.search(rf"\b(?:{word})", text, re.IGNORECASE)
    ]
    assert found == [], f"write: {SECOND_NAMES[word]}"


@pytest.mark.parametrize("calque", CALQUES)
def test_english_for_citizens_is_not_said_word_by_word(calque: str):
    found = [text for text in _english_for_citizens() if re.search(calque, text)]
    assert found == [], f"write: {CALQUES[calque]}"


def test_what_citizens_are_told_of_a_number_agrees_with_one_and_with_zero():
    alone = {text for _, text in in_use() if isinstance(text, str)}
    wrong = [
        (file_name, text)
        for file_name, text in _read_by_citizens()
        if text in alone and re.search(COUNTED, re.sub(ALWAYS_SEVERAL, "", text))
    ]
    assert wrong == [], "use ngettext, or say it before a colon"


def test_a_sentence_for_citizens_is_said_in_one_breath():
    long = [
        (file_name, sentence)
        for file_name, text in _read_by_citizens()
        for sentence in sentences(text)
        if len(re.findall(r"\w+(?:[’'-]\w+)*", sentence)) > LONGEST_SENTENCE
    ]
    assert long == []


def test_what_somebody_typed_says_its_language():
    pages = [*PORTAL.glob("pages/templates/citizen/*.html"), *PORTAL.glob("features/*/templates/*")]
    silent = [
        f"{page.name}: {line.strip()}"
        for page in pages
        if page.name not in OWN_WORDS and _is_a_whole_page_or_its_own(page)
        for line in page.read_text("utf-8").splitlines()
        if TYPED.search(line) and not SAYS_ITS_LANGUAGE.search(line)
    ]
    assert silent == [], "put in_language(…) on its element"


def _is_a_whole_page_or_its_own(page: Path) -> bool:
    return page.parent.name == "citizen" or '{% extends "base.html" %}' in page.read_text("utf-8")
