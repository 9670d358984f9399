"""The demo library, read once."""

import pytest

from chalicelib.library.model import Library
from tests.library.factories import DEMO, parse_library


@pytest.fixture(scope="session")
def demo() -> Library:
    return parse_library((DEMO / "library.yaml").read_text("utf-8"))
