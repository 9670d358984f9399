"""Links to pages, with the key they are sealed with."""

import secrets

from chalicelib.links.service import Links
from chalicelib.links.store import SpentStore
from chalicelib.sealing import derived_key
from chalicelib.wiring import Services


def links(services: Services) -> Links:
    key = derived_key(services.secret_settings.pseudonym_key, "links")
    return Links(key, SpentStore(services.wire), secrets.token_bytes)
