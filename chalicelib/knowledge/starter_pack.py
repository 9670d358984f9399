"""The phrasings that come with the service, read from `starter/` (loaded on demand)."""

from collections.abc import Sequence
from pathlib import Path

import yaml

from chalicelib.knowledge.lessons import Lesson

_FOLDER = Path(__file__).with_name("starter")


def starter_pack() -> Sequence[Lesson]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return [
        Lesson(topic["topic"], text)
        for path in sorted(_FOLDER.glob("*.yaml"))
        for topic in yaml.load(path.read_text("utf-8"), loader)
        for text in topic["phrasings"]
    ]
