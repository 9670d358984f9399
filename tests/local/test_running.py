"""The technician's commands, asked of the box in this process."""

import pytest

from chalicelib.wiring import Services
from infra.stack import Failed
from local.running import operate_of


def test_what_the_box_cannot_do_is_told_as_a_stage_tells_it() -> None:
    with pytest.raises(Failed, match="no such command"):
        operate_of(Services(None))("dance")  # type: ignore[arg-type]  # no command is reached
