"""Learn the tables of `audit/channels/tables` from pairs of names in two scripts.

    python -m scripts.learn_channels NAMES_FOLDER [--lang zh ...] [--holdout] [--output FOLDER]

NAMES_FOLDER holds `{zh,ja,ko,ru,ar,he}_en.tsv` (form, en, kind, source, licence). Only rows under CC0 and PDDL are
learnt from. With --holdout a tenth of the rows (by hash) is left out, for `benchmarks/channels.py`; such tables are not
to be shipped. Seeds are fixed: the same rows and the same numpy give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import random
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from audit.channels import letters, specs
from audit.channels.emission import Chain, Emission, emission
from audit.channels.spelling import chains as letter_chains
from scripts import channel_em as em
from scripts import channel_letters

OPEN = ("CC0-1.0", "PDDL-1.0")
VERSION = "1"
STRENGTH = {"zh": (20.0, 60.0, 60.0), "ja": (20.0, 20.0), "ko": (20.0, 20.0)}
ALPHABET_STRENGTH = (20.0, 20.0, 20.0)
SPELLING_STRENGTH = (4.0, 10.0, 10.0)
ITERATIONS = 8
SPELLING_PAIRS = 80000


@dataclass(frozen=True, slots=True)
class Row:
    """One pair: the form, its units, the folded English word, and whether it belongs to the held-out tenth."""

    form: str
    units: tuple[str, ...]
    name: str
    held: bool


def held_out(form: str, name: str) -> bool:
    """Every tenth pair, by hash: the same ones in every run."""
    return hashlib.sha256(f"{form}\t{name}".encode()).digest()[0] % 10 == 0


def read(folder: Path, lang: str, licences: Sequence[str] = OPEN) -> Iterator[Row]:
    """The usable pairs of a language, once each: a form of the right script and one or two English words."""
    spec = specs()[lang]
    seen = set()
    with (folder / f"{lang}_en.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["licence"] not in licences:
                continue
            words = letters.words(row["en"])
            units = tuple(unit for unit, _, _ in spec.cut(row["form"]))
            name = "".join(words)
            key = ("".join(units), name)
            if not 1 <= len(words) <= 2 or not units or key in seen:
                continue
            if (
                not 2 <= len(name) <= 18
                or len(units) > 14
                or not len(units) / 3 <= len(name) <= len(units) * spec.longest
            ):
                continue
            seen.add(key)
            yield Row(row["form"], units, name, held_out(*key))


def fit(pairs: Sequence[tuple[Sequence[Chain], str]], longest: int, strength: Sequence[float], cut: bool) -> Learnt:
    """EM with all pairs alike; with `cut`, pairs that the model finds no likelier than chance are left out."""
    lattice = em.build(pairs, longest)
    names = [name for _, name in pairs]
    base, alphabet = em.base_probabilities(names, lattice.arc_group[0], longest)
    weights = np.ones(len(pairs))
    units = np.array([len(chain) for chain, _ in pairs])
    chance = np.array([len(name) for name in names]) * -2.75
    p = np.ones(len(lattice.arc_key[-1]))
    counts: list[np.ndarray] = []
    for turn in range(ITERATIONS):
        top, loglik = em.expect(lattice, p, weights)
        counts = em.levels_of(lattice, top)
        if turn < 3:
            p = em.probabilities(lattice, counts[:1], base, strength)
            for k in range(1, len(counts)):
                p = p[lattice.general[k]]
        else:
            p = em.probabilities(lattice, counts, base, strength)
        if turn >= 3 and cut:
            weights = (loglik - chance > 0.5 * units).astype(float)
    return Learnt(lattice, counts, alphabet, weights)


@dataclass
class Learnt:
    """What EM found: the lattice, the counts of each level, the letter probabilities and the weight of each pair."""

    lattice: em.Lattice
    counts: list[np.ndarray]
    alphabet: list[float]
    weights: np.ndarray


def table(learnt: Learnt, strength: Sequence[float], header: str, least: Sequence[float]) -> str:
    """The text of a table: `#` lines, settings, then level, key and counts; counts under `least` are left out."""
    lines = [f"# {line}" for line in header.splitlines()]
    lines.append("=\tlongest\t" + str(learnt.lattice.longest))
    lines.append("=\tstrength\t" + " ".join(f"{s:g}" for s in strength))
    lines.append("=\tletters\t" + " ".join(f"{p:.5f}" for p in learnt.alphabet))
    for level, counts in enumerate(learnt.counts):
        groups: dict[str, list[tuple[float, str]]] = defaultdict(list)
        for key, group, count in zip(
            learnt.lattice.arc_key[level].tolist(),
            learnt.lattice.arc_group[level].tolist(),
            counts.tolist(),
            strict=True,
        ):
            if count >= least[level]:
                groups[learnt.lattice.keys[level][key]].append((-round(count, 1), em.decode(group) or "-"))
        for key_text in sorted(groups):
            written = " ".join(f"{group}:{-count:g}" for count, group in sorted(groups[key_text]))
            lines.append(f"{level}\t{key_text}\t{written}")
    return "\n".join(lines) + "\n"


def model(text: str) -> Emission:
    """The model of a table's text."""
    return emission(line.split("\t") for line in text.split("\n") if line and not line.startswith("#"))


def header(lang: str, what: str, rows: int) -> str:
    """Where a table comes from."""
    sources = "Wikidata labels of 2018 (CC0-1.0)" + (", CedPane 2020 (PDDL-1.0)" if lang == "zh" else "")
    return (
        f"{what}; version {VERSION}, made by scripts/learn_channels.py\n"
        f"learnt from {rows} pairs of {sources}; this table: CC0-1.0\n"
        "fields: level, key, letter groups with their expected counts"
    )


def learn_transcription(lang: str, rows: Sequence[Row]) -> tuple[str, list[Row]]:
    """The emission table of a language, and the rows that it is made of."""
    spec = specs()[lang]
    pairs = [(spec.chains(row.units, False), row.name) for row in rows]
    strength = STRENGTH.get(lang, ALPHABET_STRENGTH)
    learnt = fit(pairs, spec.longest, strength, cut=True)
    kept = [row for row, weight in zip(rows, learnt.weights, strict=True) if weight]
    least = (0.3, 0.3, 0.5) if lang == "zh" else (0.3, 0.5, 0.8)
    return table(learnt, strength, header(lang, f"{lang}: units and English letters", len(kept)), least), kept


def drawn(lang: str, model_of: Emission, rows: Sequence[Row], count: int, rng: random.Random) -> list[tuple[str, str]]:
    """(surface, name): names sent through their own pivot form and drawn back; of four draws the most namelike."""
    spec = specs()[lang]
    pairs = []
    for row in rng.sample(list(rows), min(count, len(rows))):
        draws = []
        for _ in range(4):
            groups = []
            for chain in spec.chains(row.units, False):
                choice: dict[str, float] = {}
                for level, key in enumerate(chain):
                    for group, number in model_of.counts(level, key)[0].items():
                        choice[group] = choice.get(group, 0.0) + number
                groups.append(rng.choices(list(choice), list(choice.values()))[0] if choice else "")
            draws.append("".join(groups))
        surface = max(draws, key=lambda s: letters.background(s) / (len(s) + 1) if s else -99.0)
        if surface and abs(len(surface) - len(row.name)) < 6 and len(surface) <= 18:
            pairs.append((surface, row.name))
    return pairs


def shared(rows: Sequence[Row], count: int, rng: random.Random) -> list[tuple[str, str]]:
    """(surface, name): different English names that the rows give for one form."""
    by_form: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row in rows:
        by_form[row.units].append(row.name)
    pairs = []
    for names in by_form.values():
        if len(names) > 1:
            for name in names:
                other = rng.choice([n for n in names if n != name])
                if abs(len(other) - len(name)) < 6:
                    pairs.append((other, name))
    rng.shuffle(pairs)
    return pairs[:count]


def learn_spelling(lang: str, transcription: Emission, rows: Sequence[Row]) -> str:
    """The table of English spellings that come back as others through this language."""
    rng = random.Random(f"spelling {lang}")
    pairs = shared(rows, SPELLING_PAIRS // 2, rng)
    pairs += drawn(lang, transcription, rows, SPELLING_PAIRS - len(pairs), rng)
    learnt = fit([(letter_chains(name), surface) for surface, name in pairs], 3, SPELLING_STRENGTH, cut=False)
    return table(
        learnt, SPELLING_STRENGTH, header(lang, f"{lang}: English letters there and back", len(pairs)), (0.3, 0.7, 1.0)
    )


def lookalikes(
    names: Sequence[str], same: set[tuple[str, str]], count: int, rng: random.Random
) -> list[tuple[str, str]]:
    """(surface, name): names that differ in a few letters and that no language gives one form."""
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    pairs = []
    pool = sorted(names)
    chosen = rng.sample(pool, min(4000, len(pool)))
    against = rng.sample(pool, min(60000, len(pool)))
    for at in range(0, len(chosen), 500):
        block = chosen[at : at + 500]
        distances = process.cdist(block, against, scorer=Levenshtein.distance, score_cutoff=4, dtype=np.uint8)
        for row, name in enumerate(block):
            near = [against[k] for k in np.flatnonzero(distances[row] <= max(1, min(4, len(name) // 2 - 1)))]
            near = [other for other in near if other != name and (other, name) not in same]
            pairs += [(other, name) for other in rng.sample(near, min(12, len(near)))]
    rng.shuffle(pairs)
    return pairs[:count]


def write_chinese(folder: Path) -> None:
    """The syllables of all characters of the basic block, and the simplified form of traditional ones."""
    import opencc
    from pypinyin import lazy_pinyin

    chars = [chr(code) for code in range(0x4E00, 0xA000)]
    by_syllable: dict[str, list[str]] = defaultdict(list)
    for char in chars:
        by_syllable[lazy_pinyin(char)[0].replace("v", "u")].append(char)
    note = "# Mandarin syllables of characters (pypinyin, MIT), made by scripts/learn_channels.py\n"
    lines = [f"{''.join(v)}\t{k}" for k, v in sorted(by_syllable.items()) if k.isascii()]
    (folder / "zh_syllables.tsv").write_text(note + "\n".join(lines) + "\n", "utf-8")
    convert = opencc.OpenCC("t2s").convert
    pairs = [(char, convert(char)) for char in chars]
    note = (
        "# traditional characters and their simplified ones (OpenCC, Apache-2.0), made by scripts/learn_channels.py\n"
    )
    lines = [f"{a}\t{b}" for a, b in pairs if a != b and len(b) == 1]
    (folder / "zh_variants.tsv").write_text(note + "\n".join(lines) + "\n", "utf-8")


def main() -> int:
    """Learn and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", type=Path)
    parser.add_argument("--lang", nargs="*", default=["zh", "ja", "ko", "ru", "ar", "he"])
    parser.add_argument("--holdout", action="store_true")
    parser.add_argument("--alike", action="store_true", help="only the letters and the lookalikes")
    parser.add_argument("--output", type=Path, default=Path(__file__).resolve().parent.parent / "audit/channels/tables")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    if options.alike:
        write_chinese(options.output)
    languages = ["zh", "ja", "ko", "ru", "ar", "he"]
    rows = {lang: [r for r in read(options.names, lang) if not (options.holdout and r.held)] for lang in languages}
    names = sorted({row.name for part in rows.values() for row in part})
    if options.alike:
        write_shared(options.output, rows, names)
        return 0
    for lang in options.lang:
        part = rows[lang]
        if len(part) > 80000 and lang != "zh":
            part = random.Random(f"rows {lang}").sample(part, 80000)
        text, kept = learn_transcription(lang, part)
        (options.output / f"{lang}.tsv").write_text(text, "utf-8")
        spelling = learn_spelling(lang, model(text), kept)
        (options.output / f"{lang}_spelling.tsv").write_text(spelling, "utf-8")
        print(f"{lang}: {len(part)} pairs, {len(kept)} kept; {len(text)} and {len(spelling)} characters")
    return 0


def write_shared(folder: Path, rows: dict[str, list[Row]], names: Sequence[str]) -> None:
    """The tables that all languages share."""
    (folder / "letters.bin").write_bytes(zlib.compress(channel_letters.train(names).tobytes(), 9))
    same = set()
    for lang, part in rows.items():
        same |= set(shared(part, 10**9, random.Random(lang)))
    same |= {(b, a) for a, b in same}
    pairs = lookalikes(names, same, 40000, random.Random("alike"))
    learnt = fit([(letter_chains(name), surface) for surface, name in pairs], 3, SPELLING_STRENGTH, cut=False)
    text = table(
        learnt,
        SPELLING_STRENGTH,
        header("zh", "English names that look alike and are not one", len(pairs)),
        (0.3, 0.7, 1.0),
    )
    (folder / "alike.tsv").write_text(text, "utf-8")
    print(f"{len(names)} names, {len(pairs)} lookalikes")


if __name__ == "__main__":
    raise SystemExit(main())
