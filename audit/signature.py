"""The signature of a run, in the manner of sacreBLEU: what anyone needs to get the same report again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache

from audit import __version__, seeds
from audit.settings import EMBEDDED, Settings

SCHEMA = 1
"""Version of the JSON lines; see `audit/schema/report.json`."""


def signature(settings: Settings, originals: Mapping[str, object] | None, what: str = "run") -> dict[str, object]:
    """Tool, rules, settings and data behind a report; no date, host or number of jobs: they do not change it.

    `originals` is what the pool says of itself, None where there is none. `short` joins it into one line.
    """
    from audit.detectors import select

    rules = [detector.rule.id for detector in select(settings.rules)] if what == "run" else []
    full: dict[str, object] = {
        "tool": "translation-audit",
        "version": __version__,
        "command": what,
        "style": settings.style,
        "as_of": settings.as_of.isoformat() if settings.as_of else None,
        "rules": rules,
        "min_confidence": settings.min_confidence,
        "min_link_score": settings.min_link_score,
        "window_days": settings.window_days,
        "later_originals": settings.later_originals,
        "seeds": seeds_hash(),
        "originals": dict(originals) if originals is not None else None,
    }
    if what == "run" and (names := _users_names()):
        full["names"] = names
    if settings.recognizer != "rules" and what == "run":
        from audit.names.recognizers import versions

        full["names_by"] = versions(settings.recognizer)
    if settings.vectors != EMBEDDED:
        from audit.alignment import semantic

        full["vectors"] = semantic.versions(settings.vectors)
    full["short"] = short(full)
    return full


def short(full: Mapping[str, object]) -> str:
    """One line, `key:value` joined by bars: `rules:8.1f3a|style:ap|asof:2025-08-09|...|version:0.1.0`."""
    rules = full["rules"]
    assert isinstance(rules, list)
    originals = full["originals"]
    pool = "none"
    if isinstance(originals, Mapping):
        pool = _hash(*(f"{key}={originals[key]}" for key in sorted(originals)))
        if "documents" in originals:
            pool = f"{originals['documents']}.{pool}"
    parts = {
        "what": full["command"],
        "rules": f"{len(rules)}.{_hash(*rules)}" if rules else "none",
        "style": full["style"],
        "asof": full["as_of"] or "none",
        "conf": full["min_confidence"],
        "link": full["min_link_score"],
        "window": full["window_days"] if full["window_days"] is not None else "any",
        "later": "yes" if full["later_originals"] else "no",
        **({"store": _hash(str(full["names"]))} if "names" in full else {}),
        **({"names": _hash(str(full["names_by"]))} if "names_by" in full else {}),
        **({"vectors": _hash(str(full["vectors"]))} if "vectors" in full else {}),
        "seeds": full["seeds"],
        "originals": pool,
        "version": full["version"],
    }
    return "|".join(f"{key}:{value}" for key, value in parts.items())


def _users_names() -> str:
    """The names that the user has imported. A store that cannot be read is an error of the rules that need it."""
    from audit.names.authority import users_names
    from audit.names.authority_store import AuthorityError

    try:
        return users_names()
    except AuthorityError:
        return "unreadable"


@cache
def seeds_hash() -> str:
    """A short hash over the names and contents of all knowledge files."""
    digest = hashlib.sha256()
    folder = seeds.folder()
    for path in sorted(folder.rglob("*.toml")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:8]


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:6]
