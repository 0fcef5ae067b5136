"""Replies to the web for resuming, clicking and rating; conversations that were erased; ratings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "web_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(128), nullable=False),
        sa.Column("client_id", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("events", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_web_replies"),
        sa.UniqueConstraint("sender", "client_id", name="uq_web_replies_sender"),
    )
    op.create_index("ix_web_replies_begun_at", "web_replies", ["begun_at"])
    op.create_table(
        "web_erased",
        sa.Column("sender", sa.String(128), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sender", name="pk_web_erased"),
    )
    op.create_table(
        "feedback",
        sa.Column("answer", sa.String(64), nullable=False),
        sa.Column("claim", sa.String(200), nullable=False),
        sa.Column("pack", sa.String(200), nullable=False),
        sa.Column("topic", sa.String(200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rating", sa.String(8), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("answer", "claim", name="pk_feedback"),
    )


def downgrade() -> None:
    op.drop_table("feedback")
    op.drop_table("web_erased")
    op.drop_table("web_replies")
