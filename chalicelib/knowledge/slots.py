"""What a request names: a title or author, a branch, all or some of the loans, a number."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from chalicelib.dialogue import Kind
from chalicelib.folding.fold import squeeze, variants
from chalicelib.folding.pinyin import pinyin_of
from chalicelib.texts import knowledge as texts
from chalicelib.texts import slots as words

BranchNames = Mapping[str, Sequence[str]]
"""By branch id: all that readers call it."""
MAX_QUERY = 60
_MAX_READ = 300
_MAX_STRIPS = 12
_TEN = 10
_ISBN = re.compile(r"(?<![\d-])(?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dXx](?![\d-])")
_TITLE = re.compile(texts.TITLE)
_EDGES = " \t\n，,。.！!？?；;：:、~～…\"'“”‘’「」『』()（）-—"


def named(kind: Kind, said: str, branches: BranchNames) -> Mapping[str, str]:
    """What this kind of message may name; empty ones are left out."""
    found = {"branch": branch_in(said, branches)}
    if kind is Kind.CATALOG_SEARCH:
        found |= _looked_for(said, branches)
    if kind in (Kind.RENEW, Kind.HOLD):
        found |= _acted_on(kind, said, branches)
    return {name: value for name, value in found.items() if value}


def _looked_for(said: str, branches: BranchNames) -> dict[str, str]:
    """`刚才第二本在哪个馆` speaks of the last list; else what to search for."""
    plain = spelled(said)
    listed = words.LISTED.search(plain) and not titles_in(said)
    index = index_in(plain) if listed else ""
    return {"index": index, "query": "" if index else query_in(said, branches)}


def _acted_on(kind: Kind, said: str, branches: BranchNames) -> dict[str, str]:
    """Which loan or title: a number in a list, a title, or a whole scope."""
    if titles_in(said):
        return {"query": titles_in(said)[:MAX_QUERY]}
    index = index_in(said)
    scope = scope_in(said) if kind is Kind.RENEW and not index else ""
    return {
        "index": index,
        "scope": scope,
        "query": "" if index or scope else _title_asked(said, branches),
    }


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
    """What stands in 《》, Simplified, else ''."""
    found = _TITLE.findall(text[:_MAX_READ].translate(variants()))
    return " ".join(title.strip() for title in found)


def query_in(text: str, branches: BranchNames) -> str:
    """The title, author or subject asked for, as spelled; '' where nothing is named."""
    plain = spelled(text)
    exact = titles_in(text) or isbn_in(plain)
    if exact:
        return exact[:MAX_QUERY]
    clauses = _clauses(_without_branches(plain, branches))
    return next((_title_first(clause) for clause in clauses if clause), "")[:MAX_QUERY]


def _title_asked(said: str, branches: BranchNames) -> str:
    """The title in a request to act; its other clauses are talk."""
    if isbn_in(said):
        return isbn_in(said)
    clauses = _clauses(_without_branches(spelled(said), branches))
    found = (clause for clause in clauses if clause and not words.PLAIN_TALK.search(clause))
    return _title_first(next(found, ""))[:MAX_QUERY]


def _clauses(text: str) -> Iterator[str]:
    for clause in words.CLAUSES.split(text):
        left = _unwrapped(clause)
        yield "" if squeeze(left) in words.NOTHING or left.lower() in words.NOTHING else left


def _unwrapped(clause: str) -> str:
    """Little words come off both ends, one after another, while something is left.

    The smallest ones may begin or end a title, so they go only after a larger one.
    """
    left, touched = clause.strip(_EDGES), False
    for _ in range(_MAX_STRIPS):
        shorter = _peeled(left)
        if shorter == left and touched:
            shorter = words.LEAD_MORE.sub("", words.TAIL_MORE.sub("", left)).strip(_EDGES)
        if shorter == left:
            break
        left, touched = shorter, True
    return words.WRITER_END.sub("", left).strip(_EDGES)


def _peeled(clause: str) -> str:
    shorter = words.TAIL.sub("", words.LEAD.sub("", clause))
    cut = next((found.start() for found in words.CUT.finditer(shorter) if found.start() > 0), None)
    if cut is not None:
        shorter = words.AFTER_CUT.sub("", shorter[:cut].strip(_EDGES))
    how_to = words.HOW_TO.match(shorter)
    return how_to.group(2) if how_to else shorter


def _title_first(query: str) -> str:
    """`白先勇写的台北人` -> `台北人 白先勇`."""
    match = words.WRITTEN_BY.match(query)
    if match is None:
        return query
    author, title = match.groups()
    return author if words.NOT_A_TITLE.match(title) else f"{title} {author}"


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
    return re.sub(f"{words.BRANCH_BEFORE}(?:{any_name}){words.BRANCH_AFTER}", " ", text).strip()


def scope_in(text: str) -> str:
    """`all`, `due_soon` or ''."""
    plain = spelled(text)
    if words.DUE_SOON.search(plain):
        return "due_soon"
    return "all" if words.ALL.search(plain) else ""


def index_in(text: str) -> str:
    """Numbers of an earlier list, `2` or `1,3`; '' where none is named."""
    plain = spelled(text)
    found = [next(filter(None, match.groups())) for match in words.ORDINAL.finditer(plain)]
    lone = None if found else words.LONE_NUMBERS.fullmatch(plain.strip(_EDGES))
    if lone:
        found = re.findall("[0-9]+", lone.group(1))
    return ",".join(dict.fromkeys(filter(None, map(_number, found))))


def _number(written: str) -> str:
    if written.isdecimal():
        return str(int(written))
    if written.lower() in words.FIRSTS:
        return words.FIRSTS[written.lower()]
    digits = written.replace(words.TWO, words.DIGITS[2])
    tens, ten, ones = digits.partition(words.DIGITS[_TEN])
    if not ten:
        return str(words.DIGITS.index(digits)) if len(digits) == 1 else ""
    return str((_digit(tens) or 1) * _TEN + _digit(ones))


def _digit(written: str) -> int:
    return words.DIGITS.index(written) if len(written) == 1 else 0
