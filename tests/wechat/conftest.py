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
