"""A test's hand on a library in another process: one JSON line asks, one answers."""

import json
import sys
import threading


def follow(library, port):
    """Tells the port, then does what is asked, in a thread that ends with the process."""
    _say({"port": port})
    threading.Thread(target=_work, args=(library,), daemon=True).start()


def _work(library):
    for line in sys.stdin:
        asked = json.loads(line)
        _say({"said": getattr(library, asked["do"])(*asked["with"])})


def _say(fact):
    sys.stdout.write(json.dumps(fact) + "\n")
    sys.stdout.flush()
