"""Complaints are seen at the levels that they reached, and who complains once it is released.

Steps up say in which agency they were: one that handed a complaint on may call a post the same.
Those of complaints that are lower now than they went up stay without one. Among a million
complaints, of which one in twenty went up, it takes some seconds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0104"
down_revision = "0103"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_REFERENCES = {
    "user_id": "user_account",
    "released_by": "user_account",
    "complaint_id": "complaint",
}
_ONCE = ("complaint_id", "user_id", "field")


def upgrade() -> None:
    """Say where complaints went up, and make room for what is released of who complains."""
    op.add_column("escalation", sa.Column("agency", sa.String(20)))
    op.execute(
        "UPDATE escalation SET agency = (SELECT agency FROM complaint WHERE"
        " complaint.id = escalation.complaint_id AND complaint.level >= escalation.to_level)"
    )
    op.create_index("ix_escalation_post", "escalation", ["agency", "post", "complaint_id"])
    op.create_table(
        "identity_release",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.Integer()),
        sa.Column("complaint_id", _KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_identity_release"),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_identity_release_{column}")
            for column, other in _REFERENCES.items()
        ),
        sa.UniqueConstraint(*_ONCE, name=f"uq_identity_release_{'_'.join(_ONCE)}"),
    )
    op.create_index("ix_identity_release_complaint_id", "identity_release", ["complaint_id"])


def downgrade() -> None:
    """Forget where complaints went up, and what was released."""
    op.drop_table("identity_release")
    op.drop_index("ix_escalation_post", table_name="escalation")
    op.drop_column("escalation", "agency")
