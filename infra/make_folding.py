"""Writes the data files of `chalicelib/folding/` from the tables of zhconv and pypinyin.

Run `python -m infra.make_folding` after upgrading either; the files are committed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from pypinyin.contrib.tone_convert import to_normal
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict
from zhconv import zhconv

FOLDER = Path(__file__).resolve().parent.parent / "chalicelib" / "folding"
SEARCH_FOLDS = {"著": "着", "衹": "只", "祇": "只", "藉": "借", "祂": "他", "牠": "它", "佰": "百"}
"""Beyond Traditional to Simplified: spellings a reader does not tell apart when searching."""
FIRST, LAST = 0x4E00, 0x9FFF
SECOND_READING_SHARE = 0.12
"""A reading beside the usual one is kept when this share of known phrases uses it."""


def main() -> None:
    variants = simplified()
    pairs = "\n".join(f"{old}{new}" for old, new in sorted(variants.items()))
    (FOLDER / "variants.txt").write_text(pairs + "\n", "utf-8")
    lines = (f"{syllable} {''.join(chars)}" for syllable, chars in sorted(by_syllable().items()))
    (FOLDER / "pinyin.txt").write_text("\n".join(lines) + "\n", "utf-8")


def simplified() -> dict[str, str]:
    zhconv.loaddict()
    table: dict[str, str] = {
        old: new
        for old, new in zhconv.zhcdicts["zh2Hans"].items()
        if len(old) == len(new) == 1 and old != new
    }
    return table | SEARCH_FOLDS


def by_syllable() -> dict[str, list[str]]:
    """syllable -> characters; a character's usual reading is the line where it has no mark.

    A character read this way less usually stands behind a `|`.
    """
    usual: dict[str, list[str]] = defaultdict(list)
    other: dict[str, list[str]] = defaultdict(list)
    uses = phrase_readings()
    for point in range(FIRST, LAST + 1):
        first, *rest = readings(chr(point), uses) or [""]
        if first:
            usual[first].append(chr(point))
        for reading in rest:
            other[reading].append(chr(point))
    return {s: usual[s] + (["|", *other[s]] if other[s] else []) for s in {*usual, *other}}


def phrase_readings() -> dict[str, Counter[str]]:
    uses: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, sounds in phrases_dict.items():
        for char, sound in zip(phrase, sounds, strict=False):
            uses[char][plain(sound[0])] += 1
    return uses


def readings(char: str, uses: dict[str, Counter[str]]) -> list[str]:
    """The usual reading first, then those common in phrases."""
    listed = unique(plain(sound) for sound in pinyin_dict.get(ord(char), "").split(",") if sound)
    seen = uses.get(char, Counter())
    total = sum(seen.values())
    ranked = sorted(listed, key=lambda sound: -seen[sound])
    return [s for i, s in enumerate(ranked) if i == 0 or seen[s] > SECOND_READING_SHARE * total]


def plain(sound: str) -> str:
    """Toneless, as typed: `lv` for lü."""
    return to_normal(sound).replace("ü", "v").replace("ê", "e")


def unique(sounds: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(sounds))


if __name__ == "__main__":
    main()
