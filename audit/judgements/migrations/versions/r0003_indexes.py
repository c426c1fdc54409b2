"""Indexes that hold all that filters ask for; the words that are searched in a table of their own."""

import sqlalchemy as sa
from alembic import op

revision = "r0003"
down_revision = "r0002"
branch_labels = None
depends_on = None

_FILTERED = ["state", "rule", "severity", "category", "outlet", "engine", "reviewer", "published", "confidence"]


def upgrade() -> None:
    """From the second form to the third."""
    op.create_table(
        "finding_texts",
        sa.Column("finding", sa.Integer(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding"], ["findings.id"], name=op.f("fk_finding_texts_finding"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("finding", name=op.f("pk_finding_texts")),
    )
    op.execute("INSERT INTO finding_texts (finding, search) SELECT finding, search FROM finding_payloads")
    op.execute("ALTER TABLE finding_payloads DROP COLUMN search")
    for name in ("worth", "state_worth", "facets"):
        op.drop_index(f"ix_findings_{name}", "findings")
    for column in ("outlet", "engine", "reviewer"):
        op.execute(f"UPDATE findings SET {column} = substr({column}, 1, 120) WHERE length({column}) > 120")
    falling = sa.literal_column
    op.create_index("ix_findings_confidence", "findings", ["present", falling("confidence DESC"), "id"])
    op.create_index("ix_findings_newest", "findings", ["present", falling("published DESC"), "document", "start"])
    op.create_index("ix_findings_facets", "findings", ["present", *_FILTERED])
    op.create_index("ix_findings_queue", "findings", ["present", falling("worth DESC"), "id", *_FILTERED, "document"])
