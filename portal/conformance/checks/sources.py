"""What the settings call certain: a time with the page that publishes it, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator

from portal.agencies.settings.fields import Settings
from portal.conformance.kit.check import Findings, Topic
from portal.conformance.kit.subject import Subject
from portal.domain.promise import Confidence

sources = Topic("sources")


@sources.check(
    protects="citizens: a figure called certain can be read at its source",
    mend="Write the page in `source`, or call the figure inferred or assumed.",
)
def each_sourced_time_names_its_page(subject: Subject) -> Findings:
    """Every time of the settings that is sourced, and can name a page, links to it."""
    for place, value in _with_source(subject.sound, ""):
        is_sourced = getattr(value, "confidence", None) is Confidence.SOURCED
        if is_sourced and not (getattr(value, "source", None) or "").startswith("https://"):
            yield f'{place}: "{getattr(value, "within", None)}" is sourced and has no page'


def _with_source(value: object, place: str) -> Iterator[tuple[str, Settings]]:
    """Yield everything within some settings that can name a source, and where it stands."""
    if isinstance(value, tuple):
        for rank, inner in enumerate(value):
            yield from _with_source(inner, f"{place}[{rank}]")
    elif isinstance(value, Settings):
        if "source" in type(value).model_fields:
            yield place, value
        for name, inner in value:
            yield from _with_source(inner, f"{place}.{name}".lstrip("."))
