"""The process for a library's own machine, where its library system opens no port to the world."""
