"""What to do about what a library system said, for the technician at the terminal."""

import re
import sys

from chalicelib.errors import WeiguanError

CURES: tuple[tuple[str, str], ...] = (
    (
        "is no JSON|JSONDecodeError",
        "names and texts stand in \"double quotes\", the whole in 'single quotes'; no comma stands "
        "before a closing brace. `echo '...' | python3 -m json.tool` shows the place",
    ),
    (
        "agent's key",
        "`openssl rand -hex 32` makes one; it is WEIGUAN_CIRCULATION_SECRET (or the secret "
        "`circulation_secret`) of the service and `key` in agent.json, the same on both sides",
    ),
    ("no such library system", "set WEIGUAN_CIRCULATION to one of these, or to none"),
    ("url must be|url cannot be read", "write `url` as https://host/path, as in docs/ils.md"),
    ("FileNotFoundError", "give the path of a file that exists, as in docs/agent.md"),
    ("knows no|has no ", "a name is misspelt: docs/ils.md and docs/agent.md list them all"),
    ("names no ", "it has to be there: docs/ils.md and docs/agent.md show how"),
    ("must be a text", 'put it into "double quotes"'),
    ("must be a whole number", "write the number without quotes"),
    (
        "outside the library's own network",
        "ask for TLS there (`tls` and its port for SIP2, https for Koha and SRU); where the line "
        "really stays inside your own network, say `unencrypted`: true",
    ),
    (
        "refuses the library's own login",
        "this is our login, not the reader's card: compare user (for Koha: client id) and password "
        "letter by letter with what the vendor gave; the login may also be switched off, or "
        "not allowed from this machine's address",
    ),
    (
        "ConnectionRefused|NewConnectionError",
        "nothing listens at this port: check the port and that the server runs; from this machine "
        "`nc -vz HOST PORT` tries the same",
    ),
    (
        "gaierror|NameResolution",
        "this name is not known here: check its spelling, or give the address in digits",
    ),
    (
        "nobody answers|ConnectTimeout|OSError",
        "the way there is closed: look at the address, and whether the firewall lets this machine "
        "through",
    ),
    ("ca holds no certificate", "`ca` is the text of a PEM file, not the file's name"),
    (
        "CertVerification|SSLError|SSLEOFError|no safe line",
        "either this port does not speak TLS (then another port, or without TLS inside your own "
        "network), or its certificate is your own: put the PEM text into `ca` and use the name "
        "that stands in the certificate. `openssl s_client -connect HOST:PORT` shows it",
    ),
    (
        "SIP2: no answer came|understands no request|stays unreadable",
        "something is there and does not speak SIP2 with us: another port (the web server's), "
        "`tls` missing, another `dialect`, or this machine's address not allowed. If it works "
        "at other times, the library system is stuck",
    ),
    ("off line", "the vendor has to switch the SIP2 service on line"),
    (
        "ReadTimeout|no whole answer",
        "the server is there and did not answer in time: the library system is stuck, or this is "
        "another server's port",
    ),
    (
        r"HTTP 50[12]|HTTP 404|nobody expects",
        "another web server or path answers: for Koha give the staff interface's address without "
        "/api/v1, for SRU the address with the database's name, as in docs/ils.md",
    ),
    ("diagnostic (15|16)$", "the server has no such index: set `indexes`, as its explain says"),
    ("diagnostic 66$", "the server cannot give this `schema`: try another of its explain's"),
    ("diagnostic", "the server refuses the search: its manual tells the number's meaning"),
    ("card number", "letters, digits and hyphens, as printed on the card"),
)
"""The first that fits; what a message says is matched as a pattern."""


def refused(problem: WeiguanError) -> int:
    """Says it and what to do; the exit status."""
    print(f"  {type(problem).__name__}: {problem}{cure_in_words(str(problem))}")
    return 1


def cure_in_words(said: str) -> str:
    """On a line of its own; '' where nobody knows."""
    cures = (cure for pattern, cure in CURES if re.search(pattern, said))
    return next((f"\n  What to do: {cure}." for cure in cures), "")


def wanted_argument(doc: str) -> str:
    """The first argument; without one the way to call is said, and the program ends."""
    if len(sys.argv) < 2:
        sys.exit(f"How to call it:\n{doc.strip().splitlines()[-1]}\nThe names: docs/ils.md")
    return sys.argv[1]
