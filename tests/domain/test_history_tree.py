"""The tree over all histories: as RFC 6962 has it, and found again among more leaves."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.history_tree import (
    Anchor,
    Frontier,
    Root,
    UnreadableAnchorError,
    anchors_in,
    opening_hash,
)

# The leaves and roots by which implementations of Certificate Transparency are tried.
LEAVES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
AT = datetime(2026, 11, 24, 15, 0, 0, 17, tzinfo=UTC)
ROOT = Root(AT, 12, ROOTS[8], 3, ROOTS[2])
hashes = st.binary(min_size=32, max_size=32)


def tree_over(leaves: list[bytes]) -> Frontier:
    """Return the tree over some leaves."""
    tree = Frontier()
    for leaf in leaves:
        tree.append(leaf)
    return tree


def slow_root(leaves: list[bytes]) -> bytes:
    """Return the root as section 2.1 of the RFC defines it."""
    if len(leaves) <= 1:
        return hashlib.sha256(b"\0" + leaves[0] if leaves else b"").digest()
    k = 1 << (len(leaves) - 1).bit_length() - 1
    parts = slow_root(leaves[:k]) + slow_root(leaves[k:])
    return hashlib.sha256(b"\1" + parts).digest()


def test_the_roots_are_those_of_the_rfc():
    leaves = [bytes.fromhex(leaf) for leaf in LEAVES]
    assert [tree_over(leaves[:size]).root.hex() for size in range(9)] == ROOTS


@given(st.lists(hashes, max_size=70))
def test_a_tree_that_grew_leaf_by_leaf_is_the_one_that_the_rfc_defines(leaves: list[bytes]):
    assert tree_over(leaves).root == slow_root(leaves)


@given(st.lists(hashes, max_size=40), st.lists(hashes, max_size=40))
def test_a_stored_tree_grows_on_as_if_it_had_not_been_stored(
    before: list[bytes], after: list[bytes]
):
    half = tree_over(before)
    again = Frontier.read(half.size, half.stored())
    for leaf in after:
        again.append(leaf)
    assert again == tree_over([*before, *after])


@given(st.lists(hashes, min_size=1, max_size=40), st.data())
def test_no_leaf_can_be_changed_left_out_or_swapped(leaves: list[bytes], data: st.DataObject):
    place = data.draw(st.integers(0, len(leaves) - 1))
    other = data.draw(hashes.filter(lambda leaf: leaf not in leaves))
    root = tree_over(leaves).root
    assert tree_over([*leaves[:place], other, *leaves[place + 1 :]]).root != root
    assert tree_over([*leaves[:place], *leaves[place + 1 :]]).root != root
    assert tree_over([*leaves[:place], other, *leaves[place:]]).root != root


def test_an_opening_is_chained_to_all_that_it_says():
    told = ("0" * 64, 1, AT, 7, 9, "complaint")
    others = [("1" * 64, 2, AT.replace(second=1), 8, 10, "story")[place] for place in range(6)]
    hashed = {opening_hash(*told)}
    for place, other in enumerate(others):
        hashed.add(opening_hash(*told[:place], other, *told[place + 1 :]))  # type: ignore[arg-type]
    assert len(hashed) == 7


def test_a_root_that_was_written_down_is_read_again_from_a_letter():
    written = Anchor(ROOT, "KEY=", "SIGNATURE=").as_text()
    letter = "Bonjour,\r\n\r\n" + "".join(f"> {line}\r\n" for line in written.splitlines())
    assert anchors_in(letter + "\r\nNote: à garder.") == [Anchor(ROOT, "KEY=", "SIGNATURE=")]
    two = written + Anchor(replace(ROOT, entries=13), "KEY=", "ANOTHER=").as_text()
    assert [anchor.root.entries for anchor in anchors_in(two)] == [12, 13]


@pytest.mark.parametrize("text", ["", "portal history root 1\n", "entries: 12\n"])
def test_a_text_without_a_whole_root_is_refused(text: str):
    with pytest.raises(UnreadableAnchorError):
        anchors_in(text)


@pytest.mark.parametrize("name", ["at", "entries", "root", "openings", "openings_hash"])
def test_each_line_of_a_root_is_needed_and_signed(name: str):
    lines = Anchor(ROOT, "KEY=", "SIGNATURE=").as_text().splitlines()
    without = "\n".join(line for line in lines if not line.startswith(f"{name}:"))
    with pytest.raises(UnreadableAnchorError):
        anchors_in(without)
    assert f"\n{name}: " in ROOT.message.decode()
