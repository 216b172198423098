"""Every message of the corpus is read as was written down before anything read one."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.gateways.incoming_mail import LARGEST, ReadMessage
from portal.gateways.incoming_mail.reading import read_message
from tests.mail.corpus import corpus
from tests.mail.expected import STORIES, Sample
from tests.mail.ordinary import CLIENTS, QUOTED
from tests.mail.writing import plain

OWN_WORDS = st.text(st.characters(codec="utf-8", categories=("L", "Nd")), min_size=1, max_size=40)


def _wrong(sample: Sample, read: ReadMessage) -> Iterator[str]:
    """Say all that a message was read as otherwise than expected."""
    told = sample.expected
    if read.kind != told.kind:
        yield f"kind {read.kind} and not {told.kind}"
    if (told.sender and read.sender != told.sender) or (
        not told.sender and told.says and read.sender
    ):
        yield f"sender {read.sender} and not {told.sender}"
    if told.subject is not None and read.subject != told.subject:
        yield f"subject {read.subject!r} and not {told.subject!r}"
    if told.text is not None and read.text != told.text:
        yield f"text {read.text[:300]!r} and not {told.text[:300]!r}"
    yield from (
        f"{words!r} not in {read.text[:300]!r}" for words in told.says if words not in read.text
    )
    yield from (f"{words!r} in the text" for words in told.says_not if words in read.text)
    if told.attached is not None and told.kind == "message":
        names = tuple(one.name for one in read.documents)
        if names != told.attached:
            yield f"attached {names} and not {told.attached}"
        if read.unopened != told.unopened:
            yield f"unopened {read.unopened} and not {told.unopened}"
    if read.failing != told.failing:
        yield f"failing {read.failing} and not {told.failing}"


def test_every_message_of_the_corpus_is_read_as_expected():
    wrong = {
        sample.name: found
        for sample in corpus()
        if (found := list(_wrong(sample, read_message(sample.raw))))
    }
    assert wrong == {}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_becomes_of_a_message_on_its_way_it_is_read_as_something(data):
    sample = data.draw(st.sampled_from(corpus()))
    raw = sample.raw[:4000]
    start = data.draw(st.integers(0, len(raw)))
    cut = data.draw(st.integers(0, 200))
    read_message(raw[:start] + data.draw(st.binary(max_size=60)) + raw[start + cut :])


@settings(max_examples=60, deadline=None)
@given(st.lists(OWN_WORDS, min_size=1, max_size=6), st.sampled_from(CLIENTS), st.booleans())
def test_whatever_is_written_above_a_quotation_is_kept_and_the_quotation_is_not(
    lines, client, is_french
):
    story = STORIES[0 if is_french else 1]
    subject, asked = QUOTED[story.language]
    text, _ = client(story, subject, asked)
    own = "\n".join(lines)
    read = read_message(plain(story, text.replace(story.text, own), Auto_Submitted=None))
    assert read.text.startswith(own)
    assert asked not in read.text


@pytest.mark.slow
@pytest.mark.parametrize(
    "filling",
    [
        b"--b\r\n",
        b"\r\n",
        b"> " * 40 + b"\r\n",
        b"On ",
        b"From: a\r\n",
        b"<div>",
        b"<!--",
        b"<a ",
        b"&#",
        b"=?utf-8?q?",
        b"Le lundi a \r\n",
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n",
    ],
)
def test_a_message_made_to_be_slow_is_not(filling):
    """All of it is what a reader may stumble over: twice as much takes twice the time, no more."""
    head = b'From: a@mail.example\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    html = b"From: a@mail.example\r\nContent-Type: text/html\r\n\r\n"
    many = filling * (LARGEST // 12 // len(filling))
    for start in (head, html, b"From: a@mail.example\r\nSubject: "):
        began = time.process_time()
        read_message(start + many)
        assert time.process_time() - began < 10
