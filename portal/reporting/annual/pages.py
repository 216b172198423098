"""The pages of an annual report, for everybody, at addresses that stay; and its sheet of paper."""

from __future__ import annotations

from flask import Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.agencies.agency import Agency
from portal.agencies.settings.matching import folded
from portal.auth.access import public
from portal.domain.actor import PORTAL
from portal.domain.text import Text
from portal.domain.typed import is_whole_number
from portal.pages.current import current_language, gettext, portal_zone, runtime
from portal.pages.features import Pages
from portal.pages.kept import kept
from portal.pages.languages import localized
from portal.reporting.annual.content import Part
from portal.reporting.annual.queries import (
    ALL,
    Edition,
    Report,
    report,
    reported_agencies,
    reported_years,
    sheet,
)
from portal.words.catalogue import to_translate
from portal.words.dates import day_words

pages = Pages("statistics")

_FR, _EN = "/statistiques/rapport/<int:year>", "/statistics/report/<int:year>"
_YEARS = range(2000, 10_000)
_MOST_EDITIONS = 999
_PDF = "application/pdf"
_EDITION = "edition"
"""What an address asks for an earlier edition by."""


class ReportPage(Struct, frozen=True):
    """A page of a report: where it stands, what its link says, and what it shows."""

    part: Part
    fr: str
    en: str
    name: str
    view: str
    view_of_agency: str = ""


REPORT_PAGES = (
    ReportPage(
        Part.TEXT,
        "",
        "",
        to_translate("Ce qui a changé"),
        "annual_report",
        "annual_report_of_agency",
    ),
    ReportPage(
        Part.FIGURES,
        "/les-chiffres",
        "/the-figures",
        to_translate("Les chiffres"),
        "annual_figures",
        "annual_figures_of_agency",
    ),
    ReportPage(
        Part.AGENCIES,
        "/par-organisme",
        "/by-agency",
        to_translate("Par organisme"),
        "annual_agencies",
    ),
)


class Link(Struct, frozen=True):
    """A page that is led to, and whether it is the one that is shown."""

    name: str
    address: str
    is_here: bool = False


def _read_edition(typed: str) -> str:
    """Return the number of the edition that is asked for; nothing for the newest."""
    is_number = is_whole_number(typed) and 0 < int(typed) <= _MOST_EDITIONS
    return str(int(typed)) if is_number else ""


def _serve(page: ReportPage) -> None:
    """Give a page of a report its addresses, of all together and of one agency."""

    @public
    @kept(edition=_read_edition)
    def of_all(year: int) -> ResponseReturnValue:
        return _shown(page, year, None)

    @public
    @kept(edition=_read_edition)
    def of_agency(year: int, agency: str) -> ResponseReturnValue:
        return _shown(page, year, runtime().agencies.agency(agency))

    at = page.view
    localized(pages, fr=_FR + page.fr, en=_EN + page.en, endpoint=at)(of_all)
    if page.view_of_agency:
        fr, en = (f"{base}/<agency>{end}" for base, end in ((_FR, page.fr), (_EN, page.en)))
        localized(pages, fr=fr, en=en, endpoint=page.view_of_agency)(of_agency)


for _page in REPORT_PAGES:
    _serve(_page)


@localized(pages, fr=f"{_FR}/rapport.pdf", en=f"{_EN}/report.pdf")
@public
def annual_sheet(year: int) -> Response:
    """Hand over the report of all together as it was signed, to print."""
    return _sheet(year, ALL)


@localized(pages, fr=f"{_FR}/<agency>/rapport.pdf", en=f"{_EN}/<agency>/report.pdf")
@public
def annual_sheet_of_agency(year: int, agency: str) -> Response:
    """Hand over the report of an agency as it was signed, to print."""
    return _sheet(year, runtime().agencies.agency(agency).code)


def report_links(agency: Agency | None) -> list[Link]:
    """Return the links to the reports of an agency, or of all, the newest first."""
    years = runtime().read(PORTAL, reported_years, agency.code if agency else ALL)
    return [
        Link(gettext("Rapport annuel %(year)s", year=year), _address(REPORT_PAGES[0], year, agency))
        for year in years
    ]


def _shown(page: ReportPage, year: int, agency: Agency | None) -> ResponseReturnValue:
    found = _report(year, agency.code if agency else ALL)
    edition = found.content.editions[current_language()]
    of_all = agency is None
    return render_template(
        "overview/annual.html",
        report=found,
        shown=edition,
        sections=edition.part(page.part),
        has_lead=page.part is Part.TEXT,
        agency=agency,
        year=year,
        page=gettext(page.name),
        links=_links(page, year, agency),
        sheet=_sheet_address(year, agency),
        made=_made(found.edition),
        earlier=[
            Link(_made(one), _address(page, year, agency, one.number))
            for one in found.editions
            if one.number != found.edition.number
        ],
        agencies=_agencies(year) if of_all and page.part is Part.AGENCIES else [],
    )


def _report(year: int, agency: str) -> Report:
    if year not in _YEARS:
        abort(404)
    return runtime().read(PORTAL, report, year, agency, _asked()) or abort(404)


def _sheet(year: int, agency: str) -> Response:
    if year not in _YEARS:
        abort(404)
    found = runtime().read(PORTAL, sheet, year, agency, current_language(), _asked())
    if found is None:
        abort(404)
    answer = Response(found, content_type=_PDF)
    name = "-".join(filter(None, ("rapport", str(year), agency, current_language())))
    answer.headers["Content-Disposition"] = f"inline; filename={name}.pdf"
    return answer


def _links(here: ReportPage, year: int, agency: Agency | None) -> list[Link]:
    served = (page for page in REPORT_PAGES if agency is None or page.view_of_agency)
    return [
        Link(gettext(page.name), _address(page, year, agency, _asked()), page is here)
        for page in served
    ]


def _asked() -> int | None:
    """Return the number of the edition that the address asks for."""
    typed = _read_edition(request.args.get(_EDITION, ""))
    return int(typed) if typed else None


def _address(page: ReportPage, year: int, agency: Agency | None, edition: int | None = None) -> str:
    # What is None stands in no address.
    if agency is None:
        return url_for(f"statistics.{page.view}", year=year, edition=edition)
    view = f"statistics.{page.view_of_agency}"
    return url_for(view, year=year, agency=agency.code, edition=edition)


def _sheet_address(year: int, agency: Agency | None) -> str:
    if agency is None:
        return url_for("statistics.annual_sheet", year=year, edition=_asked())
    view = "statistics.annual_sheet_of_agency"
    return url_for(view, year=year, agency=agency.code, edition=_asked())


def _agencies(year: int) -> list[tuple[Text, str]]:
    """Return the agencies with a report of their own, by name, and where it stands."""
    codes = set(runtime().read(PORTAL, reported_agencies, year))
    own = [agency for agency in runtime().agencies if agency.code in codes]
    language = current_language()
    ordered = sorted(own, key=lambda agency: folded(agency.name.in_(language)))
    return [(agency.name, _address(REPORT_PAGES[0], year, agency)) for agency in ordered]


def _made(edition: Edition) -> str:
    """Say when an edition was made, and why it was made again."""
    language = current_language()
    day = day_words(edition.made_at.astimezone(portal_zone()).date(), language)
    if not edition.reason.fr:
        return gettext("Édition %(n)s, faite le %(day)s.", n=edition.number, day=day)
    reason = edition.reason.in_(language)
    return gettext(
        "Édition %(n)s, faite le %(day)s : %(reason)s", n=edition.number, day=day, reason=reason
    )
