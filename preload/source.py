"""What a model is made of, as its publisher says."""

import dataclasses
import re

from reason import Refused

MARKER = ".preload.json"  # In a whole folder: which revision it is, and each file as it was verified.
WORK = ".cache"  # In a partial folder: of the downloaders. huggingface_hub chooses the name itself.


@dataclasses.dataclass(frozen=True)
class File:
    path: str
    size: int
    digest: str | None  # "sha256:<hex>", or "git:<hex>" for the name that git gives it; None where neither is published.
    version: str = ""  # Of an object in a bucket, which can be written again.


def check_list(files):
    """Each name must be that of a file below the folder, and none of ours."""
    if not files:
        raise Refused("file list: empty; there is nothing to load; check the model, or the prefix in the bucket")
    names = {file.path for file in files}
    for name in sorted(names):
        parts = name.split("/")
        if "\\" in name or any(part in ("", ".", "..") for part in parts):
            raise Refused(f"file list: {name!r}; leads out of the folder; use a source without it")
        if re.search(r"[\x00-\x1f\x7f]", name):
            raise Refused(f"file list: {name!r}; has control characters; use a source without it")
        if parts[0] in (WORK, MARKER):
            raise Refused(f"file list: {name!r}; is a name that the download needs itself; use a source without it")
        if any("/".join(parts[:depth]) in names for depth in range(1, len(parts))):
            raise Refused(f"file list: {name!r}; lies below a file; use a source without it")
