"""Every table, so that importing this package makes the metadata complete."""

from portal.complaints.records.clock import ClockRecord, EscalationRecord
from portal.complaints.records.complaint import (
    ComplaintRecord,
    CounterRecord,
    IssueRecord,
    PersonRecord,
)
from portal.complaints.records.draft import DraftRecord
from portal.complaints.records.held_message import HeldMessageRecord
from portal.complaints.records.history import HistoryEntryRecord
from portal.complaints.records.message import AttachmentRecord, MessageRecord
from portal.complaints.records.notice import NoticeRecord
from portal.complaints.records.outbox import OutboxRecord
from portal.complaints.records.people import (
    AbsenceRecord,
    AccessLogRecord,
    MembershipRecord,
    UserRecord,
)
from portal.complaints.records.release import AgencyReleaseRecord
from portal.complaints.records.report import ReportCountRecord, ReportMarkRecord
from portal.complaints.records.saved_search import SavedSearchRecord
from portal.db.base import Base, OfComplaint
from portal.features.alarms.records import AlarmRecord
from portal.features.conflicts_of_interest.records import ConflictRecord
from portal.features.contact_limits.records import ContactLimitRecord
from portal.features.groups.records import (
    GroupAnswerPartRecord,
    GroupAnswerRecord,
    GroupComplaintRecord,
    GroupFollowerRecord,
    GroupMarkRecord,
    GroupRecord,
    GroupStepRecord,
    OfGroup,
)
from portal.features.information_requests.records import InformationRequestRecord, RequestStepRecord
from portal.features.joint_answers.records import PartRecord
from portal.features.lessons.records import LessonRecord
from portal.features.linking.records import LinkRecord
from portal.features.organisation_changes.records import AgencyChangeRecord
from portal.features.recommendations.records import (
    RecommendationComplaintRecord,
    RecommendationRecord,
    RecommendationStepRecord,
)
from portal.features.satisfaction.records import SurveyCountRecord, SurveyMarkRecord
from portal.features.transfers.records import TransferRecord
from portal.features.transfers.routing_rule_record import RoutingRuleRecord
from portal.releases.records import SettingsDraftRecord, SettingsReplayRecord

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
