"""A page of a draft that asks for something, and what becomes of it where two tabs write in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.auth.access import public
from portal.complaints.kept_drafts import DraftContent
from portal.domain.history import canonical
from portal.pages.citizen import bp
from portal.pages.citizen.draft import has_to_leave, later
from portal.pages.citizen.journey import ASKED_FIELD, Journey, is_step, opens_journey
from portal.pages.citizen.lost_drafts import already_sent
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.own_fields import SHOWN_FIELD


class AskingPage(Struct, frozen=True):
    """A page of a draft that asks for something: it is opened, read, kept, and leads on.

    What its form holds is kept whatever it is, then checked. `keep` notes what could not be kept;
    `problems` says what is wrong with the rest, once the page `was_sent`. `typed` is what the form
    holds, by its names in the draft: where another tab of the draft kept something else meanwhile,
    the page comes back with both, and nothing of either is lost. `attach` takes its documents.
    A page of a feature has its `template` in the feature's folder.
    """

    name: str
    sending: str
    fr: str
    en: str
    shown: Callable[[Journey, Problems], Mapping[str, Any]]
    keep: Callable[[Journey, Problems], Journey]
    typed: Callable[[], Mapping[str, Any]] = dict
    attach: Callable[[Journey, Problems], None] = lambda journey, refused: None
    problems: Callable[[Journey], Problems] = lambda journey: Problems()
    was_sent: Callable[[Journey], object] = lambda journey: True
    leads_to: Callable[[Journey], str] = Journey.next_step
    template: str = ""

    def serve(self, pages: Blueprint | Pages = bp) -> None:
        """Give the page its addresses."""
        fr, en = f"/plainte/<draft>/{self.fr}", f"/complaint/<draft>/{self.en}"
        serve = partial(localized, pages, fr=fr, en=en)
        serve(endpoint=self.name)(public(opens_journey(self.open)))
        serve(endpoint=self.sending, methods=["POST"])(public(opens_journey(self.send)))

    def open(self, journey: Journey) -> ResponseReturnValue:
        """Show the page; what was sent before is there, with its problems."""
        if is_step(self.name) and self.name not in journey.steps:
            return redirect(journey.url(journey.next_step()), 303)
        return self._page(journey, self.problems(journey) if self.was_sent(journey) else Problems())

    def send(self, journey: Journey) -> ResponseReturnValue:
        """Keep what was sent, then lead on, or say what to correct."""
        refused = Problems()
        self.attach(journey, refused)
        typed = self.typed()
        if newer := kept_by_another_tab(journey.content, typed):
            content = replace(journey.content, **typed)
            mine = Journey.of(replace(journey.draft, content=content), journey.agency)
            return self._page(mine, refused, tab_mark(journey.content, typed), newer), 409
        kept = self.keep(journey, refused)
        if kept.draft.receipt is not None:
            # Sent from another tab at this very moment.
            return already_sent(kept.draft)
        if has_to_leave():
            return later(kept.kept(left_at=self.name).draft)
        problems = self.problems(kept).with_first(refused)
        if problems:
            return self._page(kept, problems), 422
        return redirect(kept.url(self.leads_to(kept)), 303)

    def _page(
        self, journey: Journey, problems: Problems, mark: str = "", newer: Sequence[str] = ()
    ) -> str:
        shown = self.shown(journey, problems)
        return render_template(
            self.template or f"citizen/{self.name}.html",
            journey=journey,
            dangers=journey.dangers,
            maybe_danger=journey.maybe_danger,
            problems=problems,
            tab_mark=mark or tab_mark(journey.content, self.typed()),
            newer=newer,
            **shown,
        )


def tab_mark(content: DraftContent, names: Mapping[str, Any]) -> str:
    """Return what tells whether what a draft holds by these names is still as a page showed it."""
    held = {name: _plain(getattr(content, name)) for name in names}
    return blake2b(canonical(held), digest_size=8).hexdigest()


def kept_by_another_tab(content: DraftContent, typed: Mapping[str, Any]) -> list[str]:
    """Return the texts that this form would replace and that its page had not shown, if any are."""
    shown = request.form.get(SHOWN_FIELD, "")
    if not shown or shown == tab_mark(content, typed):
        return []
    newer = (_texts(getattr(content, name), value) for name, value in typed.items())
    return [text for texts in newer for text in texts]


def _texts(kept: Any, typed: Any) -> Iterator[str]:
    """Yield the texts among what is kept that are not what was typed."""
    if isinstance(kept, Mapping):
        same = kept.get(ASKED_FIELD) == typed.get(ASKED_FIELD)
        for name, values in kept.items() if same else ():
            if values != typed.get(name, []):
                yield from filter(None, values)
    elif isinstance(kept, str) and kept and kept != typed:
        yield kept


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
