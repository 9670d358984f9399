"""The technician's commands, asked of the box in this process."""

from pathlib import Path

import pytest

from chalicelib.wiring import Services
from infra.stack import Failed
from local.identity import write_private
from local.running import operate_of, services
from local.server import Box


def test_what_the_box_cannot_do_is_told_as_a_stage_tells_it() -> None:
    with pytest.raises(Failed, match="no such command"):
        operate_of(Services(None))("dance")  # type: ignore[arg-type]  # no command is reached


def test_another_window_asks_the_library_system_the_box_was_started_with(tmp_path: Path) -> None:
    box = Box(tmp_path, 8000)
    at = '{"host": "10.0.0.9"}'
    write_private(box.systems_file, {"WEIGUAN_CIRCULATION": "sip2", "WEIGUAN_CIRCULATION_AT": at})
    settings = services(box, "http://127.0.0.1:9").settings
    assert (settings.circulation, settings.circulation_at) == ("sip2", at)
