import logging
from collections.abc import Iterator

import pytest

from chalicelib.wechat.api import WeChatApi
from tests.wechat.factories import an_api
from tests.wechat.standin import Platform


@pytest.fixture
def platform() -> Iterator[Platform]:
    standin = Platform()
    yield standin
    standin.stop()


@pytest.fixture
def api(platform: Platform) -> WeChatApi:
    return an_api(platform.url)


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """All that is logged, also where another test has set up our logs for a real run."""
    ours = logging.getLogger("weiguan")
    ours.addHandler(caplog.handler)
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "weiguan")
    yield caplog
    ours.removeHandler(caplog.handler)
