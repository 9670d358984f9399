"""What the matcher has learnt, as bytes to publish, and back.

Reading is what a reader's first answer waits for, so all that can be known beforehand is packed.
"""

import json
import zlib
from array import array
from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.errors import BadRequest
from chalicelib.knowledge.lexicon import Finder, Lexicon, lexicon
from chalicelib.knowledge.spelling import Speller, seen_in, speller
from chalicelib.knowledge.trained import Trained, Vocabulary, Weights, compressed

_MARK = b"WGM2"
"""Changes with the layout; what a version nobody knows packed is not read."""
_FIRST_MARK = b"WGM1"
"""Without what can be known beforehand; in tables of the first release until they publish again."""
_LENGTH_BYTES = 4
_PAIR = 2


def pack(trained: Trained) -> bytes:
    vocabulary = trained.vocabulary
    head = {
        "topics": trained.topics,
        "lexicon": [_plain(trained.lexicon.spelled), _plain(trained.lexicon.sounding)],
        "known_pairs": "".join(sorted(trained.speller.known)),
        "alike": trained.speller.alike,
        "features": "\n".join(vocabulary.places),
        "unknown_rarity": vocabulary.unknown_rarity,
        "known": dict(trained.known),
    }
    small = (
        json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode(),
        array("f", vocabulary.rarity).tobytes(),
        array("f", trained.scales).tobytes(),
        array("f", trained.bias).tobytes(),
    )
    return _MARK + _sized([zlib.compress(_sized(small), 9), *trained.weights.blocks])


def unpack(body: bytes) -> Trained:
    """Raises BadRequest for what an unknown version packed: publish again."""
    mark, rest = body[: len(_MARK)], body[len(_MARK) :]
    if mark == _FIRST_MARK:
        return _of_first(rest)
    if mark != _MARK:
        raise BadRequest("the published matcher is of another version: publish again")
    small, *blocks = _parts(rest)
    packed, rarity, scales, bias = _parts(zlib.decompress(small))
    head = json.loads(packed)
    spelled, sounding = (Finder(**finder) for finder in head["lexicon"])
    return Trained(
        tuple(head["topics"]),
        Lexicon(spelled, sounding),
        Speller(_pairs(head["known_pairs"]), head["alike"]),
        _vocabulary(head, rarity),
        Weights(len(head["topics"]), blocks),
        _floats(scales),
        _floats(bias),
        head["known"],
    )


def _of_first(body: bytes) -> Trained:
    packed, rarity, scales, bias, weights = _parts(zlib.decompress(body))
    head = json.loads(packed)
    vocabulary = _vocabulary(head, rarity)
    return Trained(
        tuple(head["topics"]),
        lexicon(tuple(tuple(group) for group in head["synonyms"])),
        speller(seen_in(vocabulary.places, vocabulary.rarity, vocabulary.unknown_rarity)),
        vocabulary,
        compressed(len(head["topics"]), weights),
        _floats(scales),
        _floats(bias),
        head["known"],
    )


def _plain(finder: Finder) -> dict[str, Any]:
    return {"names": finder.names, "lengths": finder.lengths, "joint": finder.joint}


def _vocabulary(head: Mapping[str, Any], rarity: bytes) -> Vocabulary:
    features = head["features"].split("\n")
    places = dict(zip(features, range(len(features)), strict=True))
    return Vocabulary(places, _floats(rarity), head["unknown_rarity"])


def _pairs(text: str) -> frozenset[str]:
    return frozenset(map("".join, zip(text[::_PAIR], text[1::_PAIR], strict=True)))


def _sized(parts: Iterable[bytes]) -> bytes:
    return b"".join(len(part).to_bytes(_LENGTH_BYTES, "big") + part for part in parts)


def _parts(body: bytes) -> list[bytes]:
    found, place = [], 0
    while place < len(body):
        start = place + _LENGTH_BYTES
        place = start + int.from_bytes(body[place:start], "big")
        found.append(body[start:place])
    return found


def _floats(body: bytes) -> "array[float]":
    return array("f", body)
