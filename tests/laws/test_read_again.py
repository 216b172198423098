"""All that a filing carries stands where it is read again, and in the file taken elsewhere."""

from __future__ import annotations

import zipfile
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.handling.filing import Receipt
from portal.complaints.kept_drafts import DraftContent, OpenDraft
from portal.features.finder_evidence.rules import FinderSaid
from portal.features.groups.rules import ChosenGroup
from portal.features.hidden_names.rules import AskedHidden
from portal.features.joint_answers.rules import NamedAgency, OtherAgencies
from portal.features.referrals.rules import Referral
from portal.features.representatives.rules import Representation
from portal.features.transfers.rules import AgreedBefore
from portal.pages.citizen.contributions import AtFinder, AtStart, DraftForm
from portal.pages.citizen.journey import DraftStep
from portal.pages.features import added
from portal.payload import Payload
from portal.runtime import Runtime
from tests.pages.office.people import signed_in, words
from tests.support import TUESDAY, file

SAID: dict[str, object] = {
    "story": "Le sentier est fermé (récit).",
    "answers": {"place": "Sentier du lac (lieu)", "since": "2026-11-01"},
    "filed_for": "other",
    "name": "Solange Gagnon",
    "other_name": "Odile Gagnon",
    "agreement": "Elle est à l’hôpital (accord).",
    "reply_by": "email",
    "email": "solange@exemple.org",
    "full_answer_by_email": True,
    "reply_language": "fr",
    "needs": ("braille",),
    "wish": "Rouvrez-le (demande).",
    "when_where": "Lundi, au lac (date).",
}
OTHERWISE: dict[str, dict[str, str]] = {
    "phone": {"reply_by": "phone", "phone": "514 555-0178"},
    "address": {"reply_by": "post", "address": "12, rue du Parc"},
}
"""What is said only instead of something else."""

IN_WORDS = {
    "answers": {
        "fr": ["Sentier du lac (lieu)", "1er novembre 2026"],
        "en": ["Sentier du lac (lieu)", "1 November 2026"],
    },
    "filed_for": {
        "fr": ["Pour Odile Gagnon, par Solange Gagnon"],
        "en": ["For Odile Gagnon, by Solange Gagnon"],
    },
    "reply_by": {"fr": ["Réponse par Courriel"], "en": ["Answer sent by Email"]},
    "email": {"fr": [], "en": []},
    "full_answer_by_email": {"fr": ["(la réponse complète)"], "en": ["(the full answer)"]},
    "reply_language": {"fr": ["Langue de la réponse Français"], "en": ["of the answer French"]},
    "needs": {"fr": ["Braille"], "en": ["Braille"]},
}
NOT_CARRIED = {
    "words": "what was typed into the finder becomes the story",
    "rather": "which of two agencies was meant: the complaint went there",
    "municipality": "what the right agency was looked for by; where it happened is asked later",
    "typed": "the questions as fields: `answers` is what was read from them",
    "channel": "how it came, which only an employee writes down",
    "received": "the day on which it came, which is the complaint's own",
    "received_at": "the hour at which it came",
    "is_counted": "whether the draft is in a count of drafts, of which nothing tells whose it is",
    "left_at": "the page on which to go on, while it is a draft",
    "added": "each feature's by its own type, in ADDED",
}

ADDED: dict[type[Payload], tuple[Payload, dict[str, list[str]]]] = {
    OtherAgencies: (
        OtherAgencies((NamedAgency("water", "La conduite (autre).", ("story",)),)),
        {
            "fr": ["Service des eaux", "La conduite (autre).", "le récit", "8 décembre 2026"],
            "en": ["Water board", "La conduite (autre).", "the story", "8 December 2026"],
        },
    ),
    Representation: (
        Representation(
            represents_as="mandate",
            represents_for="answer",
            represents_until="day",
            represents_until_day=("31", "12", "2027"),
            represents_proof="none",
            represents_why="another",
            represents_why_words="Le notaire est absent (preuve).",
            represented_email="odile@exemple.org",
            represented_address="9, rue du Quai",
        ),
        {
            "fr": [
                *("Mandat ou procuration", "recevoir les lettres et répondre"),
                *("Jusqu’au 31 décembre 2027", "Aucune (autre raison)", "Le notaire est absent"),
            ],
            "en": [
                *("Mandate or power of attorney", "receive the letters and reply"),
                *("Until 31 December 2027", "None (another reason)", "Le notaire est absent"),
            ],
        },
    ),
    AskedHidden: (
        AskedHidden(hides_name=True),
        {
            "fr": ["Cachés à l’unité concernée, à votre demande"],
            "en": ["Hidden from the unit concerned, at your request"],
        },
    ),
    AgreedBefore: (
        AgreedBefore(may_transfer=True),
        {
            "fr": ["Acceptée, si un autre organisme doit répondre"],
            "en": ["Agreed to, if another agency has to answer"],
        },
    ),
}
ADDED_ELSEWHERE = {
    FinderSaid: "what the finder proposed, which they did not write",
    ChosenGroup: "the page says that others complain of the same",
    Referral: "who led them to the portal, which they did not write",
}

READ_AGAIN = {"fr": "Relire ma plainte", "en": "Read my complaint again"}
LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])
FOLLOW = {"fr": "/fr/suivi/{}", "en": "/en/follow/{}"}
TAKE = {"fr": "/fr/suivi/{}/dossier", "en": "/en/follow/{}/file"}
OFFICE = {
    "fr": "/fr/gestion/parks/plaintes/{}/dossier",
    "en": "/en/office/parks/complaints/{}/file",
}


def opened(app: Flask, receipt: Receipt) -> FlaskClient:
    """Return a browser that opened a complaint by its number and code."""
    client = app.test_client()
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    return client


def read_in(archive: bytes) -> str:
    """Return the words of the page to read in a ready file."""
    with zipfile.ZipFile(BytesIO(archive)) as parts:
        (name,) = (part for part in parts.namelist() if part.endswith(".html"))
        return words(unescape(parts.read(name).decode()))


def read_again(app: Flask, runtime: Runtime, receipt: Receipt, language: str) -> dict[str, str]:
    """Return the words of every place where a complaint is read as it was filed."""
    citizen, officer = opened(app, receipt), signed_in(app, runtime)
    page = citizen.get(FOLLOW[language].format(receipt.number)).text
    reading = page.partition(READ_AGAIN[language])[2].partition("</details>")[0]
    return {
        "page": words(unescape(reading)),
        "own file": read_in(citizen.post(TAKE[language].format(receipt.number)).data),
        "office file": read_in(officer.post(OFFICE[language].format(receipt.number)).data),
    }


@LANGUAGES
def test_what_a_filing_carries_is_read_again(app: Flask, runtime: Runtime, language: str):
    said = {name: value for name, value in SAID.items() if name != "story"}
    parts = [part for part, _ in ADDED.values()]
    receipt = file(runtime, story=str(SAID["story"]), category="trail", parts=parts, **said)
    expected = [one for _, by_language in ADDED.values() for one in by_language[language]]
    for name, value in SAID.items():
        expected += IN_WORDS[name][language] if name in IN_WORDS else [str(value)]
    for place, text in read_again(app, runtime, receipt, language).items():
        missing = [one for one in expected if one not in text]
        assert not missing, (place, text)


@pytest.mark.parametrize("field", [*OTHERWISE, "email"])
def test_where_one_is_reached_is_in_the_file_and_stays_off_the_page(
    app: Flask, runtime: Runtime, field: str
):
    where = OTHERWISE.get(field, {"email": str(SAID["email"])})
    read = read_again(app, runtime, file(runtime, **{"email": "", **where}), "fr")
    assert {place for place, text in read.items() if where[field] in text} == set(read) - {"page"}


def test_where_the_person_is_reached_is_in_the_file_and_stays_off_the_page(
    app: Flask, runtime: Runtime
):
    parts = [part for part, _ in ADDED.values()]
    said = {name: value for name, value in SAID.items() if name != "story"}
    receipt = file(runtime, story=str(SAID["story"]), category="trail", parts=parts, **said)
    read = read_again(app, runtime, receipt, "fr")
    for where in ("odile@exemple.org", "9, rue du Quai"):
        assert {place for place, text in read.items() if where in text} == set(read) - {"page"}


def test_no_field_of_a_filing_is_forgotten(app: Flask):
    fields = set(DraftContent.__match_args__)
    assert fields == {*SAID, *OTHERWISE, *NOT_CARRIED}
    assert not {*SAID, *OTHERWISE} & set(NOT_CARRIED)


def test_nothing_that_a_feature_asks_when_one_files_is_forgotten(app: Flask, runtime: Runtime):
    with app.test_request_context(method="POST"):
        asked = {type(form.typed(None)) for form in every(app, DraftForm)}
        asked |= {type(step.typed()) for step in every(app, DraftStep)}
        begun = {
            type(start.kept(runtime.agencies.agency("parks"))) for start in every(app, AtStart)
        }
        chosen = {type(finder.kept(blank_draft())) for finder in every(app, AtFinder)}
    assert asked | begun | chosen == {*ADDED, *ADDED_ELSEWHERE}


def blank_draft() -> OpenDraft:
    """Return a draft in which nothing was typed."""
    return OpenDraft("draft", "fr", None, None, DraftContent(), TUESDAY, TUESDAY, None, TUESDAY)


def every(app: Flask, kind: type) -> list:
    """Return what all features add of one kind."""
    with app.app_context():
        return list(added(kind))
