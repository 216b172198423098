"""What is new in a reply: its own lines, without what French and English programs quote.

Each line is looked at a few times, however long the text is: whoever sends a text made to be slow
gains nothing by it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_MARKED = re.compile(r"\s{0,3}>")
_MARKS = re.compile(r"^[\s>]*")
_LONGEST_INTRO = 400
_INTRO_STARTS = re.compile(r"(?:Le|On|El|Am)\s", re.IGNORECASE)
_INTRO_ENDS = re.compile(r"(?:a\s+écrit|a\s+ecrit|écrivait|wrote|writes)\s{0,3}:$", re.IGNORECASE)
_ORIGINAL = re.compile(
    r"[-_*\s]{0,40}(?:original message|message d.origine|message original|message d.origine transf"
    r"|forwarded message|message transféré|begin forwarded message|début du message transféré)"
    r"[-_*:\s]{0,40}$",
    re.IGNORECASE,
)
_RULE = re.compile(r"[_\-]{10,}$")
_FIELD = re.compile(
    r"[\s*]{0,4}(de|from|expéditeur|envoyé|sent|date|à|to|destinataire|objet|subject|cc|cci|bcc)"
    r"[\s*]{0,4}:",
    re.IGNORECASE,
)
_SENDER = frozenset({"de", "from", "expéditeur"})
_HEAD = 8
_FIELDS_OF_A_HEAD = 3


def new_part(text: str) -> str:
    """Return what somebody wrote themself in a text that may answer another.

    Lines that are marked as quoted go, with the one that says whose they are; so does all that
    follows the headers of an earlier message. Where those come first, the message was handed on as
    a whole, and is what they wanted to show.
    """
    lines = text.split("\n")
    own = _above_headers(lines)
    kept = _without_marked(own)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _above_headers(lines: Sequence[str]) -> Sequence[str]:
    for at, line in enumerate(lines):
        if not _begins_earlier(lines, at, line):
            continue
        above = lines[:at]
        return above if any(one.strip() for one in above) else lines
    return lines


def _begins_earlier(lines: Sequence[str], at: int, line: str) -> bool:
    """Tell whether the headers of an earlier message begin here."""
    bare = line.strip()
    if not bare or len(bare) > _LONGEST_INTRO:
        return False
    if _ORIGINAL.match(bare):
        return True
    if _RULE.match(bare):
        following = next((one for one in range(at + 1, len(lines)) if lines[one].strip()), None)
        return following is not None and _is_head(lines, following)
    return _is_head(lines, at)


def _is_head(lines: Sequence[str], at: int) -> bool:
    first = _FIELD.match(lines[at])
    if first is None or first[1].lower() not in _SENDER:
        return False
    fields = {found[1].lower() for one in lines[at : at + _HEAD] if (found := _FIELD.match(one))}
    return len(fields) >= _FIELDS_OF_A_HEAD


def _without_marked(lines: Sequence[str]) -> list[str]:
    """Return the lines that are no quotation, nor the words that begin one."""
    kept: list[str] = []
    at = 0
    while at < len(lines):
        length = _length_of_intro(lines, at)
        if length and _is_followed_by_marked(lines, at + length):
            at += length
        elif length and _is_followed_by_nothing_else(lines, at):
            break
        elif _MARKED.match(lines[at]):
            at += 1
        else:
            kept.append(lines[at].rstrip())
            at += 1
    return kept


def _length_of_intro(lines: Sequence[str], at: int) -> int:
    """Return over how many lines, if any, somebody is said to have written what follows."""
    if not _INTRO_STARTS.match(_bare(lines[at])):
        return 0
    said = ""
    for length in (1, 2, 3):
        if at + length > len(lines):
            return 0
        said = f"{said} {_bare(lines[at + length - 1])}".strip()
        if len(said) > _LONGEST_INTRO:
            return 0
        if _INTRO_ENDS.search(said):
            return length
    return 0


def _bare(line: str) -> str:
    return _MARKS.sub("", line[:_LONGEST_INTRO]).rstrip()


def _is_followed_by_marked(lines: Sequence[str], at: int) -> bool:
    following = next((line for line in lines[at : at + 5] if line.strip()), None)
    return following is None or _MARKED.match(following) is not None


def _is_followed_by_nothing_else(lines: Sequence[str], at: int) -> bool:
    """Tell whether there are own words above: then what follows unmarked is what is answered."""
    return any(line.strip() and not _MARKED.match(line) for line in lines[:at])
