"""The pages on which an agency's administrators change its rules and the agency itself."""

from __future__ import annotations

from portal.pages.settings import beginning, home, publication, whole_draft
from portal.pages.settings.drafting.state import bp
from portal.pages.settings.forms import KERNEL_FORMS

for form in KERNEL_FORMS:
    form.serve(bp)

__all__ = ["beginning", "bp", "home", "publication", "whole_draft"]
