"""The portrait: figures of a period, a question a page, for those who see several or their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct, field
from msgspec.structs import astuple, replace

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.figures.measures import Measure
from portal.domain.figures.small_cells import is_small
from portal.domain.permissions import Permission, agencies_where, may
from portal.domain.time.periods import Period
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages, serves
from portal.pages.kept import kept_part
from portal.pages.languages import localized
from portal.reporting import texts
from portal.reporting.addresses import in_address
from portal.reporting.alike import of_size
from portal.reporting.asked import THEN, Asked, today_here
from portal.reporting.counts.narrowed import NOT_NARROWED
from portal.reporting.figures import Reading
from portal.reporting.file_forms import forms_offered
from portal.reporting.heirs import heirs_today
from portal.reporting.live_figures import read_figures, received_in_all
from portal.reporting.pages.choices import comparison_choices, geography_choices, period_choices
from portal.reporting.pages.citing import Source
from portal.reporting.pages.folding import in_parted_rows
from portal.reporting.pages.links import Finding, Link, above_figures, finding_of
from portal.reporting.pages.narrowing import Filter, chosen, filters, narrowed, nothing_left
from portal.reporting.portrait_figures import by_subject, categories, delays, means, promises
from portal.reporting.portrait_figures.by_month import themes_by_month
from portal.reporting.portrait_figures.channels import channels
from portal.reporting.portrait_figures.data_quality import data_quality
from portal.reporting.portrait_figures.improvement import improvement
from portal.reporting.portrait_figures.kpis import Kpi, internal_kpis, public_kpis
from portal.reporting.portrait_figures.of_theme import public_themes
from portal.reporting.portrait_figures.plain_language import plain_answers
from portal.reporting.portrait_figures.standardised import standardised
from portal.reporting.questions import DETAILS, EVERYTHING, FIRST, QUESTIONS, Question
from portal.reporting.six_criteria.block import six_criteria
from portal.reporting.six_criteria.practices import practices
from portal.reporting.six_criteria.public import public_criteria
from portal.reporting.tables.blocks import Block, Figure, in_order
from portal.reporting.tables.leads import words_on_leading

pages = Pages("overview")

OWN = (
    Figure("delays", delays.delays, lambda reading, _agency: delays.delays(reading), narrows=True),
    Figure("trend", delays.trend, lambda reading, _agency: delays.trend(reading), narrows=True),
    Figure("themes", by_subject.themes, public_themes, narrows=True),
    Figure("themes_by_month", themes_by_month, narrows=True),
    Figure("channels", channels, narrows=True),
    Figure(
        "categories",
        categories.categories,
        lambda reading, _agency: categories.categories(reading),
        narrows=True,
    ),
    Figure("kept", promises.kept, lambda reading, _agency: promises.kept(reading), narrows=True),
    Figure("improvement", improvement, narrows=True),
    Figure("alike", standardised),
    Figure("ages", promises.ages, narrows=True),
    Figure("levels", by_subject.levels, by_subject.levels, narrows=True),
    Figure("findings", by_subject.findings, by_subject.findings, narrows=True),
    Figure("plain_answers", plain_answers, narrows=True),
    Figure("six_criteria", six_criteria, public_criteria, narrows=True),
    Figure("means", means.means, means.public_means, narrows=True),
    Figure("second_answers", means.second_answers, narrows=True),
    Figure("transfer_pairs", means.transfer_pairs, narrows=True),
    Figure("data_quality", data_quality),
    Figure("practices", practices),
)
"""What is counted of the history that all complaints have."""


class Portrait(Struct, frozen=True):
    """What the page of a question shows and the export writes.

    `filters` are what it can be narrowed to, with what it is. Narrowed to so few complaints that
    somebody could be recognised, it shows nothing of them (`is_too_few`); to none, it says so.
    """

    question: Question
    reading: Reading
    filters: list[Filter]
    kpis: list[Kpi] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    is_too_few: bool = False
    nothing: str = ""

    @property
    def address(self) -> str:
        """Where the page stands, with all that it shows written out."""
        at = FIRST if self.question is EVERYTHING else self.question
        return url_for(at.endpoint, **in_address(self.reading.asked))


@localized(pages, fr="/portrait/vue", en="/overview/view")
@requires(Permission.SEE_OVERVIEW)
def view() -> ResponseReturnValue:
    """Lead on from where all figures once stood together, with whatever was asked for."""
    return _led_to(url_for(FIRST.endpoint), 301)


def _page(question: Question) -> ResponseReturnValue:
    """Show the figures of a question, of the agencies that the person may see.

    Its address says which period it shows: whoever keeps it finds the same again.
    """
    asked, seen = _asked()
    if "periode" not in request.args:
        return redirect(url_for(question.endpoint, **in_address(asked)), 303)
    made_of = (
        *("portrait", question.code, current_language(), request.script_root),
        *(str(asked.period), asked.comparison, asked.geography),
        *(asked.agency, asked.size, *astuple(asked.narrowing)),
        *(agency.code for agency in seen),
        # What else one sees of them follows from one's roles.
        *map(str, current_actor().memberships),
    )
    portrait = kept_part(made_of, lambda: _shown(_portrait(question, asked, seen)))
    return render_template(
        "overview/view.html",
        portrait=portrait,
        question=gettext(question.title),
        period=texts.period(asked.period),
        above=above_figures() if question is FIRST else (),
        is_another=request.args["periode"] not in ("", str(asked.period)),
    )


def _serve(question: Question) -> None:
    """Give a question its page."""

    @requires(Permission.SEE_OVERVIEW)
    def page() -> ResponseReturnValue:
        return _page(question)

    fr, en = question.endings
    localized(pages, fr=f"/portrait{fr}", en=f"/overview{en}", endpoint=question.view)(page)


for _question in (*QUESTIONS, *DETAILS):
    if not _question.served:
        _serve(_question)


def _led_to(address: str, status: int) -> ResponseReturnValue:
    asked = request.query_string.decode()
    return redirect(f"{address}?{asked}" if asked else address, status)


def _shown(portrait: Portrait) -> str:
    asked, question = portrait.reading.asked, portrait.question
    return render_template(
        "overview/_portrait.html",
        portrait=portrait,
        question=question,
        links=question_links(question, in_address(asked)),
        reading=portrait.reading,
        rows=in_parted_rows(portrait.blocks),
        sources={block.code: source_of(portrait, block) for block in portrait.blocks},
        asked=asked,
        leading=words_on_leading(portrait.reading),
        in_address=in_address(asked),
        chosen=chosen(portrait.filters, asked, question.endpoint),
        permalink=runtime().config.base_url + portrait.address,
        unnarrowed=in_address(replace(asked, agency="", size="", narrowing=NOT_NARROWED)),
        period=texts.period(asked.period),
        periods=period_choices(asked),
        comparisons=comparison_choices(),
        geographies=geography_choices(),
        file_forms=forms_offered(),
        fresh_at=portrait.reading.complete_until,
        is_over=asked.is_over,
        current_quarter=str(Period.quarter_of(asked.today)),
    )


def source_of(portrait: Portrait, block: Block) -> Source:
    """Return how a block of the portrait is cited; nobody else frames it."""
    reading = portrait.reading
    asked = in_address(reading.asked)
    return Source.of(block, reading, url_for("overview.figure", figure=block.figure, **asked))


def question_links(here: Question, asked: Mapping[str, Any]) -> list[Link]:
    """Return what leads from one page of figures to each, with what is asked for."""
    return [
        Link(
            gettext(question.name),
            url_for(question.endpoint, **asked),
            question is here,
            question.code == here.under,
        )
        for question in QUESTIONS
        if question is FIRST or serves(question.served) or in_order(OWN, question.figures)
    ]


def links_as_asked(here: Question) -> list[Link]:
    """Return what leads from a page that is served elsewhere to each, with what its address says.

    They lead with nothing where it says nothing.
    """
    return question_links(here, in_address(_asked()[0]) if request.args else {})


def asked_portrait(question: Question) -> Portrait:
    """Return the portrait that the address asks for."""
    return _portrait(question, *_asked())


def _asked() -> tuple[Asked, tuple[Agency, ...]]:
    """Return what the address asks for, and the agencies that the person may see."""
    asked = Asked.read(request.args, today_here())
    seen = _agencies_seen(asked)
    return narrowed(asked, request.args, seen), seen


def _portrait(question: Question, asked: Asked, seen: tuple[Agency, ...]) -> Portrait:
    agencies = of_size(asked, tuple(agency for agency in seen if asked.agency in ("", agency.code)))
    is_hidden = _hides_small(asked, agencies)
    reading = read_figures(asked, agencies, is_public=is_hidden)
    choices = filters(asked, seen)
    if is_hidden and _is_too_few(reading):
        return Portrait(question, reading, choices, is_too_few=True)
    if nothing := nothing_left(reading, choices):
        return Portrait(question, reading, choices, nothing=nothing)
    blocks = list(_blocks(reading, question))
    if question not in (FIRST, EVERYTHING):
        return Portrait(question, reading, choices, blocks=blocks)
    kpis = internal_kpis(reading) if reading.ages else public_kpis(reading)
    return Portrait(question, reading, choices, kpis, _findings(question, reading), blocks)


def _findings(here: Question, reading: Reading) -> list[Finding]:
    """Return what each other page found: its first figure that has something to say."""
    found = (
        finding_of(
            other,
            _blocks(reading, other),
            url_for(other.endpoint, **in_address(reading.asked)),
        )
        for other in QUESTIONS
        if here is FIRST
    )
    return [finding for finding in found if finding is not None]


def _blocks(reading: Reading, question: Question) -> Iterator[Block]:
    """Yield what is shown: all of a page, or what can be told of some complaints alone."""
    figures = in_order(OWN, question.figures)
    if reading.is_public:
        shown = (figure.shown_to_all(reading, None) for figure in figures if figure.narrows)
        yield from (block for block in shown if block is not None)
        return
    if reading.asked.narrowing.chosen:
        figures = [figure for figure in figures if figure.narrows]
    yield from (
        figure.shown(reading) for figure in figures if figure.code != "ages" or reading.ages
    )


def _hides_small(asked: Asked, agencies: tuple[Agency, ...]) -> bool:
    """Tell whether the page is narrowed for somebody who does not see these complaints anyway."""
    actor = current_actor()
    sees = all(may(actor, Permission.SEE_ALL, agency.code) for agency in agencies)
    return bool(asked.narrowing.chosen) and not sees


def _is_too_few(reading: Reading) -> bool:
    """Tell whether so few came that somebody could be recognised, or so few others did."""
    n = reading.whole.count(Measure.RECEIVED)
    return is_small(n) or is_small(received_in_all(reading) - n)


def _agencies_seen(asked: Asked) -> tuple[Agency, ...]:
    """Return the agencies that the person may see, as they were or as they are.

    What an organisation left to others is seen by whoever may see all of them.
    """
    codes = agencies_where(current_actor(), Permission.SEE_OVERVIEW)
    replaced = heirs_today()
    return tuple(
        agency
        for agency in runtime().agencies
        if (agency.code not in replaced or asked.geography == THEN)
        and (
            codes is None or codes.issuperset(replaced.get(agency.code, {"": agency.code}).values())
        )
    )
