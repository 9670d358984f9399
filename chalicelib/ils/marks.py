"""A keyed hash that stands for a card in the audit; without the key it leads nowhere."""

import hashlib
import hmac


def mark_of_card(number: str, key: str) -> str:
    return hmac.new(key.encode(), f"card:{number}".encode(), hashlib.sha256).hexdigest()[:12]
