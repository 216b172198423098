"""A figure that stands on several pages, or twice on one, is told alike everywhere."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.reporting.figures import (
    VIEW,
    block,
    count,
    receive,
    rows,
    signed_in,
    title,
    whole,
    words,
)
from tests.support import file

_TILE = re.compile(r'<dt>.*?#([\w-]+)">.*?</dt>\s*<dd>\s*<span class="n">(.*?)</span>\s', re.DOTALL)
_LINK = re.compile(r'<a href="[^"]*#([\w-]+)">([^<]*)</a>')


def tiles(page: str) -> dict[str, str]:
    """Return what the numbers at the top of the first page say, by their definitions."""
    told = re.search(r'<dl class="c-kpi">.*?</dl>', page, re.DOTALL)
    assert told is not None
    bare = re.sub(r'<span class="u-hide">.*?</span>', "", told[0], flags=re.DOTALL)
    return {name: words(said) for name, said in _TILE.findall(bare)}


def lived(runtime: Runtime) -> None:
    """Count what an agency got from another: its own days are fewer than what people waited."""
    file(runtime)
    for agency, days in (("parks", 6), ("water", 20)):
        receive(runtime, (agency, "2026-08", "delay", 50))
        cells = [
            *(
                ("answered", days, 40),
                ("answered_held", days, 40),
                ("answered_waited", days + 1, 40),
            ),
            *(("level", 1, 40), ("answer_due_kept", 0, 36), ("answer_due_missed", 0, 4)),
            ("finding_founded", 0, 40),
        ]
        count(runtime, *((agency, "2026-08", *cell) for cell in cells))


@pytest.mark.parametrize("role", [Role.HEAD, Role.ANALYST])
def test_the_numbers_at_the_top_are_those_of_the_tables(app: Flask, runtime: Runtime, role: Role):
    lived(runtime)
    client = signed_in(app, runtime, role, "parks" if role is Role.HEAD else None)
    pages = whole(client, f"{VIEW}?periode=2026-T3")
    told = tiles(pages)
    # The last row is that of all; where a plot stands, a cell has no words.
    tables = (rows(pages, code)[-1] for code in ("delais", "dates", "ages", "canaux"))
    delays, due, ages, came = ([said for said in row if said] for row in tables)
    assert told["recues"] == came[-1]
    assert told["delai"].split()[0] == delays[2]
    assert told["promis"] == due[1] == delays[-1]
    assert told["age"] == ages[-2]


@pytest.mark.parametrize("role", [Role.HEAD, Role.ANALYST])
def test_the_first_page_says_what_the_other_pages_say(app: Flask, runtime: Runtime, role: Role):
    lived(runtime)
    client = signed_in(app, runtime, role, "parks" if role is Role.HEAD else None)
    pages = whole(client, f"{VIEW}?periode=2026-T3")
    found = re.search(r'<ul class="s-found">.*?</ul>', pages, re.DOTALL)
    assert found is not None
    said = dict(_LINK.findall(found[0]))
    assert len(said) > 5
    assert {code: words(told) for code, told in said.items()} == {
        code: title(pages, code) for code in said
    }


def test_a_row_of_one_agency_is_told_alike_beside_others_and_alone(app: Flask, runtime: Runtime):
    lived(runtime)
    alone = whole(signed_in(app, runtime, Role.HEAD, "parks"), f"{VIEW}?periode=2026-T3")
    among = whole(signed_in(app, runtime), f"{VIEW}?periode=2026-T3")
    for code in ("delais", "dates", "paliers", "conclusions", "canaux", "ages"):
        [of_one] = [row for row in rows(alone, code) if "parcs" in row[0] or "RDP" in row[0]]
        assert of_one in rows(among, code), block(among, code)
