"""From people's own words to the agencies and categories that could answer.

It reads what agencies say about themselves and knows none of them by itself.
"""

from portal.domain.routing import Suggestion
from portal.finder.index import Subject, SubjectCategory
from portal.finder.suggest import Finder, build

__all__ = ["Finder", "Subject", "SubjectCategory", "Suggestion", "build"]
