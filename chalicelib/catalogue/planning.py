"""Which lists a question reads, chosen so that one batch read of bounded size answers it.

What proves an exact match must be read. What could explain a question that matches nothing (the
other grams, its sound) is added, cheapest first, while the whole stays small: where lists are
long the phrase is a common one and the guess is not needed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chalicelib.catalogue.buckets import BEST
from chalicelib.catalogue.lists import Layout, Wanted
from chalicelib.catalogue.phrases import Gram, cover, initial_grams, syllable_grams, text_grams
from chalicelib.catalogue.question import Question, Term

PAGE = 5
GUESS_BYTES = 40 * 1024
TERMS_BYTES = 160 * 1024


@dataclass(frozen=True)
class Plan:
    """`unread`: terms whose lists are too long to read beside the others; see `answers`."""

    question: Question
    wanted: Wanted
    unread: frozenset[Term] = frozenset()


def plan(question: Question, layout: Layout, page: int) -> Plan:
    deep = (page + 1) * PAGE > BEST
    if question.number:
        key = frozenset({question.number})
        return Plan(question, Wanted(all=key) if deep else Wanted(heads=key))
    if len(question.terms) > 1:
        return _several(question, layout)
    term = question.terms[0]
    must = _one(term, deep=deep)
    guess = _guesses(term, must, layout)
    return Plan(question, Wanted(must.heads, must.whole | guess, must.all))


def subject_key(text: str) -> str:
    return f"@{text}"


def _one(term: Term, *, deep: bool) -> Wanted:
    if term.is_latin:
        return Wanted(whole=_keys(_latin(term)), all=_exact_all(term))
    if deep:
        return Wanted(whole=_long_phrase(term), all=_exact_all(term))
    return Wanted(heads=_exact_all(term), whole=_long_phrase(term))


def _exact_all(term: Term) -> frozenset[str]:
    """The one list of a short term; what a longer one has as part of a subject heading."""
    if len(term.text) <= 2:
        return frozenset({term.text})
    return frozenset({subject_key(term.text)})


def _long_phrase(term: Term) -> frozenset[str]:
    return _keys(cover(text_grams(term.text))) if len(term.text) > 2 else frozenset()


def _latin(term: Term) -> Iterable[Gram]:
    """Letters may be a word, syllables or initials: all three are read."""
    if len(term.text) > 2:
        yield from cover(text_grams(term.text))
    for reading in term.readings:
        yield from cover(syllable_grams(reading))
    if term.initials:
        yield from cover(initial_grams(term.initials))


def _keys(grams: Iterable[Gram]) -> frozenset[str]:
    return frozenset(gram.key for gram in grams)


def _guesses(term: Term, must: Wanted, layout: Layout) -> frozenset[str]:
    spent = sum(layout.size(key) for key in must.whole | must.all)
    chosen: set[str] = set()
    for key in sorted(_useful(term) - must.keys, key=layout.size):
        spent += layout.size(key)
        if spent > GUESS_BYTES:
            break
        chosen.add(key)
    return frozenset(chosen)


def _useful(term: Term) -> frozenset[str]:
    """For a term that nothing matches: the same sound, two words run together, a wrong letter."""
    if term.is_latin:
        return frozenset()
    sounds = [gram for reading in term.readings for gram in cover(syllable_grams(reading))]
    ends = [Gram(term.text[0], 0, 1), Gram(term.text[-1], 2, 1)] if len(term.text) == 3 else []
    return _keys([*text_grams(term.text), *sounds, *ends])


def _several(question: Question, layout: Layout) -> Plan:
    """The cheapest terms whole; what would read too much is checked on the records themselves."""
    costs = {term: _cost(term, layout) for term in question.terms}
    spent, read = 0, list[Term]()
    for term in sorted(question.terms, key=costs.__getitem__):
        spent += costs[term]
        if read and spent > TERMS_BYTES:
            break
        read.append(term)
    wanted = _joined(read)
    return Plan(question, wanted, frozenset(question.terms) - frozenset(read))


def _cost(term: Term, layout: Layout) -> int:
    wanted = _joined([term])
    return sum(layout.size(key) for key in wanted.keys)


def _joined(terms: Sequence[Term]) -> Wanted:
    latin = [gram for term in terms if term.is_latin for gram in _latin(term)]
    phrases = [key for term in terms for key in _long_phrase(term)]
    everything = [key for term in terms for key in _exact_all(term)]
    return Wanted(whole=_keys(latin) | frozenset(phrases), all=frozenset(everything))
