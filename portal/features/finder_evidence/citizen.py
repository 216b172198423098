"""What a draft keeps of what the finder said, where an agency is chosen on its page."""

from __future__ import annotations

from portal.complaints.kept_drafts import OpenDraft
from portal.features.finder_evidence.rules import FinderSaid, said_by
from portal.pages.citizen.contributions import AtFinder
from portal.pages.current import current_language, runtime


def _said(draft: OpenDraft) -> FinderSaid:
    """Return what the finder says to the words of a draft: what the page had shown."""
    words = draft.content.words or draft.content.story
    place = draft.content.municipality
    return said_by(runtime().found(words, current_language(), place=place))


ON_FINDER = (AtFinder(_said),)
