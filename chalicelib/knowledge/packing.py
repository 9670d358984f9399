"""What the matcher has learnt, as bytes to publish, and back."""

import json
import zlib
from array import array

from chalicelib.errors import BadRequest
from chalicelib.knowledge.trained import Trained, Vocabulary

_MARK = b"WGM1"
"""Changes with the layout; what another version packed is not read."""
_LENGTH_BYTES = 4


def pack(trained: Trained) -> bytes:
    vocabulary = trained.vocabulary
    head = {
        "topics": trained.topics,
        "synonyms": trained.synonyms,
        "features": "\n".join(vocabulary.places),
        "unknown_rarity": vocabulary.unknown_rarity,
        "known": dict(trained.known),
    }
    parts = (
        json.dumps(head, ensure_ascii=False).encode(),
        array("f", vocabulary.rarity).tobytes(),
        array("f", trained.scales).tobytes(),
        array("f", trained.bias).tobytes(),
        trained.weights,
    )
    sized = (len(part).to_bytes(_LENGTH_BYTES, "big") + part for part in parts)
    return _MARK + zlib.compress(b"".join(sized), 9)


def unpack(body: bytes) -> Trained:
    """Raises BadRequest for what another version packed: publish again."""
    if body[: len(_MARK)] != _MARK:
        raise BadRequest("the published matcher is of another version: publish again")
    head_part, rarity, scales, bias, weights = _parts(zlib.decompress(body[len(_MARK) :]))
    head = json.loads(head_part)
    places = {feature: place for place, feature in enumerate(head["features"].split("\n"))}
    return Trained(
        tuple(head["topics"]),
        tuple(tuple(group) for group in head["synonyms"]),
        Vocabulary(places, _floats(rarity), head["unknown_rarity"]),
        weights,
        _floats(scales),
        _floats(bias),
        head["known"],
    )


def _parts(body: bytes) -> list[bytes]:
    found, place = [], 0
    while place < len(body):
        start = place + _LENGTH_BYTES
        place = start + int.from_bytes(body[place:start], "big")
        found.append(body[start:place])
    return found


def _floats(body: bytes) -> "array[float]":
    return array("f", body)
