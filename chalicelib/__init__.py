"""Weiguan: a public library's WeChat official account as its service desk."""

from pathlib import Path

from chalicelib import ready_methods

ready_methods.use(Path(__file__).with_name(ready_methods.FILE))
