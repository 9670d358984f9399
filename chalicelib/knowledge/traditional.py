"""Simplified to Traditional, word by word where words differ (loaded on demand)"""

import warnings

import zhconv

with warnings.catch_warnings():
    warnings.simplefilter("ignore", ResourceWarning)  # its loader leaves the table's file open
    zhconv.loaddict()


def to_traditional(text: str) -> str:
    return str(zhconv.convert(text, "zh-hant"))
