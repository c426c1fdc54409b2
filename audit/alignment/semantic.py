"""Vectors of a sentence-transformers model that the user has, in place of the embedded encoder (extra [semantic]).

The weights that join the evidence were fitted with the embedded encoder: other vectors serve well where their cosines
lie much like its own, near 0 for sentences that have nothing to do with each other.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audit.alignment.meaning import LONGEST, RememberingEncoder, named
from audit.errors import MissingExtra, SettingsError
from audit.settings import EMBEDDED

if TYPE_CHECKING:
    from audit.alignment.meaning import Matrix

BATCH = 64


class SentenceTransformerEncoder(RememberingEncoder):
    """A model by its name on the model hub, or by the folder that holds it. Raises MissingExtra, SettingsError."""

    def __init__(self, model: str) -> None:
        super().__init__()
        self.name = model
        self._model = load(model)
        self.length = int(self._model.get_embedding_dimension())

    def _run(self, texts: list[str]) -> Matrix:
        result: Matrix = self._model.encode(
            [text[:LONGEST] for text in texts],
            batch_size=BATCH,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return result.astype("float32", copy=False)


def load(model: str) -> Any:
    """The model, from its folder, from what is kept on this machine, or from the hub."""
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError:
        raise MissingExtra(f"--vectors {model}", "semantic") from None
    if _is_path(model) and not Path(model).is_dir():
        raise SettingsError(f"--vectors {model}: no such folder")
    for library in ("huggingface_hub", "transformers", "sentence_transformers"):
        logging.getLogger(library).setLevel(logging.ERROR)  # they tell every attempt to reach the hub
    try:
        return SentenceTransformer(model, device="cpu")
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        reason = " ".join(str(error).split())[:200]
        raise SettingsError(f"--vectors {model}: is no model that sentence-transformers can load ({reason})") from None


def require(vectors: str) -> None:
    """Raises MissingExtra or SettingsError where the vectors that a setting names are not to be had; loads them."""
    if vectors != EMBEDDED:
        named(vectors)


def versions(vectors: str) -> str:
    """What decides about the vectors, for signatures: `sentence-transformers 5.1.0, all-MiniLM-L6-v2`.

    A folder is told by its name, with a hash over its configuration and the sizes of its files.
    """
    from importlib.metadata import version

    folder = Path(vectors)
    if folder.is_dir():
        digest = hashlib.sha256()
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            digest.update(f"{path.relative_to(folder).as_posix()} {path.stat().st_size}\0".encode())
            if path.suffix == ".json":
                digest.update(path.read_bytes())
        vectors = f"{folder.resolve().name}.{digest.hexdigest()[:6]}"
    return f"sentence-transformers {version('sentence-transformers')}, {vectors}"


def _is_path(model: str) -> bool:
    return model.startswith((".", "/", "~")) or model.count("/") > 1 or "\\" in model
