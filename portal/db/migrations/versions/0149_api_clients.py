"""Other systems use the API: each is a client of an agency, and holds tokens for an hour.

Both tables are empty: it takes a moment.
"""

import sqlalchemy as sa
from alembic import op

revision = "0149"
down_revision = "0148"
branch_labels = None
depends_on = None

_CLIENT, _TOKEN = "api_client", "api_token"
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        _CLIENT,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(32), nullable=False),
        sa.Column("secret_hash", sa.String(32), nullable=False),
        sa.Column("scopes", sa.String(200), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer()),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("once", sa.String(32)),
        sa.Column("last_used_at", _MOMENT),
        sa.Column("revoked_by", sa.Integer()),
        sa.Column("revoked_at", _MOMENT),
        *(
            sa.ForeignKeyConstraint([column], ["user_account.id"], name=f"fk_api_client_{column}")
            for column in ("account_id", "made_by", "revoked_by")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_api_client"),
        sa.UniqueConstraint("client_id", name="uq_api_client_client_id"),
        sa.UniqueConstraint("once", name="uq_api_client_once"),
    )
    op.create_index("ix_api_client_agency", _CLIENT, ["agency"])
    op.create_table(
        _TOKEN,
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("client_key", sa.Integer(), nullable=False),
        sa.Column("scopes", sa.String(200), nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["client_key"], ["api_client.id"], name="fk_api_token_client_key"),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
    )
    op.create_index("ix_api_token_client_key", _TOKEN, ["client_key"])


def downgrade() -> None:
    """Take both away."""
    op.drop_table(_TOKEN)
    op.drop_table(_CLIENT)
