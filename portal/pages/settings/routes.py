"""The pages on which an agency's administrators change its rules and the agency itself."""

from __future__ import annotations

from portal.pages.settings import (
    beginning,
    dates,
    home,
    preview,
    publication,
    replaying,
    text,
)
from portal.pages.settings.drafting.state import bp
from portal.pages.settings.sections import KERNEL_FORMS

for form in KERNEL_FORMS:
    form.serve(bp)

__all__ = [
    "beginning",
    "bp",
    "dates",
    "home",
    "preview",
    "publication",
    "replaying",
    "text",
]
