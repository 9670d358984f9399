"""Weiguan: a public library's WeChat official account as its service desk."""
