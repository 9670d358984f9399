"""The demo library, and one matcher for the whole run: it takes some ten seconds to teach."""

import pytest

from bench.judging import demo_branches, demo_knowledge
from chalicelib.knowledge.lessons import lessons
from chalicelib.knowledge.matcher import Matcher
from chalicelib.knowledge.packing import pack, unpack
from chalicelib.knowledge.starter_pack import starter_pack
from chalicelib.knowledge.training import train
from chalicelib.knowledge.understanding import Understanding
from chalicelib.library.model import Library
from tests.library.factories import DEMO, parse_library


@pytest.fixture(scope="session")
def published_matcher() -> bytes:
    """Taught from the starter pack and the demo library, as publishing does it."""
    entries, synonyms = demo_knowledge()
    return pack(train(lessons(entries, (), starter_pack()), synonyms))


@pytest.fixture(scope="session")
def understanding(published_matcher: bytes) -> Understanding:
    return Understanding(Matcher(unpack(published_matcher)), demo_branches)


@pytest.fixture(scope="session")
def demo() -> Library:
    return parse_library((DEMO / "library.yaml").read_text("utf-8"))
