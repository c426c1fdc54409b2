"""Reviewers' decisions: as JSON lines in a repository (`lines`), or in a database for the review page (`store`).

`Store` needs SQLAlchemy and is imported when it is used: `from audit.judgements.store import Store`.
"""

from audit.judgements.lines import Judgement, Scope, Standing, Verdict, append, decide, decided, is_database, kept, read

__all__ = ["Judgement", "Scope", "Standing", "Verdict", "append", "decide", "decided", "is_database", "kept", "read"]
