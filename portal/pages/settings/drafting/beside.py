"""A form beside what the draft says: which of its inputs somebody typed in, or two people did.

A page carries a digest of each input as it was shown. So what nobody touched is told from what was
typed, whoever saved the draft meanwhile: the one shows what is kept by now, the other stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from flask import request

from portal.pages.as_shown import digest, plain, shown_digests
from portal.pages.current import gettext
from portal.pages.forms import Problems
from portal.pages.settings.drafting.fields import Field, Form


def digests(form: Form) -> str:
    """Return what tells of each input whether it is still as it is now, to be carried along."""
    return orjson.dumps({str(name): digest(value) for name, value in form.items()}).decode()


def as_kept(typed: Form, kept: Form) -> Form:
    """Return what was typed, as it is kept wherever it is the same to whoever reads it.

    An input gives a no-break space back as a space.
    """
    return {
        name: kept[name] if name in kept and _alike(kept[name], value) else value
        for name, value in typed.items()
    }


def is_typed_in(form: Form) -> bool:
    """Tell whether any input says something else than the page showed."""
    shown = shown_digests(request.form)
    return any(shown.get(name) != digest(value) for name, value in form.items())


def merged(typed: Form, kept: Form) -> Form:
    """Return a form with what is kept by now in each input that was not typed in."""
    shown = shown_digests(request.form)
    return {
        name: kept[name] if name in kept and shown.get(name) == digest(value) else value
        for name, value in typed.items()
    }


def _changed_by_both(typed: Form, kept: Form) -> Iterator[str]:
    """Yield each input in which something was typed and something else kept meanwhile.

    One that still says what the page showed was not typed in.
    """
    shown = shown_digests(request.form)
    for name, value in typed.items():
        if (
            name in kept
            and not _alike(kept[name], value)
            and shown.get(name) not in (digest(kept[name]), digest(value))
        ):
            yield name


def typed_by_both(of: Iterable[tuple[Field, Any]], typed: Form, kept: Form) -> Problems:
    """Return what two people typed in the same inputs: each input with what is kept of it by now.

    Of each field it is told what the settings say of its group.
    """
    told = [(field, field.filled(current)) for field, current in of]
    problems = Problems([name for field, _ in told for name in field.ids(typed)])
    both = set(_changed_by_both(typed, kept))
    for field, inputs in told:
        for name in both.intersection(inputs):
            problems.add(_input_of(field, name, typed), _what_to_do(field.words_of(name, kept)))
    return problems


def _input_of(field: Field, name: str, form: Form) -> str:
    """Return the id of an input of a field, the first one where it has rows of them."""
    ids = field.ids(form)
    return name if name in ids or not ids else ids[0]


def _what_to_do(kept: str | None) -> str:
    """Return what to do about an input that two people typed in; `kept` is what is kept of it."""
    if kept is None:
        return gettext("Une autre réponse est enregistrée depuis : la vôtre la remplacera")
    if not kept:
        return gettext("Ceci a été vidé depuis : ce que vous avez écrit le remplira de nouveau")
    return gettext(
        "« %(kept)s » est enregistré depuis : ce que vous avez écrit le remplacera", kept=kept
    )


def _alike(kept: Any, typed: Any) -> bool:
    return bool(kept == typed) or plain(kept) == plain(typed)
