"""What happens to complaints is told to an agency's own machines: each event waits in a table.

It is empty: it takes a moment.
"""

import sqlalchemy as sa
from alembic import op

revision = "0152"
down_revision = "0151"
branch_labels = None
depends_on = None

_EVENT = "outgoing_event"
_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        _EVENT,
        sa.Column("id", _KEY, nullable=False),
        sa.Column("agency", sa.String(20), nullable=False),
        sa.Column("receiver", sa.String(40), nullable=False),
        sa.Column("event_id", sa.String(60), nullable=False),
        sa.Column("complaint_id", _KEY, nullable=False),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("not_before", _MOMENT, nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", _MOMENT),
        sa.Column("failed_at", _MOMENT),
        sa.Column("problem", sa.String(200)),
        sa.Column("replayed_by", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name="fk_outgoing_event_complaint_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outgoing_event"),
        sa.UniqueConstraint(
            *("agency", "receiver", "event_id"), name="uq_outgoing_event_agency_receiver_event_id"
        ),
    )
    op.create_index("ix_outgoing_event_waiting", _EVENT, ["done", "not_before", "id"])
    in_order = ["complaint_id", "agency", "receiver", "id"]
    op.create_index("ix_outgoing_event_in_order", _EVENT, in_order)
    op.create_index("ix_outgoing_event_given_up", _EVENT, ["agency", "failed_at"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table(_EVENT)
