"""The demo library, read once."""

import pytest

from chalicelib.library.model import Library
from chalicelib.library.parse import parse_library
from tests.library.factories import DEMO


@pytest.fixture(scope="session")
def demo() -> Library:
    return parse_library((DEMO / "library.yaml").read_text("utf-8"))
