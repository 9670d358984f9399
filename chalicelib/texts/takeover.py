"""What staff read beside answers that an account brought along."""

CATEGORY = "原有自动回复"
