"""The first form of the content store."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATUSES = ("draft", "submitted", "under_review", "approved", "rejected", "retired")


def upgrade() -> None:
    op.create_table(
        "packs",
        sa.Column("id", sa.String(200), nullable=False),
        _text("food"),
        _text("title"),
        _name("main_product"),
        _name("alternatives_topic"),
        _json("suggestions"),
        sa.Column("version", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_packs"),
    )
    for name, columns in _version_tables().items():
        _create_versions(name, columns)
    _create_parts()
    _create_review_events()


def downgrade() -> None:
    op.drop_table("review_events")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
    for name in ("claim_references", "condition_terms", "verdict_cells", *_version_tables(), "packs"):
        op.drop_table(name)


def _version_tables() -> dict[str, list[sa.Column[Any]]]:
    return {
        "topic_versions": [
            _text("title"),
            _text("plain"),
            _text("clinical"),
            _json("claims"),
            _json("bottom_line_claims"),
            _json("followups"),
            _json("conditions"),
            _flag("consumption"),
        ],
        "claim_versions": [
            _name("topic"),
            _text("about"),
            _text("plain"),
            _text("clinical"),
            _json("applies_to"),
            _label("verdict", nullable=True),
            _label("strength"),
            _label("directness"),
            _json("asks"),
            _json("same_as"),
            _text("article_statement", nullable=True),
            _text("correction", nullable=True),
        ],
        "reference_versions": [
            _label("kind"),
            _text("authors"),
            _text("title"),
            _text("container"),
            sa.Column("year", sa.Integer(), nullable=True),
            _text("doi", nullable=True),
            _text("pmid", nullable=True),
            _text("url"),
            _flag("verified"),
            _text("seen_at", nullable=True),
            _text("note", nullable=True),
        ],
        "condition_versions": [
            _text("label"),
            _label("question"),
            _json("chip"),
            _json("rows"),
            sa.Column("historical", sa.String(16), nullable=False),
            _text("historical_source"),
            _label("relax_needs"),
            _json("implies"),
        ],
        "medicine_versions": [_json("names"), _json("conditions")],
        "product_versions": [_text("label"), _name("group"), _flag("dairy"), _json("terms")],
        "verdict_versions": [_text("label"), _json("includes"), _text("note", nullable=True)],
        "modifier_versions": [
            _text("label"),
            _label("at_least", nullable=True),
            _name("treat_as", nullable=True),
            _json("applies_to"),
            _json("product_groups"),
            _json("claims"),
            _json("terms"),
        ],
        "wording_versions": [_text("plain"), _text("clinical"), _json("claims")],
        "correction_versions": [_text("article_says"), _text("here"), _text("why"), _json("claims")],
    }


def _create_versions(name: str, columns: list[sa.Column[Any]]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        _name("pack_id"),
        _name("item_key"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        _status("status"),
        _text("reviewer"),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("next_review_due", sa.Date(), nullable=True),
        *columns,
        _status_check(name, "status"),
        sa.ForeignKeyConstraint(["pack_id"], ["packs.id"], name=f"fk_{name}_pack_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint("pack_id", "item_key", "version", name=f"uq_{name}_pack_id"),
    )


def _create_parts() -> None:
    _create_part(
        "claim_references",
        "claim_version_id",
        "claim_versions",
        ["claim_version_id", "reference"],
        [_name("reference")],
    )
    _create_part(
        "condition_terms",
        "condition_version_id",
        "condition_versions",
        ["condition_version_id", "position"],
        [_text("term")],
    )
    _create_part(
        "verdict_cells",
        "verdict_version_id",
        "verdict_versions",
        ["verdict_version_id", "product"],
        [_name("product"), _label("verdict"), _json("claims"), _text("note", nullable=True)],
    )


def _create_part(name: str, owner: str, owners: str, key: list[str], columns: list[sa.Column[Any]]) -> None:
    op.create_table(
        name,
        sa.Column(owner, sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint([owner], [f"{owners}.id"], name=f"fk_{name}_{owner}"),
        sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"),
    )


def _create_review_events() -> None:
    op.create_table(
        "review_events",
        sa.Column("id", sa.Integer(), nullable=False),
        _name("pack_id"),
        _label("item_kind"),
        _name("item_key"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _text("who"),
        _status("from_status", nullable=True),
        _status("to_status"),
        _text("note"),
        _status_check("review_events", "from_status"),
        _status_check("review_events", "to_status"),
        sa.ForeignKeyConstraint(["pack_id"], ["packs.id"], name="fk_review_events_pack_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review_events"),
    )
    for statement in _append_only(op.get_bind().dialect.name):
        op.execute(statement)


def _append_only(dialect: str) -> list[str]:
    """Return the statements that make ``review_events`` refuse updates and deletions."""
    message = "review_events is append-only"
    if dialect == "postgresql":
        return [
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{message}'; END $$",
            "CREATE TRIGGER review_events_append_only BEFORE UPDATE OR DELETE ON review_events "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        ]
    return [
        f"CREATE TRIGGER review_events_no_{event} BEFORE {event} ON review_events "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        for event in ("update", "delete")
    ]


def _name(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(200), nullable=nullable)


def _label(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(32), nullable=nullable)


def _text(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _status(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(16), nullable=nullable)


def _status_check(table: str, column: str) -> sa.CheckConstraint:
    allowed = ", ".join(f"'{status}'" for status in STATUSES)
    return sa.CheckConstraint(f"{column} IN ({allowed})", name=f"ck_{table}_{column}")
