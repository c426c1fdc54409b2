"""The tables of the review database: what is filtered and sorted in narrow tables, texts and records beside them.

Keys of strangers' texts are digests: no index has to hold a megabyte. `payload` is a record as JSON. The migrations in
`migrations/` lead here; a test compares both.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

NAMED = 120
"""Code points of outlet, engine and reviewer that are kept: with four of them an index row of PostgreSQL still fits."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("short", Text, nullable=False),
    Column("signature", Text, nullable=False),
    Column("at", String(32), nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(32), nullable=False, unique=True),
    Column("doc", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("outlet", String(200), nullable=False),
    Column("engine", String(200), nullable=False),
    Column("published", String(10), nullable=False),
    Column("content", String(32), nullable=False),
    Column("run", ForeignKey("runs.id"), nullable=False),
)

document_payloads = Table(
    "document_payloads",
    metadata,
    Column("document", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("payload", Text, nullable=False),
)

document_texts = Table(
    "document_texts",
    metadata,
    Column("document", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("text", Text, nullable=False),
)

originals = Table(
    "originals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(32), nullable=False, unique=True),
    Column("doc", Text, nullable=False),
    Column("payload", Text, nullable=False),
)

document_originals = Table(
    "document_originals",
    metadata,
    Column("document", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("original", ForeignKey("originals.id"), primary_key=True),
)

skipped = Table(
    "skipped",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("doc", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("run", ForeignKey("runs.id"), nullable=False),
)

findings = Table(
    "findings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document", ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("present", Boolean, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("context_key", String(64), nullable=False),
    Column("form", String(32), nullable=False),
    Column("rule", String(100), nullable=False),
    Column("category", String(20), nullable=False),
    Column("severity", SmallInteger, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("start", Integer, nullable=False),
    Column("outlet", String(200), nullable=False),
    Column("engine", String(200), nullable=False),
    Column("published", String(10), nullable=False),
    Column("worth", Float, nullable=False),
    Column("same_form", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("reviewer", String(200), nullable=False),
    Column("at", String(32), nullable=False),
)
Index("ix_findings_document", findings.c.document, findings.c.present, findings.c.start)
Index("ix_findings_form", findings.c.form, findings.c.present, findings.c.state)
Index("ix_findings_fingerprint", findings.c.fingerprint)
Index("ix_findings_context_key", findings.c.context_key)
Index("ix_findings_confidence", findings.c.present, findings.c.confidence.desc(), findings.c.id)
Index("ix_findings_newest", findings.c.present, findings.c.published.desc(), findings.c.document, findings.c.start)
FILTERED = ("state", "rule", "severity", "category", "outlet", "engine", "reviewer", "published", "confidence")
"""What filters ask for: indexes hold it, so that a queue, its counts and its facets are read from them alone."""

_filtered = [findings.c[name] for name in FILTERED]
Index("ix_findings_facets", findings.c.present, *_filtered)
Index("ix_findings_queue", findings.c.present, findings.c.worth.desc(), findings.c.id, *_filtered, findings.c.document)

finding_payloads = Table(
    "finding_payloads",
    metadata,
    Column("finding", ForeignKey("findings.id", ondelete="CASCADE"), primary_key=True),
    Column("surface", Text, nullable=False),
    Column("suggestion", Text),
    Column("safe", Boolean, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("offset", Integer, nullable=False),
    Column("same_in_original", Text, nullable=False),
    Column("replacement", Text),
    Column("payload", Text, nullable=False),
)

finding_texts = Table(
    "finding_texts",
    metadata,
    Column("finding", ForeignKey("findings.id", ondelete="CASCADE"), primary_key=True),
    Column("search", Text, nullable=False),
)

steps = Table(
    "steps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reviewer", String(200), nullable=False),
    Column("at", String(32), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("label", Text, nullable=False),
    Column("undone", ForeignKey("steps.id")),
)
Index("ix_steps_reviewer", steps.c.reviewer, steps.c.id)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("finding", ForeignKey("findings.id"), nullable=False),
    Column("version", Integer),
    Column("step", ForeignKey("steps.id"), nullable=False),
    Column("state", String(20), nullable=False),
    Column("replacement", Text),
    Column("note", Text, nullable=False),
    Column("reviewer", String(200), nullable=False),
    Column("at", String(32), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("restores", ForeignKey("decisions.id")),
    UniqueConstraint("finding", "version"),
)
Index("ix_decisions_step", decisions.c.step)
Index("ix_decisions_at", decisions.c.at)

opinions = Table(
    "opinions",
    metadata,
    Column("finding", ForeignKey("findings.id"), primary_key=True),
    Column("reviewer", String(200), primary_key=True),
    Column("state", String(20), nullable=False),
    Column("replacement", Text),
    Column("at", String(32), nullable=False),
)

form_rules = Table(
    "form_rules",
    metadata,
    Column("form", String(32), primary_key=True),
    Column("rule", String(100), nullable=False),
    Column("surface", Text, nullable=False),
    Column("step", ForeignKey("steps.id"), nullable=False),
    Column("reviewer", String(200), nullable=False),
    Column("at", String(32), nullable=False),
    Column("note", Text, nullable=False),
)

appearances = Table(
    "appearances",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document", ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("proposed", String(200), nullable=False),
    Column("entity", String(200), nullable=False),
    Column("name", String(300), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("form", String(300), nullable=False),
    Column("verdict", String(10), nullable=False),
    Column("basis", String(100), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("pivot", String(300), nullable=False),
    Column("lang", String(20), nullable=False),
)
Index("ix_appearances_entity", appearances.c.entity, appearances.c.form)
Index("ix_appearances_document", appearances.c.document)
Index("ix_appearances_proposed", appearances.c.proposed)

entities = Table(
    "entities",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("name", String(300), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("artifacts", Integer, nullable=False),
    Column("variants", Integer, nullable=False),
    Column("right", Integer, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("forms", Integer, nullable=False),
    Column("first", String(10), nullable=False),
    Column("top", Text, nullable=False),
    Column("search", Text, nullable=False),
)
Index("ix_entities_artifacts", entities.c.artifacts.desc(), entities.c.key)

name_rules = Table(
    "name_rules",
    metadata,
    Column("proposed", String(200), primary_key=True),
    Column("form", String(300), primary_key=True),
    Column("target", String(200), nullable=False),
)
Index("ix_name_rules_target", name_rules.c.target)

house_names = Table(
    "house_names",
    metadata,
    Column("entity", String(200), primary_key=True),
    Column("name", String(300), nullable=False),
    Column("house", String(300), nullable=False),
    Column("note", Text, nullable=False),
    Column("reviewer", String(200), nullable=False),
    Column("at", String(32), nullable=False),
    Column("source", Text, nullable=False),
    Column("listed", String(10), nullable=False),
)

name_changes = Table(
    "name_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("step", ForeignKey("steps.id"), nullable=False),
    Column("place", String(20), nullable=False),
    Column("key", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
)
Index("ix_name_changes_step", name_changes.c.step)
