"""Which complaints a count is made of, beside the counts.

It stays empty until all is counted anew (`portal reports rebuild`); figures lead to no complaints
before. A new installation has counted nothing yet, and keeps both from its first complaint on.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0151"
down_revision = "0150"
branch_labels = None
depends_on = None

_KEY: dict[str, sa.types.TypeEngine[Any]] = {
    "generation": sa.Integer(),
    "agency": sa.String(20),
    "month": sa.String(7),
    "measure": sa.String(60),
    "complaint_id": sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
    "bucket": sa.Integer(),
    "nature": sa.String(20),
    "language": sa.String(10),
    "region": sa.String(10),
    "theme": sa.String(40),
    "category": sa.String(60),
    "channel": sa.String(20),
}


def upgrade() -> None:
    """Make room, and note where something is counted already that stands nowhere else."""
    op.create_table(
        "counted_complaint",
        *(
            sa.Column(name, kind, nullable=False, autoincrement=False)
            for name, kind in _KEY.items()
        ),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*_KEY, name=op.f("pk_counted_complaint")),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO report_mark (name, entry_id)"
        " SELECT 'complaints', -1 WHERE EXISTS (SELECT 1 FROM report_count)"
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("counted_complaint")
    op.execute("DELETE FROM report_mark WHERE name = 'complaints'")
