"""The older readers' way: digits, short lines, a telephone number, everything read back."""
