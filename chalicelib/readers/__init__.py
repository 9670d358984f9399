"""Who a reader is to the library: the cards that the library system has confirmed."""
