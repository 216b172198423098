"""A group is shown to the public by a title that the head has read: it names nobody."""

from __future__ import annotations

from portal.complaints.work import Work
from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.features.groups.actions.steps import held_group, take
from portal.features.groups.rules import Step

LONGEST_TITLE = 160


def publish(work: Work, agency: str, group_id: int, title: Text, *, is_read: bool) -> None:
    """Show a group to the public by its title in both languages, once the head has read it."""
    group = held_group(work, group_id, Permission.PUBLISH_GROUP, agency)
    fr, en = title.fr.strip(), (title.en or "").strip()
    missing = [
        name
        for name, said in (("title_fr", fr), ("title_en", en))
        if not said or len(said) > LONGEST_TITLE
    ]
    if not is_read:
        missing.append("is_read")
    if missing:
        raise IncompleteError(*missing)
    take(work, group, Step.PUBLISHED, f"{fr}\n{en}")
    group.title_fr, group.title_en = fr, en
    group.published_at = group.published_at or work.now


def unpublish(work: Work, agency: str, group_id: int) -> None:
    """Show a group to the public no more; whoever follows it is still told."""
    group = held_group(work, group_id, Permission.PUBLISH_GROUP, agency)
    take(work, group, Step.UNPUBLISHED)
    group.published_at = None
