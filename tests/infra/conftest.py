"""One build for all tests of what is deployed."""

import pytest

from infra.build import Built, build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build("prod", tmp_path_factory.mktemp("built"))
