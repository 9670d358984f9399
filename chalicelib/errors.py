"""The one family of errors, sorted by what to do next."""


class WeiguanError(Exception):
    """Anything this service raises on purpose; `str()` is safe to log and to show to staff."""


class TryLater(WeiguanError):
    """The same call may succeed later: throttled, timed out, busy."""


class Unheard(TryLater):
    """No answer came: whether it was done is not known. Repeat only what may be done twice."""


class NotYet(TryLater):
    """Others come first; nothing was asked."""


class NotAsked(TryLater):
    """Whoever would be asked has just not answered others; it was left in peace."""


class NotUnderstood(TryLater):
    """Whoever was asked is there, but asked for the question again until nobody would repeat it:
    a bad line, or characters it does not read. Nothing was done."""


class GiveUp(WeiguanError):
    """The same call will never succeed; somebody has to look."""


class NotFound(WeiguanError):
    """What was asked for does not exist (any more)."""


class NotAllowed(WeiguanError):
    """Who asks may not have it: a forged signature, a missing role, a closed window."""


class BadRequest(WeiguanError):
    """What was sent cannot be understood; nothing was done."""


class Conflict(WeiguanError):
    """Somebody else changed it in between; read again and decide anew."""


class Misconfigured(WeiguanError):
    """A setting is missing or wrong; the service refuses to work with it."""
