"""What a request names: a title or author, a branch, all or some of the loans, a number."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from chalicelib.folding.fold import squeeze, variants
from chalicelib.folding.pinyin import pinyin_of
from chalicelib.texts import knowledge as texts

BranchNames = Mapping[str, Sequence[str]]
"""By branch id: all that readers call it."""
MAX_QUERY = 60
_MAX_READ = 300
_MAX_STRIPS = 12
_ISBN = re.compile(r"(?<![\d-])(?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dXx](?![\d-])")
_TITLE = re.compile(texts.TITLE)
_LEADS = re.compile("^(?:" + "|".join(texts.LEADS) + ")")
_CUTS = re.compile("|".join(texts.CUTS))
_TRAILS = re.compile(texts.TRAILS)
_PARTICLES = re.compile(texts.PARTICLES)
_BY_AUTHOR = re.compile(texts.BY_AUTHOR)
_ORDINAL = re.compile(texts.ORDINAL)
_LONE_NUMBER = re.compile(texts.LONE_NUMBER)
_EDGES = " \t\n，,。.！!？?；;：:、~～…\"'“”‘’「」『』()（）-—"


def spelled(text: str) -> str:
    """Half width and Simplified, with misspelled commands set right; signs stay."""
    simple = unicodedata.normalize("NFKC", text[:_MAX_READ]).translate(variants())
    return _with_commands(simple)


def _with_commands(text: str) -> str:
    sounds = [pinyin_of(char) for char in text]
    for place in range(len(text) - 1):
        command = texts.SOUNDS_LIKE.get((sounds[place], sounds[place + 1]))
        if command:
            text = text[:place] + command + text[place + len(command) :]
    return text


def isbn_in(text: str) -> str:
    """The digits of an ISBN whose check digit is right, else ''."""
    found = (re.sub(r"[- ]", "", match.group()).upper() for match in _ISBN.finditer(text))
    return next((digits for digits in found if _is_isbn(digits)), "")


def _is_isbn(digits: str) -> bool:
    if len(digits) == 13:
        return digits.isdigit() and not _weighted(digits, (1, 3) * 7) % 10
    return digits[:-1].isdigit() and not _weighted(digits, range(10, 0, -1)) % 11


def _weighted(digits: str, weights: Sequence[int]) -> int:
    values = (10 if digit == "X" else int(digit) for digit in digits)
    return sum(value * weight for value, weight in zip(values, weights, strict=False))


def titles_in(text: str) -> str:
    """What stands in 《》, else ''."""
    return " ".join(title.strip() for title in _TITLE.findall(text))


def query_in(text: str, branches: BranchNames) -> str:
    """The title, author or subject asked for, as spelled; '' where nothing is named."""
    plain = spelled(text)
    named = titles_in(plain) or isbn_in(plain)
    if named:
        return named[:MAX_QUERY]
    left = _unwrapped(_without_branches(plain, branches))
    by_author = _BY_AUTHOR.match(left)
    if by_author:
        left = f"{by_author.group(2).strip(_EDGES)} {by_author.group(1)}"
    return "" if squeeze(left) in texts.GENERIC else left[:MAX_QUERY]


def _unwrapped(text: str) -> str:
    left = text.strip(_EDGES)
    for _ in range(_MAX_STRIPS):
        shorter = _LEADS.sub("", left, count=1).strip(_EDGES)
        if shorter == left:
            break
        left = shorter
    cut = next((match.start() for match in _CUTS.finditer(left) if match.start() > 0), None)
    if cut is None:
        return _PARTICLES.sub("", left).strip(_EDGES)
    return _TRAILS.sub("", left[:cut].strip(_EDGES)).strip(_EDGES)


def branch_in(text: str, branches: BranchNames) -> str:
    """The id of the branch named, by its longest name; '' where none is."""
    plain = squeeze(text)
    found = ((len(name), key) for name, key in _called(branches) if name in plain)
    return max(found, default=(0, ""))[1]


def _called(branches: BranchNames) -> Iterator[tuple[str, str]]:
    for key, names in branches.items():
        yield from ((squeeze(name), key) for name in names if squeeze(name))


def _without_branches(text: str, branches: BranchNames) -> str:
    names = sorted((name for names in branches.values() for name in names), key=len, reverse=True)
    if not names:
        return text
    any_name = "|".join(map(re.escape, names))
    return re.sub(f"{texts.BRANCH_BEFORE}(?:{any_name}){texts.BRANCH_AFTER}", " ", text).strip()


def scope_in(text: str) -> str:
    """`all`, `due_soon` or ''."""
    plain = spelled(text).lower()
    if any(sign in plain for sign in texts.DUE_SOON_SIGNS):
        return "due_soon"
    return "all" if any(sign in plain for sign in texts.ALL_SIGNS) else ""


def index_in(text: str) -> str:
    """Numbers of an earlier list, `2` or `1,3`; '' where none is named."""
    plain = spelled(text)
    numbers = [_number(match) for match in _ORDINAL.findall(plain)]
    lone = None if numbers else _LONE_NUMBER.fullmatch(plain.strip(_EDGES))
    if lone:
        numbers = [group for group in lone.groups() if group]
    return ",".join(dict.fromkeys(numbers))


def _number(written: str) -> str:
    if written.isdigit():
        return str(int(written))
    tens, ten, ones = written.rpartition(texts.TEN)
    if not ten:
        return "".join(str(texts.DIGITS.find(char)) for char in written)
    return str(10 * max(1, texts.DIGITS.find(tens or texts.DIGITS[1])) + _ones(ones))


def _ones(written: str) -> int:
    return texts.DIGITS.find(written) if written else 0
