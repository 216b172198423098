"""Every indicator of a page of figures, of each agency and of all: those of the cube, and others.

What is not of events is read from the settings, from the form, or from what is open today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.complaints.queries.kept_drafts import DraftCut, drafts_between
from portal.domain.actor import PORTAL
from portal.domain.complaint import Channel
from portal.domain.figures.indicators import Figures
from portal.domain.figures.measures import Measure
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import TOTAL, is_small
from portal.domain.permissions import Permission, may
from portal.domain.time.periods import since_working_days
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import added
from portal.reporting import texts
from portal.reporting.counts import queries as cube
from portal.reporting.counts.queries_open import quiet_since
from portal.reporting.figures import Reading
from portal.reporting.heirs import heirs_of
from portal.reporting.six_criteria.values import Amount, IndicatorRead, Value, Values, of_cube
from portal.reporting.six_criteria.verified import last_run
from portal.words.dates import day_words

PAGES_ASKED = 3
"""The story, how to answer, and the check; an agency's own questions are a page more."""
ANSWERS_ASKED = 4
"""The story, for whom, by which means, and in which language: nothing more without a name."""
MOST_PAGES, MOST_ANSWERS = 3, 5
"""What a form asks for at most, by the target."""
_QUIET_AFTER = 10

ByAgency = Mapping[str, Mapping[str, Value | None]]
"""The indicators of each agency by their codes, and those of all under TOTAL."""


def read_indicators(reading: Reading) -> ByAgency:
    """Return every indicator of the agencies of a page, and of all of them together."""
    codes = [*(agency.code for agency in reading.agencies), TOTAL]
    apart = {read.code: read.values(reading) for read in (*OWN, *added(IndicatorRead))}
    return {
        code: {
            **_known(reading, reading.figures, code),
            **{name: values.get(code) for name, values in apart.items()},
        }
        for code in codes
    }


def indicators_before(reading: Reading) -> Mapping[str, Value | None]:
    """Return those of all agencies together that the counts of the compared period come to."""
    return _known(reading, reading.figures_before, TOTAL)


def _known(
    reading: Reading, figures: Callable[[str], Figures], code: str
) -> dict[str, Value | None]:
    """Return the values of an agency, or of all, as the reader may know them.

    What people needed says something of them: few of them are hidden from whoever does not see
    their complaints, and so is what all have together as long as those of one agency are.
    """
    values, actor = of_cube(figures(code)), current_actor()
    own = [agency.code for agency in reading.agencies]
    asked = [figures(one).yes(Measure.ADAPTED) for one in (own if code == TOTAL else [code])]
    asked.append(figures(code).yes(Measure.ADAPTED))
    if all(may(actor, Permission.SEE_COMPLAINTS, one) for one in own) or not any(map(_few, asked)):
        return {**values}
    return {**values, "F3": None}


def _few(share: Share) -> bool:
    return is_small(share.part) or is_small(share.n - share.part)


def _steps(reading: Reading) -> Values:
    """Return how many pages and answers the form of each agency takes; of all, the most."""
    by_agency = {agency.code: _steps_of(agency) for agency in reading.agencies}
    longest = max(by_agency.values(), key=lambda amount: amount.value, default=None)
    return {**by_agency, TOTAL: longest}


def _steps_of(agency: Agency) -> Amount:
    asked = agency.consult()
    questions = asked.questions(asked.category(None))
    pages = PAGES_ASKED + bool(questions)
    answers = ANSWERS_ASKED + sum(question.required for question in questions)
    said = gettext("%(pages)s pages, %(answers)s réponses", pages=pages, answers=answers)
    is_short = pages <= MOST_PAGES and answers <= MOST_ANSWERS
    return Amount(pages + answers, detail=said, meets=is_short)


def _completed(reading: Reading) -> Values:
    """Return how many of the drafts begun were sent: narrowed by nothing, for nothing is known."""
    if reading.is_public or reading.asked.narrowing.chosen:
        return {}
    period = reading.asked.period
    counts = runtime().read(PORTAL, drafts_between, period.first_day, period.last_day)
    shares = {(one.cut, one.value): Share(one.sent, one.begun) for one in counts}
    by_agency = {
        agency.code: shares.get((DraftCut.AGENCY, agency.code), Share(0, 0))
        for agency in reading.agencies
    }
    if any(agency.code not in by_agency for agency in runtime().agencies):
        parts, wholes = zip((0, 0), *((one.part, one.n) for one in by_agency.values()), strict=True)
        return {**by_agency, TOTAL: Share(sum(parts), sum(wholes))}
    return {**by_agency, TOTAL: shares.get((DraftCut.ALL, ""), Share(0, 0))}


def _channels(reading: Reading) -> Values:
    """Return how many of the channels that each agency offers were used."""
    asked, codes = reading.asked, [agency.code for agency in reading.agencies]
    with runtime().reading(PORTAL) as session:
        used = cube.received_by_channel(
            session, codes, asked.period.months, heirs_of(asked), asked.narrowing
        )
    offered = {(agency.code, channel) for agency in reading.agencies for channel in _offers(agency)}
    return _shares(codes, used & offered, offered)


def _shares(
    codes: Iterable[str], used: Iterable[tuple[str, str]], offered: Iterable[tuple[str, str]]
) -> Values:
    parts, wholes = ([agency for agency, _ in places] for places in (used, offered))
    by_agency = {code: Share(parts.count(code), wholes.count(code)) for code in codes}
    return {**by_agency, TOTAL: Share(len(parts), len(wholes))}


def _offers(agency: Agency) -> Iterable[str]:
    channels = agency.settings.channels
    offered = {
        Channel.WEB: channels.web,
        Channel.EMAIL: channels.email,
        Channel.PHONE: channels.phone,
        Channel.POST: channels.post,
        Channel.COUNTER: channels.counter,
    }
    return [channel.value for channel, is_offered in offered.items() if is_offered]


def _accessibility(reading: Reading) -> Values:
    """Return what the last automated run found: the same whichever agency is looked at."""
    run = last_run()
    said = gettext(
        "%(defects)s (version %(version)s, le %(day)s)",
        defects=texts.number(run.defects),
        version=run.version,
        day=day_words(date.fromisoformat(run.on), current_language()),
    )
    found = Amount(run.defects, len(run.addresses), detail=said)
    return dict.fromkeys([*(agency.code for agency in reading.agencies), TOTAL], found)


def _quiet(reading: Reading) -> Values:
    """Return how many open complaints have long had no event; nobody sees them as the public."""
    if reading.is_public or not reading.asked.narrowing.is_told_by_rows:
        return {}
    now = runtime().now()
    bounds = {
        agency.code: since_working_days(_QUIET_AFTER, now, agency.consult().calendar())
        for agency in reading.agencies
    }
    quiet = runtime().read(PORTAL, quiet_since, bounds, reading.asked.narrowing)
    shares = {code: Share(part, n) for code, (part, n) in quiet.items()}
    parts, wholes = (sum(column) for column in zip((0, 0), *quiet.values(), strict=True))
    return {**shares, TOTAL: Share(parts, wholes)}


OWN = (
    IndicatorRead("S1", _steps),
    IndicatorRead("S2", _completed),
    IndicatorRead("A1", _channels),
    IndicatorRead("A4", _accessibility),
    IndicatorRead("L1", _quiet),
)
"""What the portal itself reads beside the cube."""


OF_NOBODY = ("S1", "A4")
"""What tells nothing of anybody: everybody may read it."""


def not_of_people(reading: Reading) -> Mapping[str, Values]:
    """Return the indicators that rest on settings and pages alone."""
    return {own.code: own.values(reading) for own in OWN if own.code in OF_NOBODY}


def told_of(value: Value | None) -> str:
    """Write among how many an indicator was counted."""
    n = None if value is None else value.n
    return "" if n is None else texts.number(n)
