"""Every table, so that importing this package makes the metadata complete."""

from portal.db.models.account import (
    AbsenceRecord,
    AccessLogRecord,
    MembershipRecord,
    UserRecord,
)
from portal.db.models.agency import (
    AgencyReleaseRecord,
    SettingsDraftRecord,
    SettingsReplayRecord,
)
from portal.db.models.alarm import AlarmRecord
from portal.db.models.base import Base, OfComplaint
from portal.db.models.change import AgencyChangeRecord
from portal.db.models.clock import ClockRecord, EscalationRecord
from portal.db.models.complaint import ComplaintRecord, CounterRecord, IssueRecord, PersonRecord
from portal.db.models.conflict import ConflictRecord
from portal.db.models.contact_limit import ContactLimitRecord
from portal.db.models.draft import DraftRecord
from portal.db.models.group import (
    GroupAnswerPartRecord,
    GroupAnswerRecord,
    GroupComplaintRecord,
    GroupFollowerRecord,
    GroupMarkRecord,
    GroupRecord,
    GroupStepRecord,
    OfGroup,
)
from portal.db.models.held import HeldMessageRecord
from portal.db.models.history import HistoryEntryRecord
from portal.db.models.information_request import InformationRequestRecord, RequestStepRecord
from portal.db.models.lesson import LessonRecord
from portal.db.models.link import LinkRecord
from portal.db.models.message import AttachmentRecord, MessageRecord
from portal.db.models.notice import NoticeRecord
from portal.db.models.outbox import OutboxRecord
from portal.db.models.part import PartRecord
from portal.db.models.recommendation import (
    RecommendationComplaintRecord,
    RecommendationRecord,
    RecommendationStepRecord,
)
from portal.db.models.report import ReportCountRecord, ReportMarkRecord
from portal.db.models.routing_rule import RoutingRuleRecord
from portal.db.models.search import SavedSearchRecord
from portal.db.models.survey import SurveyCountRecord, SurveyMarkRecord
from portal.db.models.transfer import TransferRecord

__all__ = [
    "AbsenceRecord",
    "AccessLogRecord",
    "AgencyChangeRecord",
    "AgencyReleaseRecord",
    "AlarmRecord",
    "AttachmentRecord",
    "Base",
    "ClockRecord",
    "ComplaintRecord",
    "ConflictRecord",
    "ContactLimitRecord",
    "CounterRecord",
    "DraftRecord",
    "EscalationRecord",
    "GroupAnswerPartRecord",
    "GroupAnswerRecord",
    "GroupComplaintRecord",
    "GroupFollowerRecord",
    "GroupMarkRecord",
    "GroupRecord",
    "GroupStepRecord",
    "HeldMessageRecord",
    "HistoryEntryRecord",
    "InformationRequestRecord",
    "IssueRecord",
    "LessonRecord",
    "LinkRecord",
    "MembershipRecord",
    "MessageRecord",
    "NoticeRecord",
    "OfComplaint",
    "OfGroup",
    "OutboxRecord",
    "PartRecord",
    "PersonRecord",
    "RecommendationComplaintRecord",
    "RecommendationRecord",
    "RecommendationStepRecord",
    "ReportCountRecord",
    "ReportMarkRecord",
    "RequestStepRecord",
    "RoutingRuleRecord",
    "SavedSearchRecord",
    "SettingsDraftRecord",
    "SettingsReplayRecord",
    "SurveyCountRecord",
    "SurveyMarkRecord",
    "TransferRecord",
    "UserRecord",
]
