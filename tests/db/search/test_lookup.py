"""Searching sealed complaints by words."""

from __future__ import annotations

from contextlib import suppress

import pytest
from sqlalchemy.orm import Session

from portal.complaints.queries.search import search_for
from portal.complaints.records.complaint import ComplaintRecord
from portal.db.reads import read_all
from portal.db.search.lookup import newest_with, texts_with
from portal.db.search.merging import merge_all
from portal.db.search.segments import state_of
from portal.db.search.stems import indexed_stems, typed_stems
from portal.db.search.texts import index_more
from portal.domain.actor import PORTAL, Actor, complainant
from portal.keyring import Keyring, new_keyring
from portal.runtime import Runtime
from tests.support import file, officer, on_both
from tests.support.searching import ids_matching


def found(runtime: Runtime, typed: str, actor: Actor = PORTAL, at_most: int = 1000) -> list[str]:
    """Return the stories of the complaints that `typed` finds, in the order found.

    They are the same while texts wait and once they are merged.
    """
    waiting = _found(runtime, typed, actor, at_most)
    merge_all(runtime.database, runtime.now())
    assert _found(runtime, typed, actor, at_most) == waiting
    return waiting


def _found(runtime: Runtime, typed: str, actor: Actor, at_most: int) -> list[str]:
    with runtime.reading(actor) as session:
        ids = ids_matching(session, runtime.keyring, typed, at_most)
        return [session.get_one(ComplaintRecord, one).story for one in ids]


def first(session: Session) -> ComplaintRecord:
    return session.get_one(ComplaintRecord, 1)


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
    with runtime.reading(officer("parks")) as session:
        search = search_for(session, runtime.keyring, "sentier", "parks", at_most=1)
        assert search is not None
        assert read_all(session, (search.read,), **search.values)[search.read] == [1]
    assert found(runtime, "sentier", officer("parks")) == ["Le sentier est fermé."]
    assert found(runtime, "sentier", complainant(1), at_most=2) == []


@on_both
def test_each_text_is_stemmed_in_its_own_language(runtime: Runtime):
    file(runtime, "water", "The meters were never read.", reply_language="fr")
    file(runtime, "water", "Les compteurs n’ont pas été lus.", reply_language="en")
    assert found(runtime, "meter read") == ["The meters were never read."]
    assert found(runtime, "compteur lus") == ["Les compteurs n’ont pas été lus."]


@on_both
def test_more_texts_than_a_block_holds_are_found_all(runtime: Runtime):
    file(runtime, story="Le sentier est fermé.")
    with runtime.transaction() as session:
        for _ in range(700):
            index_more(session, runtime.keyring, first(session), "Une barrière.")
    with runtime.reading(PORTAL) as session:
        connection, keyring = session.connection(), runtime.keyring
        words = typed_stems(keyring, "barrière")
        waiting = texts_with(
            connection, keyring, state_of(connection, keyring, "parks"), words, 900
        )
    merge_all(runtime.database, runtime.now())
    with runtime.reading(PORTAL) as session:
        connection = session.connection()
        state = state_of(connection, keyring, "parks")
        merged = texts_with(connection, keyring, state, words, 900)
        assert texts_with(connection, keyring, state, words * 2, 900) == merged
        assert texts_with(connection, keyring, state, words, 3) == merged[:3]
        had = newest_with(connection, keyring, state, {*words[0]}, 200)
    assert len(waiting) == 700
    assert merged == waiting
    assert {(len(one.texts), one.total) for one in had.values()} == {(200, 700)}


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


def test_two_installations_hash_the_same_word_differently(keyring: Keyring):
    assert indexed_stems(keyring, "fr", "sentier") != indexed_stems(new_keyring(), "fr", "sentier")


@pytest.mark.parametrize(
    ("language", "story", "stems"),
    [
        (
            "fr",
            "L’aménagement du sentier : abîmé !",
            {0x3CA12F32F58091, 0xC4313173ADE228, 0xB426B06AA66BCA, 0x544CE8D899B0F4},
        ),
        (
            "en",
            "The fence was damaged",
            {0xFC996710F63B22, 0x0827C59929B592, 0x83AA235C84FB29, 0xA7E0A6A50B986E},
        ),
    ],
)
def test_the_stems_of_texts_never_change(language: str, story: str, stems: set[int]):
    indexed = indexed_stems(Keyring({}, b"k" * 32, b""), language, story)
    assert {stem >> 8 for stem in indexed} == stems
    assert indexed == sorted(indexed)


@on_both
def test_a_text_that_is_not_kept_after_all_is_not_found(runtime: Runtime):
    file(runtime, story="Autre chose.")
    with suppress(ZeroDivisionError), runtime.transaction() as session:
        index_more(session, runtime.keyring, first(session), "Une barrière.")
        raise ZeroDivisionError
    assert found(runtime, "barrière") == []
