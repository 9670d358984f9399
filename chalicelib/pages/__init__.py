"""Pages a reader opens from the chat on a phone."""
