"""Searching encrypted complaints by hashed words."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord
from portal.db import search
from portal.db.search import index_more, indexed_words
from portal.domain.actor import PORTAL, Actor, complainant
from portal.keyring import Keyring, new_keyring
from portal.runtime import Runtime
from tests.support import file, officer, on_both
from tests.support.searching import ids_matching


def found(runtime: Runtime, typed: str, actor: Actor = PORTAL, at_most: int = 1000) -> list[str]:
    """Return the stories of the complaints that `typed` finds, in the order found."""
    with runtime.reading(actor) as session:
        ids = ids_matching(session, runtime.keyring, typed, at_most)
        return [session.get_one(ComplaintRecord, one).story for one in ids]


def first(session: Session) -> ComplaintRecord:
    return session.get_one(ComplaintRecord, 1)


def say_nothing_of_owners(session: Session) -> None:
    """Leave in the index the hashes alone, without the terms that say whose they are."""
    connection = session.connection()
    rows = connection.execute(text("SELECT complaint_id, words FROM complaint_search")).all()
    connection.execute(text("DELETE FROM complaint_search"))
    statement = search._INSERT[connection.dialect.name]
    for complaint_id, words in rows:
        hashes = " ".join(re.findall(r"\b[0-9a-f]{14}\b", words))
        connection.exec_driver_sql(statement, {"id": complaint_id, "words": hashes})


@on_both
def test_accents_capitals_plurals_and_punctuation_do_not_matter(runtime: Runtime):
    file(runtime, story="Le sentier du cœur est fermé.")
    file(runtime, story="Une tout autre affaire de barrière ouverte.")
    typed = [
        "fermé",
        "FERME",
        "fermes",
        "sentiers",
        "le sentier",
        "cœur",
        "coeur",
        "sentier, fermé!",
    ]
    finding = [words for words in typed if found(runtime, words)]
    assert finding == typed
    assert found(runtime, "sentiers fermés") == ["Le sentier du cœur est fermé."]


@on_both
def test_english_words_are_found_in_english_complaints(runtime: Runtime):
    file(runtime, "water", "The meters were never read.", reply_language="en")
    file(runtime, "water", "The taps were never read.", reply_language="en")
    assert found(runtime, "reading meter") == ["The meters were never read."]


@on_both
def test_every_word_must_stand_in_the_complaint(runtime: Runtime):
    file(runtime, story="Le sentier est fermé.")
    file(runtime, story="Le sentier est boueux.")
    assert found(runtime, "sentier boueux") == ["Le sentier est boueux."]
    assert found(runtime, "sentier inconnu") == []


@on_both
def test_a_complainant_is_found_by_their_name(runtime: Runtime):
    file(runtime, story="Le sentier est fermé.", name="Zoé Desrosiers")
    file(runtime, story="Le sentier est boueux.", name="Paul Roy")
    assert found(runtime, "desrosiers") == ["Le sentier est fermé."]


@on_both
def test_the_newest_come_first_and_only_as_many_as_asked(runtime: Runtime):
    stories = [f"Le sentier {word} est fermé." for word in ("rouge", "bleu", "vert")]
    for story in stories:
        file(runtime, story=story)
    assert found(runtime, "sentier") == stories[::-1]
    assert found(runtime, "sentier", at_most=2) == stories[:0:-1]


@on_both
def test_an_agency_finds_its_own_however_many_others_there_are(runtime: Runtime):
    file(runtime, "parks", "Le sentier est fermé.")
    for _ in range(3):
        file(runtime, "water", "Le sentier est inondé.")
    assert found(runtime, "sentier", officer("parks"), at_most=2) == ["Le sentier est fermé."]
    with runtime.reading(complainant(1)) as session:
        assert ids_matching(session, runtime.keyring, "sentier") == []


@on_both
def test_a_complaint_is_found_by_the_words_of_a_later_message_and_listed_once(runtime: Runtime):
    file(runtime, story="Le sentier est fermé.")
    with runtime.transaction() as session:
        index_more(
            session,
            runtime.keyring,
            session.get_one(ComplaintRecord, 1),
            "La barrière du sentier est rouillée.",
        )
    assert found(runtime, "barrière rouillée") == ["Le sentier est fermé."]
    assert found(runtime, "sentier") == ["Le sentier est fermé."]


@on_both
def test_whatever_is_typed_is_only_words(runtime: Runtime):
    file(runtime, story="Une affaire de barrière.")
    for typed in ("", "  ", "!?", "a", '"', "sentier OR 1=1", "barrière NOT x') --", "*"):
        assert found(runtime, typed) == []


@on_both
def test_the_index_holds_no_readable_word_and_two_terms_of_whose_they_are(runtime: Runtime):
    file(runtime, story="Le sentier de la passerelle est fermé.", name="Michel Gagnon")
    with runtime.reading(PORTAL) as session:
        stored = session.connection().execute(text("SELECT words FROM complaint_search")).scalar()
    terms = re.findall(r"\w+", stored or "")
    plain = {"id1", "of" + b"parks".hex()}
    assert plain < set(terms)
    assert all(re.fullmatch("[0-9a-f]{14}", term) for term in set(terms) - plain)


@on_both
def test_a_text_that_does_not_say_whose_it_is_is_found_by_no_agency(runtime: Runtime):
    file(runtime, "parks", "Le sentier est fermé.")
    with runtime.transaction() as session:
        say_nothing_of_owners(session)
    assert found(runtime, "sentier", officer("parks")) == []
    assert found(runtime, "sentier") == ["Le sentier est fermé."]


def test_two_installations_hash_the_same_word_differently(keyring: Keyring):
    assert indexed_words(keyring, "fr", "sentier") != indexed_words(new_keyring(), "fr", "sentier")


@pytest.mark.parametrize(
    ("language", "story", "terms"),
    [
        (
            "fr",
            "L’aménagement du sentier : abîmé !",
            "3ca12f32f58091 c4313173ade228 b426b06aa66bca 544ce8d899b0f4",
        ),
        (
            "en",
            "The fence was damaged",
            "fc996710f63b22 0827c59929b592 83aa235c84fb29 a7e0a6a50b986e",
        ),
    ],
)
def test_the_terms_stored_with_complaints_never_change(language: str, story: str, terms: str):
    assert indexed_words(Keyring({}, b"k" * 32, b""), language, story) == terms


@on_both
def test_a_text_that_is_not_kept_after_all_is_not_found(runtime: Runtime):
    file(runtime, story="Autre chose.")
    with suppress(ZeroDivisionError), runtime.transaction() as session:
        index_more(session, runtime.keyring, first(session), "Une barrière.")
        raise ZeroDivisionError
    assert found(runtime, "barrière") == []
