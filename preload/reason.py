"""Why a download ended, in words, and whether another try may help."""

import errno
import os

PERMANENT = 2  # The Job gives up at once: plan/preload.ts.
TRANSIENT = 1

ROOM = "use a larger claim, or remove what is not served any more"


class Refused(Exception):
    """Something that another try does not change."""


def explain(error, options):
    """Exit code and text."""
    if isinstance(error, Refused):
        return PERMANENT, str(error)
    answer = ANSWERS.get(status_of(error))
    if answer is not None:
        what = options.source or f"{options.model} at {options.revision}"
        return PERMANENT, f"{what}: HTTP {status_of(error)}; {answer(options)}"
    # Errors of the network are errors of the system too.
    number = getattr(error, "errno", None)
    if number in (errno.ENOSPC, errno.EDQUOT):
        return PERMANENT, f"{options.claim}: the disk is full; {ROOM}"
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        place = error.filename or options.claim
        return PERMANENT, f"{place}: user {os.getuid()} may not write: {error.strerror}; run as its owner"
    return TRANSIENT, " ".join(f"{type(error).__name__}: {error}".split())


def status_of(error):
    """What the server answered, from whichever SDK; None where it did not."""
    while error is not None:
        answer = getattr(error, "response", None)
        if isinstance(answer, dict):
            return answer.get("ResponseMetadata", {}).get("HTTPStatusCode")
        status = getattr(answer, "status_code", None) or getattr(error, "code", None)
        if isinstance(status, int):
            return int(status)
        error = error.__cause__ or error.__context__
    return None


def unauthorized(options):
    if options.source:
        return "the bucket takes nobody without credentials; name a service account that may read it"
    if os.environ.get("HF_TOKEN"):
        return "the Hub does not know the token; put a valid one into the Secret under HF_TOKEN"
    return "there is no such model, or it needs a token; check the id, or name a Secret with one under HF_TOKEN"


def forbidden(options):
    if options.source:
        return "the service account may not read the bucket; give it the right to list and to get objects"
    return "the owner of the token may not read the model; accept its licence on its page, or use another token"


def absent(_options):
    return "there is none; check the name and the revision"


ANSWERS = {401: unauthorized, 403: forbidden, 404: absent}
