"""A stand-in for the WeChat platform: it keeps the rules of the real one, on one machine."""
