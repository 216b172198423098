"""Which events of a complaint's life may touch a promised date: these, and no edit."""

from __future__ import annotations

from portal.domain.history import EntryKind

K = EntryKind

MAY_TOUCH_A_DATE = frozenset(
    {
        *(K.FILED, K.ACKNOWLEDGED, K.TAKEN_IN_CHARGE, K.FILE_COMPLETED, K.ANSWERED),
        *(K.EXTENDED, K.PAUSED, K.RESUMED, K.DATE_MISSED, K.ESCALATED, K.RECOURSE_OPENED),
        *(K.CLOSED, K.WITHDRAWN, K.ROUTED, K.SUCCEEDED, K.REPRISAL_FLAGGED, K.REPRISAL_ACTED),
        *(K.REOPENED, K.REVIEW_ASKED, K.RECOMMENDED, K.RECOMMENDATION_MOVED),
        *(K.INFORMATION_REQUESTED, K.INFORMATION_MISSED),
        *(K.INFORMATION_GIVEN, K.INFORMATION_ENDED, K.TRANSFER_PROPOSED),
    }
)
"""Whatever starts, moves, stops, keeps, misses or ends a clock is told by one of these."""

TOUCHES_NO_DATE = frozenset(
    {
        *(K.STUDIED, K.ASSIGNED, K.RECLASSIFIED, K.NOTED, K.ASKED, K.MESSAGE_RECEIVED),
        *(K.DOCUMENT_ADDED, K.PASSED_TO_TOP, K.POST_VACANT, K.RETURNED, K.DECIDED),
        *(K.CONTACT_CHANGED, K.PLUGIN_FAILED, K.NEWS_WISHED, K.READY_FILE_MADE),
        *(K.LETTER_POSTED, K.TRANSFER_AGREED, K.READING_ASKED, K.READING_RETURNED),
    }
)
"""What these tell of leaves every clock as it was."""
