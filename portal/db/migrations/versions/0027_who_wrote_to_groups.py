"""Who wrote what of the answer of a group, so that none of them is its second reader."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_ANSWER, _PART = "complaint_group_answer", "complaint_group_answer_part"


def upgrade() -> None:
    for table in (_ANSWER, _PART):
        op.add_column(table, sa.Column("writers", sa.JSON(), server_default="[]", nullable=False))
    # Until now the text for all alone told of its writer; who wrote the others is not known.
    answer = sa.table(_ANSWER, sa.column("id"), sa.column("user_id"), sa.column("writers", sa.JSON))
    connection = op.get_bind()
    written = sa.select(answer.c.id, answer.c.user_id).where(answer.c.user_id.is_not(None))
    for answer_id, user_id in connection.execute(written).all():
        found = sa.update(answer).where(answer.c.id == answer_id)
        connection.execute(found.values(writers=[user_id]))


def downgrade() -> None:
    for table in (_ANSWER, _PART):
        op.drop_column(table, "writers")
