"""A library that opens no port: a small process inside it fetches what is asked and answers."""
