"""A report is made once, of what is published alone, and says the same on its page and on paper."""

from __future__ import annotations

import re
import zlib
from collections import Counter

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, update

from portal.complaints.records.message import ReportCountRecord
from portal.domain.actor import PORTAL
from portal.domain.text import Text
from portal.domain.time.periods import Period
from portal.reporting.annual.making import (
    NothingPublishedError,
    Outcome,
    agencies_reported,
    missing,
)
from portal.reporting.annual.queries import editions, report
from portal.reporting.annual.records import AnnualReportRecord
from portal.reporting.vintages.freezing import revise
from portal.reporting.vintages.records import ReportVintageRecord
from portal.runtime import Runtime
from tests.reporting.annual.register import fill, fill_few, made
from tests.reporting.figures import words
from tests.support import on_both

PAGE = "/fr/statistiques/rapport/2026"
BOTH = {"fr": PAGE, "en": "/en/statistics/report/2026"}
REASON = Text("Un organisme a compté deux fois.", "An agency counted twice.")


def read_pdf(sheet: bytes) -> str:
    """Return a PDF with its streams unpacked, and its texts that were written as hex."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", sheet, re.DOTALL)
    whole = [sheet]
    for stream in packed:
        try:
            whole.append(zlib.decompress(stream))
        except zlib.error:
            continue
    text = b"\n".join(whole).decode("latin-1")
    return re.sub(r"<FEFF([0-9A-F\s]+)>", lambda m: bytes.fromhex(m[1]).decode("utf-16-be"), text)


@on_both
def test_a_report_is_made_once_and_the_same_bytes_stay(runtime: Runtime):
    fill(runtime)
    first, second = made(runtime), made(runtime)
    assert (first.outcome, second.outcome) == (Outcome.MADE, Outcome.STANDS)
    assert (first.pdf_fr, first.pdf_en) == (second.pdf_fr, second.pdf_en)
    assert first.is_as_signed
    assert second.is_as_signed
    with runtime.transaction() as session:
        session.execute(update(AnnualReportRecord).values(reason="Autre chose."))
    assert not made(runtime).is_as_signed


def test_what_was_revised_makes_another_edition_for_a_reason_alone(
    client: FlaskClient, runtime: Runtime
):
    fill(runtime)
    first = made(runtime, agency="parks")
    with runtime.transaction() as session:
        late = ReportCountRecord.measure == "answer_due_missed"
        of_parks = update(ReportCountRecord).where(late, ReportCountRecord.agency == "parks")
        session.execute(of_parks.where(ReportCountRecord.month == "2026-08").values(n=60))
    with runtime.transaction() as session:
        revise(session, runtime, Period(2026, 3), REASON, runtime.now())
    refused = made(runtime, agency="parks")
    assert (refused.outcome, refused.pdf_fr) == (Outcome.NEEDS_REASON, first.pdf_fr)
    again = made(runtime, agency="parks", reason=REASON)
    assert (again.outcome, again.is_as_signed) == (Outcome.MADE, True)
    assert again.pdf_fr != first.pdf_fr
    page = words(client.get(f"{PAGE}/parks").text)
    assert "Un organisme a compté deux fois." in page
    assert "77 %" in page
    earlier = client.get(f"{PAGE}/parks?edition=1")
    assert "90 %" in words(earlier.text)
    assert client.get(f"{PAGE}/parks/rapport.pdf?edition=1").data == first.pdf_fr
    assert client.get(f"{PAGE}/parks/rapport.pdf").data == again.pdf_fr
    with runtime.reading(PORTAL) as session:
        one, two = editions(session, 2026, "parks")
        assert two.previous == one.digest


def test_part_of_a_year_says_so_and_a_year_of_nothing_is_refused(runtime: Runtime):
    fill(runtime)
    assert "jusqu’au 3e trimestre 2026" in made(runtime).content.editions["fr"].covers
    assert made(runtime, 2025).content.editions["en"].covers.startswith("The whole year")
    assert runtime.read(PORTAL, missing, 2026) == (Period(2026, 4),)
    assert runtime.read(PORTAL, missing, 2025) == ()
    with pytest.raises(NothingPublishedError):
        made(runtime, 2019)


def test_the_page_and_the_sheet_say_what_was_worked_out_by_hand(
    client: FlaskClient, runtime: Runtime
):
    fill(runtime)
    for agency in runtime.read(PORTAL, agencies_reported, 2026):
        made(runtime, agency=agency)
    page = words(client.get(f"{PAGE}/parks").text)
    # 270 of 300 answers, against 180 of 300; 420 complaints against 270.
    assert (
        "Réponses données dans le délai promis : 90 %, de 300 réponses dues. C’est mieux que 60 %"
        " aux mêmes trimestres de 2025, au-delà du hasard." in page
    )
    assert (
        "420 plaintes ont été reçues. C’est plus que 270 aux mêmes trimestres de 2025, au-delà du"
        " hasard." in page
    )
    assert "Sujets dont on se plaint plus qu’avant : Délai (300, contre 150)." in page
    assert "De 300 plaintes fermées, part fondée en tout ou en partie : 30 %." in page
    assert "part donnée plus haut que le premier palier : 20 %." in page
    english = words(client.get("/en/statistics/report/2026/parks").text)
    assert "That is better than 60% in the same quarters of 2025, beyond chance." in english
    with runtime.reading(PORTAL) as session:
        kept = report(session, 2026, "parks")
    assert kept is not None
    for said in kept.content.editions["fr"].lead:
        assert words(said) in page


def test_the_sheet_is_tagged_for_those_who_do_not_see_it(client: FlaskClient, runtime: Runtime):
    fill(runtime)
    made(runtime)
    for language, address in (("fr", f"{PAGE}/rapport.pdf"), ("en", f"{BOTH['en']}/report.pdf")):
        answer = client.get(address)
        assert answer.mimetype == "application/pdf"
        told = read_pdf(answer.data)
        assert "pdfuaid:part>1<" in told
        assert "/Marked true" in told
        assert "DisplayDocTitle true" in told
        assert f"/Lang({language})" in told
        tags = Counter(re.findall(r"/S\s?/(\w+)", told))
        assert tags["Document"] == tags["H1"] == tags["Figure"] == 1
        assert tags["H2"] >= 8
        assert tags["Table"] == tags["THead"] == 5
        assert tags["TH"] >= 15
        assert tags["L"] >= 3
        title = {"fr": "Rapport annuel des plaintes 2026", "en": "Annual report on complaints 2026"}
        assert title[language] in told
        alt = {
            "fr": "Part des réponses données dans le délai promis, par trimestre.",
            "en": "Share of answers given within the promised time, by quarter.",
        }
        assert re.search(rf"/Alt\(?{alt[language]}", told)


def test_what_a_quarter_hides_stands_nowhere_in_the_report(client: FlaskClient, runtime: Runtime):
    fill(runtime)
    fill_few(runtime)
    for agency in runtime.read(PORTAL, agencies_reported, 2026):
        made(runtime, agency=agency)
    page = words(client.get(f"{PAGE}/water").text)
    # Two of three answers a quarter, and three complaints: none of it is told, nor nine in all.
    assert "La part des réponses données à temps n’est pas publiée : petits nombres." in page
    assert "Plaintes reçues : masqué" in page
    figures = words(client.get(f"{PAGE}/water/les-chiffres").text)
    assert "masqué" in figures
    assert not re.search(r"\b(9|6|67 %)\b", figures)


def test_a_report_reads_what_is_published_and_no_count(runtime: Runtime):
    fill(runtime)
    read: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        read.extend(set(re.findall(r"(?:FROM|JOIN|INTO|UPDATE) (\w+)", statement)))

    engines = {runtime.database.writer, runtime.database.reader}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", listen)
    made(runtime)
    for engine in engines:
        event.remove(engine, "before_cursor_execute", listen)
    tables = {name for name in read if name.startswith(("report", "annual", "complaint"))}
    # Of the counts, only the month in which the register began; and the marks of pages.
    assert tables == {"report_vintage", "report_count", "report_mark", *_OWN}
    assert read.count("report_count") == 1


_OWN = ("annual_report", "annual_words")


def test_reports_are_led_to_and_nothing_stands_at_other_addresses(
    client: FlaskClient, runtime: Runtime
):
    assert "Rapports annuels" not in client.get("/fr/statistiques").text
    assert client.get(PAGE).status_code == 404
    fill(runtime)
    made(runtime)
    made(runtime, agency="parks")
    assert f'href="{PAGE}"' in client.get("/fr/statistiques").text
    assert f'href="{PAGE}/parks"' in client.get("/fr/statistiques/parks").text
    assert f'href="{PAGE}/parks"' in client.get(f"{PAGE}/par-organisme").text
    for address in (PAGE, f"{PAGE}/les-chiffres", f"{PAGE}/par-organisme", f"{PAGE}/parks"):
        assert client.get(address).status_code == 200, address
    for odd in ("water", "nobody", "parks/par-organisme", "parks?edition=7"):
        assert client.get(f"{PAGE}/{odd}").status_code == 404, odd
    for year in ("99999", "1", "2031"):
        assert client.get(f"/fr/statistiques/rapport/{year}").status_code == 404
        assert client.get(f"/fr/statistiques/rapport/{year}/rapport.pdf").status_code == 404


def test_a_vintage_that_is_not_published_yet_ends_what_is_reported(runtime: Runtime):
    fill(runtime)
    with runtime.transaction() as session:
        gone = session.query(ReportVintageRecord).filter_by(period="2025-T2").one()
        session.delete(gone)
    found = made(runtime, 2025)
    assert (found.content.until, found.told) == (1, None)
