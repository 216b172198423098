"""What keeps a text to somebody who is not told who complains from saying it by mistake."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from portal.auth.sign_in import current_actor
from portal.complaints.queries.case_file import Person
from portal.complaints.queries.identity import whole_people
from portal.domain.handling.identity import Identified, IdentityField, identity_said
from portal.pages.actions.engine import Form
from portal.pages.actions.missing import NAMED_FIELD, naming_words
from portal.pages.current import runtime
from portal.pages.forms import Problems


def whom_it_may_name(number: str) -> Sequence[Person]:
    """Return all who complain in the whole of a complaint, for `note_named` to compare with.

    What another agency holds of them is among it: nothing of it is to be shown.
    """
    return runtime().read(current_actor(), whole_people, (number,))


def note_named(
    people: Sequence[Identified],
    form: Form,
    problems: Problems,
    text: str,
    told: Collection[IdentityField] = (),
) -> None:
    """Note where a text says who complains, unless whoever writes it says that they mean to.

    `told` is what is shown of these `people` beside the text.
    """
    said = identity_said(text, people)
    place = next((place for field, place in said.items() if field not in told), None)
    if place is not None and NAMED_FIELD not in form:
        problems.add(NAMED_FIELD, naming_words(place))


def is_named_meant(form: Form) -> bool:
    """Tell whether whoever writes a text says that they mean to tell who complains."""
    return NAMED_FIELD in form
