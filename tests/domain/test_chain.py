"""The chain of history: nothing changes, vanishes or is added unseen."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.history import (
    GENESIS,
    Entry,
    EntryKind,
    Head,
    Link,
    canonical,
    digest_of,
    first_break,
    link,
    moment_text,
    text_digest,
)

NUMBER = "2026-000001"
SALT = b"s" * 16
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
facts = st.dictionaries(
    st.text(max_size=8),
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    max_size=4,
)
entries = st.builds(
    Entry,
    complaint=st.just(NUMBER),
    seq=st.just(1),
    kind=st.sampled_from([kind.value for kind in EntryKind]),
    at=moments,
    recorded_at=moments,
    actor=st.sampled_from(["staff", "complainant", "portal"]),
    user_id=st.none() | st.integers(1, 1000),
    public=st.booleans(),
    facts=facts,
)


@st.composite
def chains(draw: st.DrawFn, at_least: int = 1) -> list[Entry]:
    told = draw(st.lists(entries, min_size=at_least, max_size=6))
    return [replace(entry, seq=seq) for seq, entry in enumerate(told, start=1)]


def chained(told: list[Entry]) -> list[Link]:
    links: list[Link] = []
    for entry in told:
        links.append(link(entry, SALT, links[-1].hash if links else GENESIS))
    return links


def head_of(links: list[Link]) -> Head:
    return Head(NUMBER, links[-1].seq, links[-1].hash)


@given(chains())
def test_an_untouched_chain_holds(told: list[Entry]):
    links = chained(told)
    assert first_break(links, head_of(links)) is None


@given(chains(), st.data())
def test_any_change_of_any_field_breaks_the_chain_at_that_entry(
    told: list[Entry], data: st.DataObject
):
    links, place = chained(told), data.draw(st.integers(0, len(told) - 1))
    name = data.draw(st.sampled_from([one.name for one in fields(Entry)]))
    changed = replace(told[place], **{name: _another(getattr(told[place], name), data)})
    kept = links[place]
    shown = replace(
        kept,
        seq=changed.seq,
        kind=changed.kind,
        at=moment_text(changed.at),
        digest=digest_of(changed, SALT),
    )
    broken = first_break([*links[:place], shown, *links[place + 1 :]], head_of(links))
    assert broken is not None
    assert broken.seq == place + 1


@given(chains(), st.data())
def test_any_change_of_what_an_export_shows_breaks_the_chain_at_that_entry(
    told: list[Entry], data: st.DataObject
):
    links, place = chained(told), data.draw(st.integers(0, len(told) - 1))
    name = data.draw(st.sampled_from(["seq", "kind", "at", "prev", "hash", "digest"]))
    shown = replace(links[place], **{name: _another(getattr(links[place], name), data)})
    broken = first_break([*links[:place], shown, *links[place + 1 :]], head_of(links))
    assert broken is not None
    assert broken.seq == place + 1


@given(chains(at_least=2), st.data())
def test_an_entry_taken_out_is_seen_where_it_was(told: list[Entry], data: st.DataObject):
    links, place = chained(told), data.draw(st.integers(0, len(told) - 1))
    broken = first_break([*links[:place], *links[place + 1 :]], head_of(links))
    assert broken is not None
    assert broken.seq == place + 1


@given(chains(at_least=2), st.data())
def test_a_cut_tail_is_seen_at_its_first_missing_entry(told: list[Entry], data: st.DataObject):
    links, kept = chained(told), data.draw(st.integers(0, len(told) - 1))
    broken = first_break(links[:kept], head_of(links))
    assert broken is not None
    assert (broken.complaint, broken.seq) == (NUMBER, kept + 1)


@given(chains(at_least=2))
def test_an_entry_that_was_never_signed_is_seen(told: list[Entry]):
    links = chained(told)
    assert first_break(links, head_of(links[:-1])) is not None
    assert first_break(links, None) is not None


@given(chains(at_least=2), entries)
def test_a_chain_made_anew_does_not_match_what_was_signed(told: list[Entry], other: Entry):
    links = chained(told)
    forged = chained([replace(other, actor="forger"), *told[1:]])
    broken = first_break(forged, head_of(links))
    assert broken is not None


@given(facts)
def test_canonical_json_does_not_depend_on_the_order_of_keys(said: dict[str, Any]):
    assert canonical(said) == canonical(dict(reversed(said.items())))


def test_a_moment_is_written_the_same_in_every_zone():
    moment = datetime(2026, 11, 24, 15, tzinfo=UTC)
    assert moment_text(moment) == "2026-11-24T15:00:00.000000+00:00"
    assert moment_text(moment.astimezone()) == moment_text(moment)


@given(st.text(), st.text())
def test_a_text_is_told_of_without_being_quoted(text: str, other: str):
    assert text_digest(text, SALT) != text_digest(text, b"t" * 16)
    assert (text_digest(text, SALT) == text_digest(other, SALT)) is (text == other)


def _another(value: Any, data: st.DataObject) -> Any:
    """Return a value of the same kind that is not `value`."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, datetime):
        return value + timedelta(microseconds=data.draw(st.integers(1, 10**12)))
    if isinstance(value, dict):
        return {**value, "more": data.draw(st.integers())} if "more" not in value else {}
    if isinstance(value, str):
        return value + data.draw(st.text("abc0", min_size=1, max_size=3))
    return (value or 0) + data.draw(st.integers(1, 9))
