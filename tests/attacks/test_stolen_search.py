"""Somebody has copies of the database without keys: how many words of others can they read?

They filed texts that they chose, also with the agency of those whose complaints they read, have a
copy from before and one from after, and know how common each word is. Words are counted where they
stand, one for each complaint, small words left out.

Who has no database at all and says the commonest words of each complaint is right for some: that is
the least that can be reached. Against keyed hashes of words, as they were stored before, and
against hashes cut so short that words share them, the same attack reads most and much.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from portal.app import FEATURES
from portal.complaints.records.complaint import ComplaintRecord
from portal.config import Config
from portal.db.search.blocks import postings_of
from portal.db.search.merging import merge_all
from portal.db.search.records import SearchBlockRecord, SearchTextRecord
from portal.db.search.segments import block_place
from portal.db.search.texts import index_more
from portal.domain.actor import PORTAL
from portal.gateways.file_store import FolderStore
from portal.keyring import Keyring
from portal.runtime import Runtime, build_runtime
from tests.attacks.corpus import complaint, how_often, stems_told, words_to_write
from tests.attacks.reading import chosen_texts, read_words, share_read, tokens_in, windows
from tests.support import FixedClock, RecordingMailer, file
from tests.support.agencies import AGENCIES
from tests.support.disk import wait_for_no_disk

READ_AT_MOST = 0.05
VICTIMS = 200
CHOSEN = (9, 100, 1_000)

Tokens = Callable[[int, set[str]], Collection[object]]
"""What is stored of a text, by its number and its words."""


@dataclass
class Copies:
    """What was stored at two moments, the attacker's texts for each number of them, and others'."""

    before: dict[int, bytes]
    after: dict[int, bytes]
    blocks_before: dict[int, bytes]
    blocks_after: dict[int, bytes]
    own: dict[int, dict[int, set[str]]]
    truth: dict[int, set[str]]


@pytest.fixture(scope="module", params=["parks", "water"])
def copies(
    request: pytest.FixtureRequest,
    sqlite_template: Path,
    keyring: Keyring,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Copies]:
    """Two copies of a portal in which the attacker files with an agency, and others with parks."""
    data = tmp_path_factory.mktemp("stolen")
    shutil.copy(sqlite_template, data / "portal.sqlite")
    config = Config(data=data, agencies=AGENCIES, flood_limits=False)
    files = FolderStore(data / "files", keyring)
    runtime = build_runtime(config, keyring, RecordingMailer(), files, FEATURES, FixedClock())
    wait_for_no_disk(runtime.database)
    yield _stolen(runtime, request.param)
    runtime.database.close()


def _stolen(runtime: Runtime, agency: str) -> Copies:
    random = Random(15)
    first = _add_victims(runtime, random, VICTIMS // 2)
    mine = _add_complaint(runtime, agency)
    before, blocks_before = _stored(runtime)
    words = words_to_write()
    own = {count: _add_texts(runtime, mine, chosen_texts(count, words)) for count in CHOSEN}
    second = _add_victims(runtime, random, VICTIMS // 2)
    after, _ = _stored(runtime)
    merge_all(runtime.database, runtime.now())
    _, blocks_after = _stored(runtime)
    return Copies(before, after, blocks_before, blocks_after, own, first | second)


def _add_complaint(runtime: Runtime, agency: str) -> int:
    file(runtime, agency, story="Mots.", name="Mots Mots")
    with runtime.reading(PORTAL) as session:
        return max(session.scalars(select(ComplaintRecord.id)))


def _add_victims(runtime: Runtime, random: Random, count: int) -> dict[int, set[str]]:
    """File complaints; return the words of each, by the number of its text."""
    told = [complaint(random) for _ in range(count)]
    known = {*_stored(runtime)[0]}
    for story, name in told:
        file(runtime, story=story, name=name)
    added = sorted({*_stored(runtime)[0]} - known)
    return {number: stems_told(*texts) for number, texts in zip(added, told, strict=True)}


def _add_texts(runtime: Runtime, complaint_id: int, texts: list[list[str]]) -> dict[int, set[str]]:
    """Write messages; return the words of each, by the number of its text."""
    known = {*_stored(runtime)[0]}
    with runtime.transaction() as session:
        own = session.get_one(ComplaintRecord, complaint_id)
        for words in texts:
            index_more(session, runtime.keyring, own, " ".join(words))
    added = sorted({*_stored(runtime)[0]} - known)
    return {number: stems_told(" ".join(words)) for number, words in zip(added, texts, strict=True)}


def _stored(runtime: Runtime) -> tuple[dict[int, bytes], dict[int, bytes]]:
    """Return what is stored of each text, and each block."""
    text, block = SearchTextRecord, SearchBlockRecord
    with runtime.reading(PORTAL) as session:
        texts = session.execute(select(text.id, text.words)).all()
        blocks = session.execute(select(block.id, block.content)).all()
    return {id_: words or b"" for id_, words in texts}, dict(blocks)


def _read(
    tokens: Callable[[int, set[str]], Collection[object]], copies: Copies, count: int
) -> float:
    """Return the share of words that an attacker with so many texts reads, as these are stored."""
    own = copies.own[count]
    rows = {number: tokens(number, words) for number, words in (own | copies.truth).items()}
    return share_read(read_words(rows, own, how_often()), copies.truth)


@pytest.fixture
def keyed(keyring: Keyring) -> Callable[[str], str]:
    return lambda stem: keyring.hashed(stem, "search")[:14]


def test_the_attack_reads_most_words_of_the_index_of_before(
    copies: Copies, keyed: Callable[[str], str]
):
    shares = [_read(lambda _, words: {*map(keyed, words)}, copies, count) for count in CHOSEN]
    assert shares[0] > 0.4
    assert min(shares[1:]) > 0.7


def test_the_attack_reads_many_words_that_share_short_hashes(
    copies: Copies, keyed: Callable[[str], str]
):
    def short(_: int, words: set[str]) -> set[int]:
        return {int(keyed(word), 16) % 1024 for word in words}

    assert min(_read(short, copies, count) for count in CHOSEN) > 0.15


@pytest.mark.parametrize("count", CHOSEN)
def test_what_waits_is_not_read(copies: Copies, count: int):
    share = _read(lambda number, _: {*tokens_in(copies.after[number])}, copies, count)
    assert share <= READ_AT_MOST


@pytest.mark.parametrize("count", CHOSEN)
def test_what_is_merged_is_not_read(copies: Copies, count: int, keyring: Keyring):
    new = {
        id_: copies.blocks_after[id_] for id_ in {*copies.blocks_after} - {*copies.blocks_before}
    }
    own = copies.own[count]
    stored = {number: copies.after[number] for number in own} | new
    named = read_words(
        {id_: {*tokens_in(value)} for id_, value in stored.items()}, own, how_often()
    )
    assert share_read(named, _words_in(new, keyring)) <= READ_AT_MOST


def _words_in(blocks: Mapping[int, bytes], keyring: Keyring) -> dict[int, set[str]]:
    """Return which words stand in each block, as whoever has the keys sees them."""
    words = {int(keyring.hashed(word, "search")[:16], 16): word for word in how_often()}
    opened = {id_: keyring.open(content, block_place(id_)) for id_, content in blocks.items()}
    return {
        id_: {words[stem] for stem, _ in postings_of([block]) if stem in words}
        for id_, block in opened.items()
    }


def test_nothing_that_is_stored_stands_there_twice(copies: Copies):
    stored = {*copies.before.values(), *copies.after.values(), *copies.blocks_after.values()}
    of_others = [value for value in stored if len(value) < 3_000]
    counted = Counter(piece for value in of_others for piece in windows(value))
    assert len(counted) > 100_000
    assert counted.most_common(1)[0][1] == 1


def test_lengths_tell_no_more_than_those_of_the_texts(copies: Copies):
    lengths = Counter(len(copies.after[number]) for number in copies.truth)
    assert len(lengths) <= 6
    assert {len(content) for content in copies.blocks_after.values()} == {1_949}


def test_no_copy_is_needed_to_say_the_commonest_words(copies: Copies):
    guessed = [word for word, _ in how_often().most_common(100)]
    assert 0.05 < share_read({}, copies.truth, guessed) < 0.2
