from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import portal
from portal.domain.time.promise import Stage
from portal.features.groups.letters import LETTERS as OF_GROUPS
from portal.words.letters.letter import FixedLetter, Letter, Names
from portal.words.letters.staff_parts import StaffLetter
from tests.words.letter_cases import (
    _ASKED_NEAR,
    _NEAR,
    ABOUT_NO_COMPLAINT,
    ABOUT_RECOMMENDATIONS,
    ACKNOWLEDGED,
    ASKED,
    BASE,
    LETTERS,
    NAMES,
    NUMBER,
    ONE_AGENCY,
    PARAMS,
    TEMPLATES,
    TO_ADMINISTRATORS,
    TO_ASKED,
    TO_THANKED,
    TWO_AGENCIES,
    codes,
    every_letter,
)

render = LETTERS.render
TO_STAFF = {
    code
    for code, kind in LETTERS.every.items()
    if issubclass(kind if isinstance(kind, type) else type(kind), StaffLetter)
}


class _Visible(HTMLParser):
    """Collects what a reader of the HTML sees, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def seen_in(html: str) -> _Visible:
    parser = _Visible()
    parser.feed(html)
    return parser


def said(text: str) -> str:
    """Words alone, so that line ends, bullets and capitals do not count."""
    return " ".join(re.findall(r"[\w’.@/:-]+", text.replace("\N{NO-BREAK SPACE}", " "))).lower()


@every_letter
def test_the_subject_is_short_and_begins_with_the_number(
    template: str, language: str, params: dict[str, Any]
) -> None:
    subject = render(template, language, params, NAMES).subject
    assert len(subject) <= 60
    if template in ABOUT_NO_COMPLAINT:
        return
    if template == "digest":
        assert subject.startswith(str(params["count"]))
        return
    if template in codes(OF_GROUPS.to_others):
        assert NUMBER not in subject
        return
    first = "Plainte" if language == "fr" else "Complaint"
    assert subject.startswith(f"{first} {NUMBER}")


@every_letter
def test_the_html_says_all_that_the_text_says(
    template: str, language: str, params: dict[str, Any]
) -> None:
    letter = render(template, language, params, NAMES)
    seen = seen_in(letter.html)
    shown = said(" ".join(seen.words))
    for line in letter.text.splitlines():
        without_address = re.sub(r"\s*:?\s*https?://\S+", "", line)
        for words in re.split(r"\s:\s|:\s", without_address.removeprefix("- ")):
            assert said(words) in shown
    assert set(seen.links) == set(re.findall(r"https?://\S+", letter.text))


@every_letter
def test_mail_programs_need_nothing_but_the_letter(
    template: str, language: str, params: dict[str, Any]
) -> None:
    seen = seen_in(render(template, language, params, NAMES).html)
    assert not seen.tags & {"img", "script", "link", "form", "style", "iframe"}
    assert f'lang="{language}-CA"' in render(template, language, params, NAMES).html


@every_letter
def test_nobody_is_told_not_to_reply(template: str, language: str, params: dict[str, Any]) -> None:
    letter = render(template, language, params, NAMES)
    assert letter.text.startswith("Bonjour,\n" if language == "fr" else "Hello,\n")
    assert "!" not in letter.text
    assert not re.search("ne pas répondre|do not reply|no-?reply", letter.text, re.IGNORECASE)


@every_letter
def test_a_sentence_ends_once(template: str, language: str, params: dict[str, Any]) -> None:
    assert ".." not in render(template, language, params, NAMES).text


@every_letter
def test_facts_that_a_letter_does_not_know_never_show(
    template: str, language: str, params: dict[str, Any]
) -> None:
    strange = {"story": "ma voisine", "name": "Gagnon", "access_code": "K7PM-2X9Q"}
    letter = render(template, language, {**params, **strange}, NAMES)
    assert letter == render(template, language, params, NAMES)


LED_ELSEWHERE = {"code_to_take_over": ("reprendre-ma-plainte", "take-over-my-complaint")}
"""Letters to somebody who does not follow the complaint yet, and where they lead."""


@pytest.mark.parametrize("template", LED_ELSEWHERE)
def test_who_does_not_follow_it_yet_is_led_to_where_they_may(template: str) -> None:
    params = {**BASE, **PARAMS[template][0]}
    for language, page in zip(("fr", "en"), LED_ELSEWHERE[template], strict=True):
        words = render(template, language, params, NAMES).text
        assert f"https://plaintes.example/{language}/{page}\n" in words


@pytest.mark.parametrize(
    "template", sorted(LETTERS.citizen_codes - LED_ELSEWHERE.keys() - {"access_link"})
)
def test_citizens_are_led_to_their_complaint(template: str) -> None:
    params = {**BASE, **PARAMS.get(template, [{}])[0]}
    french = render(template, "fr", params, NAMES).text
    english = render(template, "en", params, NAMES).text
    assert f"https://plaintes.example/fr/suivi/{NUMBER}\n" in french
    assert f"https://plaintes.example/en/follow/{NUMBER}\n" in english


def test_a_link_leads_to_the_complaint_by_itself() -> None:
    params = {**BASE, **PARAMS["access_link"][0]}
    assert "https://plaintes.example/fr/lien/7/k3y\n" in (
        render("access_link", "fr", params, NAMES).text
    )
    text = LETTERS.text_message("access_link", "en", params, NAMES)
    assert text.endswith(". https://plaintes.example/en/link/7/k3y")


TO_KEPT_OUT = {"text_left_behind"}


@pytest.mark.parametrize(
    "template",
    sorted(
        TO_STAFF - ABOUT_RECOMMENDATIONS - TO_ADMINISTRATORS - TO_ASKED - TO_KEPT_OUT - TO_THANKED
    ),
)
def test_the_staff_are_led_to_the_complaint_in_their_office(template: str) -> None:
    params = {**BASE, **PARAMS.get(template, [{}])[0]}
    french = render(template, "fr", params, NAMES).text
    english = render(template, "en", params, NAMES).text
    assert f"https://plaintes.example/fr/gestion/parks/plaintes/{NUMBER}\n" in french
    assert f"https://plaintes.example/en/office/parks/complaints/{NUMBER}\n" in english


@pytest.mark.parametrize("template", sorted(TO_THANKED))
def test_whom_words_concern_is_led_to_them_alone_and_reads_no_number(template: str) -> None:
    french = render(template, "fr", BASE, NAMES)
    assert "https://plaintes.example/fr/gestion/parks/mots-transmis\n" in french.text
    assert NUMBER not in french.subject + french.text


@pytest.mark.parametrize("template", sorted(TO_KEPT_OUT))
def test_whoever_is_kept_out_is_led_to_the_list_and_reads_no_number(template: str) -> None:
    unopened = {**BASE, "opens": False}
    french = render(template, "fr", unopened, NAMES)
    assert "https://plaintes.example/fr/gestion/parks/file\n" in french.text
    assert NUMBER not in french.subject + french.text
    english = render(template, "en", unopened, NAMES).text
    assert "https://plaintes.example/en/office/parks/list\n" in english


@pytest.mark.parametrize("template", [*sorted(TO_ASKED), "warning", "digest"])
def test_whoever_is_asked_is_led_to_what_is_asked_of_them(template: str) -> None:
    told = {"warning": _ASKED_NEAR, "digest": ASKED}.get(template, PARAMS.get(template, [{}])[0])
    french = render(template, "fr", {**BASE, **told}, NAMES).text
    english = render(template, "en", {**BASE, **told}, NAMES).text
    assert "https://plaintes.example/fr/gestion/parks/demandes\n" in french
    assert "https://plaintes.example/en/office/parks/requests\n" in english
    assert "/plaintes/2026" not in french


@pytest.mark.parametrize("template", [*sorted(ABOUT_RECOMMENDATIONS), "warning"])
def test_what_is_told_of_a_recommendation_leads_to_its_page(template: str) -> None:
    params = {**BASE, **PARAMS.get(template, [{}])[0], "recommendation": 7}
    french = render(template, "fr", params, NAMES).text
    english = render(template, "en", params, NAMES).text
    assert "https://plaintes.example/fr/gestion/parks/recommandations/7\n" in french
    assert "https://plaintes.example/en/office/parks/recommendations/7\n" in english


@pytest.mark.parametrize("template", sorted(TO_ADMINISTRATORS))
def test_administrators_who_see_no_complaint_are_led_to_the_settings(template: str) -> None:
    french = render(template, "fr", BASE, NAMES).text
    english = render(template, "en", BASE, NAMES).text
    assert "https://plaintes.example/fr/reglages/parks\n" in french
    assert "https://plaintes.example/en/settings/parks\n" in english
    assert "gestion" not in french + english


def test_a_letter_about_several_says_what_each_needs_and_by_when_and_how_many_more() -> None:
    spaced = render("digest", "fr", ONE_AGENCY, NAMES).text.replace("\N{NO-BREAK SPACE}", " ")
    assert f"- {NUMBER} : la réponse, au plus tard le 22 septembre https://" in spaced
    assert f"- {NUMBER} : la date promise pour le premier contact est passée https://" in spaced
    assert "Et 49 autres." in spaced
    assert "https://plaintes.example/fr/gestion/parks/file?vue=en-retard\n" in spaced
    english = render("digest", "en", TWO_AGENCIES, NAMES).text
    assert "WATER BOARD, COMING UP" in english
    assert "the answer, by 22\xa0September (80% of the time allowed has passed)" in english
    assert "https://plaintes.example/en/office/water/list?vue=equipe\n" in english
    assert "more." not in english


@pytest.mark.parametrize("template", ["late", "extended", "answered", "closed"])
@pytest.mark.parametrize(
    ("language", "body"), [("fr", "Ombudsman des exemples"), ("en", "Examples ombudsman")]
)
def test_other_recourses_are_named_where_they_matter(
    template: str, language: str, body: str
) -> None:
    params = {**BASE, **PARAMS.get(template, [{}])[0]}
    letter = render(template, language, params, NAMES)
    assert body in letter.text
    assert "https://ombuds.example/" in letter.text


def test_a_recourse_that_opens_is_the_only_one_named() -> None:
    text = render("recourse_opened", "fr", {**BASE, "recourse": "ombuds"}, NAMES).text
    assert "Ombudsman des exemples" in text
    assert "Révision par la Régie" not in text


def test_a_late_letter_says_who_has_the_complaint_now_and_until_when() -> None:
    params = {**BASE, "level": 2, "last_day": "2026-12-22"}
    assert "President" in render("late", "en", params, NAMES).text
    assert "22\xa0décembre\xa02026" in render("late", "fr", params, NAMES).text


def test_the_answer_stands_only_in_the_letter_of_whoever_asked_for_it() -> None:
    brief, full = (render("answered", "fr", {**BASE, **p}, NAMES) for p in PARAMS["answered"][:2])
    assert "Le sentier est ouvert." not in brief.text
    assert "Le sentier est ouvert." in full.text
    assert "&lt;b&gt;Ombudsman&lt;/b&gt; &amp; co" in full.html


def test_a_time_that_is_a_sample_is_labelled_so() -> None:
    params = {**BASE, **ACKNOWLEDGED}
    sample = Names(
        NAMES.portal,
        NAMES.agency,
        NAMES.base_url,
        NAMES.zone,
        assumed=frozenset({Stage.ANSWER}),
    )
    assert "délai d’exemple" not in render("acknowledgement", "fr", params, NAMES).text
    assert render("acknowledgement", "fr", params, sample).text.count("délai d’exemple") == 1


def test_moments_are_told_on_the_clocks_of_the_agency() -> None:
    params = {**BASE, **ACKNOWLEDGED}
    spaced = render("acknowledgement", "fr", params, NAMES).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "24 novembre 2026 à 14 h 20" in spaced


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", "Les jours ouvrables sont comptés comme si votre plainte était arrivée le 25 nov"),
        ("en", "Working days are counted as if your complaint had arrived on 25 November."),
    ],
)
def test_what_comes_while_the_agency_is_closed_is_told_from_when_it_counts_and_why(
    language: str, told: str
) -> None:
    params = {**BASE, **ACKNOWLEDGED, "counted_from": "2026-11-25"}
    later, same = (
        " ".join(render("acknowledgement", language, told_of, NAMES).text.split())
        for told_of in (params, {**BASE, **ACKNOWLEDGED})
    )
    assert told in later
    assert told not in same


def test_every_letter_that_is_posted_can_be_worded() -> None:
    assert _posted() <= set(TEMPLATES)


def test_every_letter_that_can_be_worded_is_posted_somewhere() -> None:
    assert set(TEMPLATES) <= _posted()


def test_every_notice_has_its_place_and_its_words_among_others() -> None:
    assert set(LETTERS.places) <= _posted()
    assert len(set(LETTERS.places.values())) == len(LETTERS.places)
    for kind in LETTERS.places:
        listed = [{**_NEAR, "kind": kind, "recommendation": 7}]
        assert NUMBER in render("digest", "fr", {**ONE_AGENCY, "listed": listed}, NAMES).text


def test_what_needs_its_reader_most_comes_first() -> None:
    assert sorted(LETTERS.places, key=LETTERS.places.__getitem__) == [
        "passed_to_you",
        "text_came_back",
        "text_not_opened",
        "text_not_sent",
        "person_unreached",
        "to_read",
        "request_passed_to_you",
        "nobody_in_charge",
        "letter_unread",
        "post_vacant",
        "date_missed",
        "request_missed",
        "recommendation_climbed",
        "recommendation_missed",
        "started_by_itself",
        "resumed_by_itself",
        "person_wishes_to_follow",
        "accommodation_wanted",
        "person_follows",
        "person_confirmed",
        "new_message",
        "warning",
    ]


@cache
def _posted() -> frozenset[str]:
    """The codes of the letters that are made, or handed to a function, somewhere."""
    return frozenset(_every_posted())


def _every_posted() -> Iterator[str]:
    names = {
        name: value.code
        for module in list(sys.modules.values())
        if module.__name__.startswith("portal.")
        for name, value in vars(module).items()
        if _is_letter(value)
    }
    for path in Path(portal.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            used = [getattr(part, "id", "") for part in (call.func, *call.args)]
            yield from (names[name] for name in used if name in names)


def _is_letter(value: object) -> bool:
    if isinstance(value, type):
        return issubclass(value, Letter) and isinstance(getattr(value, "code", None), str)
    return isinstance(value, FixedLetter)


WAITING = {
    **ACKNOWLEDGED,
    "answer_day": None,
    "after_file": "10 working days",
    "file_day": "2026-12-22",
    "file_is_sample": True,
}


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", "une réponse écrite 10 jours ouvrables après la réception des documents."),
        ("fr", "au plus tard le 22 décembre 2026 (délai d’exemple), même si un document manque"),
        ("en", "a written answer 10 working days after the documents are received."),
    ],
)
def test_an_answer_that_waits_for_the_documents_is_acknowledged_without_a_date(
    language: str, told: str
):
    letter = render("acknowledgement", language, BASE | WAITING, NAMES)
    assert told in " ".join(letter.text.replace("\N{NO-BREAK SPACE}", " ").split())
    assert "2027" not in letter.text


@pytest.mark.parametrize(
    ("by_itself", "told"),
    [(False, "Votre dossier est complet."), (True, "Le délai part quand même.")],
)
def test_once_the_time_runs_the_letter_says_why_and_until_when(by_itself: bool, told: str):
    params = BASE | {"last_day": "2026-12-08", "by_itself": by_itself}
    letter = " ".join(render("file_completed", "fr", params, NAMES).text.split())
    assert told in letter
    assert "réponse écrite au plus tard le 8 décembre 2026." in letter
