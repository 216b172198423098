"""What a check is: a name that stays, a sentence, whom it protects, and how to put things right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from portal.conformance.kit.subject import Subject

Findings = Iterator[str]
Find = Callable[[Subject], Findings]


class Needs(Enum):
    """What must be there before a check can be made."""

    TEXT = "anything"
    TREE = "a file that can be read"
    PLUGIN = "a plugin that loads"
    AGENCY = "settings without mistakes, and a plugin that loads if they name one"
    BOTH = "settings without mistakes and a plugin that loads"

    def are_met_by(self, subject: Subject) -> bool:
        """Tell whether `subject` has what a check of this kind looks at."""
        met = {
            Needs.TEXT: True,
            Needs.TREE: subject.root is not None,
            Needs.PLUGIN: subject.plugin is not None,
            Needs.AGENCY: subject.agency is not None,
            Needs.BOTH: subject.agency is not None and subject.plugin is not None,
        }
        return met[self]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that every agency must keep; `find` yields what is wrong."""

    name: str
    topic: str
    sentence: str
    protects: str
    mend: str
    needs: Needs
    find: Find


@dataclass
class Topic:
    """Checks about one subject, in the order in which they are made."""

    title: str
    needs: Needs = Needs.AGENCY
    checks: list[Check] = field(default_factory=list)

    def check(self, protects: str, mend: str) -> Callable[[Find], Find]:
        """Make a check of a function: its name is the check's, its docstring the sentence."""

        def made(find: Find) -> Find:
            name = find.__name__.replace("_", "-")
            sentence = " ".join((find.__doc__ or "").split())
            self.checks.append(Check(name, self.title, sentence, protects, mend, self.needs, find))
            return find

        return made


def repeated(values: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield each value that stands several times, with how often it does."""
    return ((value, times) for value, times in Counter(values).items() if times > 1)
