"""The fields that the portal puts in its own forms: nobody types in them, nobody reads them.

A form that comes back says which of its fields were hidden by no other way than their names.
"""

from __future__ import annotations

from collections.abc import Container

from portal.pages.form_tokens import CSRF_FIELD

TRAP_FIELD = "ne-pas-remplir"
PASSWORD_FIELD = "password"
"""A password is never written back into a page: it is asked for again."""
SWITCH_FIELD = "changer-langue"
"""The button that leads to the page in the other language; its value is the id of the form."""
RESENT_FORM = "renvoi"
"""The id of a form that was not taken and can be sent again."""
COPIED_FORM = "copie"
"""The id of what was written in a form that can never be sent again."""
KEY_FIELD = "brouillon"
"""What opens the draft that a form is of, signed."""
ASKED_FIELD = "pour-sujet"
"""The agency and the subject whose questions a form asks."""
KEPT_FIELD = "garde"
"""The form that waits, sealed, until the code of its complaint is given."""
WAITING_FIELD = "kept"
"""The form that waits, sealed, until somebody is signed in."""
QUESTION_PREFIX = "q-"
"""How the names of fields begin that answer an agency's questions."""
SHOWN_FIELD = "shown"
"""What the page showed when it was made, by a mark of it."""
LABELS_FIELD = "labels"
"""The labels of what is written in a form, by the names of its inputs."""
LABEL_PREFIX = "label-"
"""How the names of fields begin that hold the label of one input; the rest is the input's name."""
ONCE_FIELD = "une-fois"
"""The mark of a form, by which what is sent twice is done once."""
FILE_FIELD = "file_key"
"""Which of several files of one complaint a form is for, by its key."""
PREVIEWED_FIELD = "send"
"""What the preview of a letter sends with it: all else that it holds was read, and is hidden."""

_LEFT_OUT = frozenset({CSRF_FIELD, TRAP_FIELD, PASSWORD_FIELD, SWITCH_FIELD})
_HIDDEN = frozenset(
    {KEY_FIELD, ASKED_FIELD, KEPT_FIELD, ONCE_FIELD, FILE_FIELD, PREVIEWED_FIELD}
    # The form and the page that wait for a sign-in, or for what is done to several complaints.
    | {WAITING_FIELD, "next", "retour"}
    # What the page showed when it was made: its version, its plan, its draft.
    | {"version", "release", "seen", SHOWN_FIELD, LABELS_FIELD}
)
_HIDDEN_BEGIN = ("version-", "mark-", "shown-unit-")


def is_left_out(name: str) -> bool:
    """Tell whether a form that comes back does without this field, or has it afresh."""
    return name in _LEFT_OUT or name.startswith(LABEL_PREFIX)


def was_hidden(name: str, form: Container[str]) -> bool:
    """Tell whether the field stood hidden in the form that has these names."""
    return PREVIEWED_FIELD in form or name in _HIDDEN or name.startswith(_HIDDEN_BEGIN)
