"""python -m local.wechat_platform --help"""

import signal
import sys
from types import FrameType

from local.wechat_platform.config import BadConfig, from_arguments
from local.wechat_platform.platform import build
from local.wechat_platform.server import create


def main() -> int:
    try:
        platform = build(from_arguments(sys.argv[1:]))
    except (BadConfig, ValueError, OSError) as error:
        print(f"The WeChat platform cannot start: {error}", file=sys.stderr)
        return 2
    server = create(platform)
    signal.signal(signal.SIGTERM, _leave)
    try:
        server.run()
    finally:
        platform.courier.stop()
        server.close()
    return 0


def _leave(signal_number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


sys.exit(main())
