"""Open data: exactly what the pages say, at addresses that stay, described and provable."""

from __future__ import annotations

import base64
import csv
from io import StringIO
from random import Random
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient

from portal.app import FEATURES
from portal.domain.actor import PORTAL
from portal.domain.time.periods import Period
from portal.reporting.known import Known
from portal.reporting.open_data.dumps import (
    For,
    NotADumpError,
    differences,
    dump_of,
    not_told,
    read_dump,
)
from portal.reporting.open_data.rows import COLUMNS, rows_of
from portal.reporting.vintages.computing import known_of
from portal.reporting.vintages.queries import known_in, published_lately, vintages
from portal.runtime import Runtime
from tests.reporting.figures import HIDDEN, count, rated, rows, whole
from tests.reporting.published_worlds import counts_of, world

PAGE, QUARTER = "/fr/statistiques", Period(2026, 3)
FILES = f"{PAGE}/donnees"
FINDINGS = ("founded", "partly_founded", "unfounded", "settled", "inadmissible", "withdrawn")


def closed(runtime: Runtime) -> None:
    for finding, n in zip(FINDINGS, (50, 60, 3, 7, 0, 12), strict=True):
        if n:
            count(runtime, ("parks", "2026-08", f"finding_{finding}", 0, n))
    rated(runtime, "parks", 1, 2, 0, 9, 20)


def read_csv(client: FlaskClient) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(client.get(f"{FILES}/codes/2026-T3.csv").text)))


def dumped(runtime: Runtime, audience: For) -> bytes:
    found = runtime.read(PORTAL, vintages, QUARTER)
    return msgspec.json.encode(dump_of(found, audience, runtime.keyring))


def problems(text: bytes, key: str = "") -> list[str]:
    return list(differences(read_dump(text), FEATURES.counted_apart, key))


def test_the_file_says_what_the_page_says(client: FlaskClient, runtime: Runtime):
    closed(runtime)
    own = next(row for row in rows(whole(client, PAGE), "conclusions") if row[0] == "RDP")
    cells = {
        row["column"]: row["least"] or HIDDEN
        for row in read_csv(client)
        if (row["table"], row["agency"]) == ("findings", "parks")
    }
    assert [cells[finding] for finding in (*FINDINGS, "*")] == own[2:9]


def test_codes_are_the_same_bytes_at_both_addresses(client: FlaskClient, runtime: Runtime):
    closed(runtime)
    french = client.get(f"{FILES}/codes/2026-T3.csv").data
    assert french.startswith(b"table,agency,column,")
    assert french == client.get("/en/statistics/data/codes/2026-T3.csv").data


@pytest.mark.parametrize(
    ("address", "separator", "words"),
    [
        (f"{FILES}/2026-T3.csv", ";", ("Période", "Organisme", "Fondée", HIDDEN)),
        (
            "/en/statistics/data/2026-T3.csv",
            ",",
            ("Period", "Agency", "Upheld", "hidden: small numbers"),
        ),
    ],
)
def test_a_table_opens_in_a_spreadsheet_of_its_language(
    client: FlaskClient, runtime: Runtime, address: str, separator: str, words: tuple[str, ...]
):
    closed(runtime)
    text = client.get(address).data.decode()
    assert text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")
    heading, *lines = csv.reader(StringIO(text[1:]), delimiter=separator)
    assert (heading[0], heading[2]) == words[:2]
    [founded] = [line for line in lines if line[9:] == ["findings", "parks", "founded"]]
    assert (founded[0], founded[3], founded[7:9]) == ("2026-T3", words[2], ["50", "50"])
    [hidden] = [line for line in lines if line[9:] == ["findings", "parks", "unfounded"]]
    assert (hidden[6].replace("\N{NO-BREAK SPACE}", " "), hidden[7:9]) == (words[3], ["", ""])
    assert len(lines) == len(read_csv(client))


@pytest.mark.parametrize("files", [FILES, "/en/statistics/data"])
def test_every_code_is_explained(client: FlaskClient, runtime: Runtime, files: str):
    closed(runtime)
    resource = client.get(f"{files}/datapackage.json").get_json()["resources"][0]
    told = {field["name"]: field.get("x-codes") for field in resource["schema"]["fields"]}
    assert resource["dialect"]["delimiter"] == ","
    for row in read_csv(client):
        assert row["table"] in told["table"]
        assert row["agency"] in told["agency"]
        assert row["table"] == "levels" or row["column"] in ("", *told["column"])


@pytest.mark.parametrize("address", ["2026-T4.csv", "2026.json", "x.csv", "1999-T1.json"])
def test_what_is_not_published_has_no_file(client: FlaskClient, runtime: Runtime, address: str):
    closed(runtime)
    assert client.get(f"{FILES}/{address}").status_code == 404


def test_the_schema_names_every_column(client: FlaskClient, runtime: Runtime):
    closed(runtime)
    found: dict[str, Any] = client.get(f"{FILES}/datapackage.json").get_json()
    resource, texts = found["resources"]
    assert tuple(field["name"] for field in resource["schema"]["fields"]) == COLUMNS
    assert resource["path"].endswith("/fr/statistiques/donnees/codes/2026-T3.csv")
    file = client.get(texts["path"].partition("//localhost")[2] or texts["path"]).text
    columns = texts["dialect"]["delimiter"].join(one["name"] for one in texts["schema"]["fields"])
    assert file.splitlines()[0].lstrip("\N{ZERO WIDTH NO-BREAK SPACE}") == columns


def test_a_catalogue_reads_both_languages_and_finds_the_files(
    client: FlaskClient, runtime: Runtime
):
    closed(runtime)
    found = msgspec.json.decode(client.get(f"{FILES}/catalogue.jsonld").data)
    assert {title["@language"] for title in found["dct:title"]} == {"fr", "en"}
    for file in found["dcat:distribution"]:
        address = file["dcat:downloadURL"]["@id"].partition("/fr/")[2]
        assert client.get(f"/fr/{address}").status_code == 200


def test_the_public_page_leads_to_the_files(client: FlaskClient, runtime: Runtime):
    closed(runtime)
    page = client.get(PAGE).text
    tables = ("2026-T3.csv", "codes/2026-T3.csv", "2026-T3.json")
    for name in (*tables, "datapackage.json", "catalogue.jsonld"):
        assert f'href="{FILES}/{name}"' in page


@pytest.mark.parametrize("audience", list(For))
def test_every_published_figure_comes_out_of_a_dump(runtime: Runtime, audience: For):
    closed(runtime)
    assert problems(dumped(runtime, audience), runtime.keyring.public_key) == []


@pytest.mark.parametrize("audience", list(For))
def test_a_dump_that_was_changed_is_found(runtime: Runtime, audience: For):
    closed(runtime)
    text = dumped(runtime, audience)
    changed = text.replace(b'"least":60,"most":60', b'"least":61,"most":61')
    assert changed != text
    found = problems(changed)
    assert found[0].startswith("signature")
    # Whoever signs it anew is found by the sums; by the counts, whatever they change.
    assert audience is For.PUBLIC or any("partly_founded" in one for one in found)


def test_a_dump_of_before_a_figure_was_published_still_comes_out_and_says_what_it_lacks(
    runtime: Runtime,
):
    closed(runtime)
    whole = read_dump(dumped(runtime, For.AUDITOR))
    rows = [row for row in whole.rows if "unconfirmed" not in row.table]
    before = msgspec.structs.replace(whole, rows=rows)
    signature = base64.b64encode(runtime.keyring.sign(before.message)).decode()
    before = msgspec.structs.replace(before, signature=signature)
    assert list(differences(before, FEATURES.counted_apart)) == []
    assert not_told(whole, FEATURES.counted_apart) == []
    assert not_told(before, FEATURES.counted_apart) == ["share_unconfirmed"]


def test_the_public_dump_has_nothing_that_is_hidden(runtime: Runtime):
    closed(runtime)
    read = read_dump(dumped(runtime, For.PUBLIC))
    assert (read.counts, read.earlier) == (None, ())
    hidden = [row for row in read.rows if row.told == "hidden"]
    assert hidden
    assert all((row.least, row.most) == (None, None) for row in hidden)


def test_what_is_no_dump_is_said_to_be_none():
    for text in (b"", b"{}", b"[1]", b'{"dump":"press"}'):
        with pytest.raises(NotADumpError):
            read_dump(text)


@pytest.mark.parametrize("seed", range(8))
def test_of_any_register_the_figures_are_the_same_each_time(seed: int):
    counts = counts_of(world(Random(seed), 3))
    kept = msgspec.json.decode(msgspec.json.encode(counts), type=type(counts))
    once, again = (known_of(one, FEATURES.counted_apart) for one in (counts, kept))
    assert rows_of(once) == rows_of(again)
    stored = msgspec.json.decode(msgspec.json.encode(once), type=Known)
    assert rows_of(stored) == rows_of(once)


def test_what_is_kept_is_what_is_published(runtime: Runtime):
    closed(runtime)
    [vintage] = runtime.read(PORTAL, vintages, QUARTER)
    assert list(read_dump(dumped(runtime, For.PUBLIC)).rows) == rows_of(known_in(vintage))


def test_a_licence_stands_beside_the_files_and_in_what_describes_them(
    client: FlaskClient, runtime: Runtime
):
    closed(runtime)
    link = "https://creativecommons.org/licenses/by/4.0/deed.fr"
    assert f'rel="license" href="{link}"' in client.get(PAGE).text
    package = client.get(f"{FILES}/datapackage.json").get_json()
    assert [licence["path"] for licence in package["licenses"]] == [link]
    catalogue = msgspec.json.decode(client.get(f"{FILES}/catalogue.jsonld").data)
    assert catalogue["dct:license"] == {"@id": link}
    assert {file["dct:license"]["@id"] for file in catalogue["dcat:distribution"]} == {link}


def test_shares_over_four_quarters_are_rows_and_come_out_again(runtime: Runtime):
    kept = (("answer_due_kept", 0, 60), ("answer_due_missed", 0, 40))
    for month in ("2026-03", "2026-06", "2026-08"):
        count(runtime, *(("parks", month, *one) for one in kept))
    with runtime.reading(PORTAL) as session:
        found, lately = vintages(session, QUARTER), published_lately(session, QUARTER)
    rows = {
        (row.table, row.agency): (row.least, row.most)
        for row in dump_of(found, For.PUBLIC, runtime.keyring, lately).rows
    }
    assert rows["share_kept_lately", "parks"] == (60, 60)
    whole = msgspec.json.encode(dump_of(found, For.AUDITOR, runtime.keyring, lately))
    assert problems(whole) == []
    assert problems(whole.replace(b'"share_kept_lately"', b'"share_kept_latelx"'))
