"""Fills one folder of a claim with one revision of a model.

The folder appears only when it is whole: files go into `<folder>.partial`, are compared with what their publisher says
of them, and then the folder is renamed. A process that is killed leaves nothing that could be served, and the next one
goes on where it stopped. Downloads are left to huggingface_hub and to the SDKs of the clouds.
"""

import argparse
import contextlib
import fcntl
import os
import re
import sys
import time

from bucket import Bucket
from folder import PartialFolder, find_damage, refuse_links, sync
from hub import Hub
from reason import Refused, explain
from source import check_list

GIB = 1024**3


def main():
    parser = argparse.ArgumentParser(description="Fills one folder of a claim with one revision of a model.")
    parser.add_argument("--model", required=True, help="id of the model, such as deepseek-ai/DeepSeek-V3.1")
    parser.add_argument("--revision", required=True, help="commit of the model, 40 hexadecimal digits")
    parser.add_argument("--claim", required=True, help="folder where the claim is mounted")
    parser.add_argument("--path", required=True, help="folder to fill, relative to the claim")
    parser.add_argument("--source", help="bucket and prefix in place of the Hub, such as s3://bucket/prefix")
    options = parser.parse_args()
    try:
        preload(options)
    except Exception as error:
        leave(*explain(error, options))


def preload(options):
    started = time.monotonic()
    name = f"{options.model} at {options.revision}"
    target = os.path.join(options.claim, options.path)
    for path in (options.path, f"{options.path}.partial"):
        refuse_links(options.claim, path)
    damaged = find_damage(target, options.model, options.revision) if os.path.lexists(target) else None
    if damaged == []:
        print(f"{target} holds {name} already", flush=True)
        return
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with lock(f"{target}.lock"):
        partial = PartialFolder(f"{target}.partial")
        if damaged:
            print(f"{damaged[0]}: is not what it was; {target} is taken away until it is whole again", flush=True)
            partial.take(target)
        source = Bucket(options.source) if options.source else Hub(options.model, options.revision)
        files = source.list()
        check_list(files)
        partial.make(files)
        print(f"{name}: {len(files)} files, {sum(file.size for file in files) / GIB:.3f} GiB", flush=True)
        digests = partial.fill(source, files)
        if source.list() != files:
            raise Refused(f"{options.source}: was written to while it was read; start again when nobody writes")
        partial.finish(options.model, options.revision, digests)
        os.rename(partial.path, target)
        sync(os.path.dirname(target))
    print(f"{target} holds {name}, after {time.monotonic() - started:.0f} s", flush=True)


@contextlib.contextmanager
def lock(path):
    """Two processes in one folder would take each other's files away. Not every file system has locks."""
    handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise RuntimeError(f"{path}: another process fills the folder") from None
    except OSError:
        pass
    try:
        yield
    finally:
        os.close(handle)


def leave(code, text):
    token = os.environ.get("HF_TOKEN")
    safe = text.replace(token, "[secret]") if token else text
    # The address of a file may be signed, and is good for whoever reads it.
    print("preload: " + re.sub(r"(https?://[^\s?]+)\?\S+", r"\1", safe), file=sys.stderr, flush=True)
    # Without waiting for downloads that still run.
    os._exit(code)


if __name__ == "__main__":
    main()
