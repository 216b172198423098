"""Lists by name are in the order of the alphabet: É stands with E, never after Z."""

import re

from portal.words.refresh import PORTAL

# What makes letters small alone leaves « Écoles » after « Voisinage ».
SMALL_LETTERS_ALONE = re.compile(r"key=(?:lambda [^)]*\.|str\.)(?:casefold|lower)\b")
NAMES_AS_THEY_ARE = re.compile(r"sorted\(\s*names\.values\(\)\s*\)|key=lambda \w+: [\w.]*name\s*\)")


def test_names_are_sorted_without_their_accents():
    wrong = [
        str(file.relative_to(PORTAL))
        for file in sorted(PORTAL.rglob("*.py"))
        if SMALL_LETTERS_ALONE.search(text := file.read_text("utf-8"))
        or NAMES_AS_THEY_ARE.search(text)
    ]
    assert wrong == [], "sort by portal.agencies.settings.matching.folded"
