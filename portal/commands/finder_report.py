"""`portal finder report`: how well the finder did by what people decided."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import click
import msgspec

from portal.commands.opened import portal_opened
from portal.domain.actor import PORTAL
from portal.features.finder_evidence.actions import period_of
from portal.features.finder_evidence.queries import decided_in, stories
from portal.features.finder_evidence.rules import months_later
from portal.finder.learned.beside import files_in
from portal.finder.learned.examples import NOBODY, Example, ExamplesError, read_examples
from portal.finder.measuring import Share
from portal.finder.report import LEAST, Accuracy, Drift, Read, Report, report_of, words_in
from portal.runtime import Runtime

_MONTHS = 12
_TEXTS = 1_000
"""How many of the newest texts are read for the words; none of them is shown."""
_OF_SEVERAL = 2
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


class _Month(click.ParamType[int]):
    name = "YYYY-MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        found = _MONTH.fullmatch(str(value))
        if found is None:
            self.fail(f'"{value}" is not a month, such as 2026-11.', param, ctx)
        return int(found[1] + found[2])


@click.command()
@click.option("--since", type=_Month(), help="The first month; else that of eleven months ago.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for other programs.")
def report(since: int | None, *, as_json: bool) -> None:
    """Print how often the finder was right by what the desk, transfers and answers decided.

    By agency and month, with what drifts and which of its own words mislead. No text and no word
    that a citizen alone wrote is shown.
    """
    with portal_opened() as runtime:
        found = _report(runtime, since)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(_values(found)), indent=2))
    else:
        for line in _lines(found):
            click.echo(line)


def _report(runtime: Runtime, since: int | None) -> Report:
    today = runtime.now().astimezone(ZoneInfo(runtime.agencies.portal.calendar.timezone)).date()
    now = today.year * 100 + today.month
    period = period_of(runtime, since or months_later(now, 1 - _MONTHS), months_later(now, 1))
    desk = runtime.agencies.portal.portal.intake_desk
    with runtime.reading(PORTAL) as session:
        decided = decided_in(session, desk, period)
        newest = dict(decided[:_TEXTS])
        texts = [Read(newest[one], words_in(text)) for one, text in stories(session, newest)]
    try:
        examples = list(read_examples(files_in(runtime.config.agencies)))
    except ExamplesError as error:
        raise click.ClickException(f"{error}. Run: portal agencies check") from None
    own_words = runtime.finder.words | _words_of_several(examples)
    taught = Counter(each.label.agency for each in examples if each.label.agency != NOBODY)
    every = [one for _, one in decided]
    return report_of(every, texts, runtime.learned, own_words, taught)


def _words_of_several(examples: list[Example]) -> frozenset[str]:
    had = Counter(word for example in examples for word in words_in(example.text))
    return frozenset(word for word, times in had.items() if times >= _OF_SEVERAL)


def _month(month: int) -> str:
    return f"{month // 100}-{month % 100:02}"


def _told(share: Share) -> str:
    return str(share) if share.of >= LEAST else f"fewer than {LEAST} complaints"


def _lines(found: Report) -> Iterator[str]:
    if not found.by_month:
        yield "Nothing was decided yet of complaints for which the finder was asked."
    else:
        yield "Right by what was decided: first · among the first three · told that nobody answers"
        yield from (_line(_month(month), one) for month, one in found.by_month.items())
        yield _line("decided by people", found.people)
        yield "\nBy agency"
        for agency, one in found.by_agency.items():
            yield _line(agency, one)
            over_time = found.over_time[agency]
            if len(over_time) > 1:
                yield from (_line(f"  {_month(month)}", one) for month, one in over_time.items())
    yield "\nDrift"
    yield from (_drifted(drift) for drift in found.drifts)
    yield from _unknown(found.unknown_words)
    yield "\nWords of the finder's own that spoke for the wrong agency"
    for word in found.misleading:
        yield (
            f"  {word.word}: for {word.spoke_for} instead of {word.instead_of},"
            f" in {word.complaints} complaints"
        )
    if not found.misleading:
        yield f"  None in {LEAST} complaints or more."


def _line(name: str, one: Accuracy) -> str:
    if one.first.of < LEAST:
        return f"  {name:20} {_told(one.first)}"
    nobody = f"{100 * one.told_nobody.rate:.0f} %"
    return f"  {name:20} {_told(one.first)} · {_told(one.among_three)} · {nobody}"


def _drifted(drift: Drift) -> str:
    has, had = (100 * share.rate for share in (drift.decided, drift.examples))
    more = "more examples of it would help" if has > had else "its examples may draw too much"
    of_both = f"{has:.0f} of 100 decided complaints and {had:.0f} of 100 examples"
    return f"  {drift.agency} has {of_both}: {more}."


def _unknown(by_month: Mapping[int, Share]) -> Iterator[str]:
    for month, share in by_month.items():
        if share.of:
            yield f"  {_month(month)}: {100 * share.rate:.0f} of 100 words are in no example."
    if by_month:
        yield "  Where that grows, people write of what the examples do not know."


def _values(found: Report) -> dict[str, Any]:
    return {
        "by_month": {_month(month): _value(one) for month, one in found.by_month.items()},
        "decided_by_people": _value(found.people),
        "by_agency": {
            agency: _value(one)
            | {
                "months": {
                    _month(month): _value(each) for month, each in found.over_time[agency].items()
                }
            }
            for agency, one in found.by_agency.items()
        },
        "drift": [
            {"agency": one.agency, "decided": one.decided.rate, "examples": one.examples.rate}
            for one in found.drifts
        ],
        "unknown_words": {
            _month(month): share.rate for month, share in found.unknown_words.items()
        },
        "misleading_words": msgspec.to_builtins(found.misleading),
    }


def _value(one: Accuracy) -> dict[str, Any]:
    """Return the figures of an accuracy; below five, that there are so few."""
    if one.first.of < LEAST:
        return {"complaints": f"<{LEAST}"}
    return {
        "complaints": one.first.of,
        "first": one.first.rate,
        "first_between": one.first.interval,
        "among_three": one.among_three.rate,
        "among_three_between": one.among_three.interval,
        "told_nobody": one.told_nobody.rate,
    }
