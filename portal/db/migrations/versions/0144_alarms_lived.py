"""An alarm has steps, a state, somebody who answers for it, and a time after which they hear again.

There are few alarms. One that was responded to is closed; the others are told again by the next
look of the worker, so that somebody hears of each.
"""

import sqlalchemy as sa
from alembic import op

revision = "0144"
down_revision = "0143"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_BEFORE = ["rule", "agency", "theme", "period"]
_NOW = ["rule", "agency", "theme", "subject", "period"]
_NEW = (
    ("subject", sa.String(80), ""),
    ("reach", sa.Integer(), 0),
    ("state", sa.String(12), "raised"),
    ("standing", sa.Integer(), 2),
)


def upgrade() -> None:
    """Make the columns and the steps, and say where each alarm stands."""
    op.drop_index("ix_alarm_agency", "alarm")
    with op.batch_alter_table("alarm") as table:
        for name, kind, usual in _NEW:
            table.add_column(sa.Column(name, kind, nullable=False, server_default=str(usual)))
        table.add_column(sa.Column("responsible_id", sa.Integer()))
        table.add_column(sa.Column("remind_at", _MOMENT))
        table.drop_constraint("uq_alarm_rule_agency_theme_period", type_="unique")
        table.create_unique_constraint("uq_alarm_rule_agency_theme_subject_period", _NOW)
        table.create_foreign_key(
            "fk_alarm_responsible_id", "user_account", ["responsible_id"], ["id"]
        )
    op.execute("UPDATE alarm SET remind_at = raised_at WHERE responded_at IS NULL")
    op.execute("UPDATE alarm SET state = 'closed', standing = 0 WHERE responded_at IS NOT NULL")
    with op.batch_alter_table("alarm") as table:
        for name, _kind, _usual in _NEW:
            table.alter_column(name, server_default=None)
    op.create_index("ix_alarm_agency", "alarm", ["agency", "standing", "raised_at", "reach", "id"])
    op.create_index("ix_alarm_standing", "alarm", ["standing", "raised_at", "reach", "id"])
    op.create_index("ix_alarm_remind", "alarm", ["remind_at"])
    op.create_table(
        "alarm_step",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("user_id", sa.Integer()),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("alarm_id", _KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm_step")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_alarm_step_user_id")
        ),
        sa.ForeignKeyConstraint(["alarm_id"], ["alarm.id"], name=op.f("fk_alarm_step_alarm_id")),
    )
    op.create_index("ix_alarm_step_alarm_id", "alarm_step", ["alarm_id"])


def downgrade() -> None:
    """Take them away; of alarms of one period that differ by their subject the first stays."""
    op.drop_table("alarm_step")
    for name in ("ix_alarm_remind", "ix_alarm_standing", "ix_alarm_agency"):
        op.drop_index(name, "alarm")
    op.execute(
        "DELETE FROM alarm WHERE id NOT IN "
        "(SELECT MIN(id) FROM alarm GROUP BY rule, agency, theme, period)"
    )
    with op.batch_alter_table("alarm") as table:
        table.drop_constraint("fk_alarm_responsible_id", type_="foreignkey")
        table.drop_constraint("uq_alarm_rule_agency_theme_subject_period", type_="unique")
        for name in ("subject", "reach", "state", "standing", "responsible_id", "remind_at"):
            table.drop_column(name)
        table.create_unique_constraint("uq_alarm_rule_agency_theme_period", _BEFORE)
    op.create_index("ix_alarm_agency", "alarm", ["agency", "raised_at", "id"])
