"""Weiguan: a public library's WeChat official account as its service desk."""

import gc
from pathlib import Path

from chalicelib import ready_methods

ready_methods.use(Path(__file__).with_name(ready_methods.FILE))

# What a start makes stays: looking through it for cycles every 700 objects costs a reader 15 ms.
gc.set_threshold(50_000)
