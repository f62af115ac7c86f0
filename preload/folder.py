"""Folders of a claim: whole ones, and the one that is filled."""

import concurrent.futures
import contextlib
import hashlib
import json
import os
import shutil
import stat

from reason import Refused, status_of
from source import MARKER, WORK, File

GIB = 1024**3
DOWNLOADS = 8  # At a time, as huggingface_hub does it.
ROUNDS = 3


class PartialFolder:
    def __init__(self, path):
        self.path = path

    def take(self, whole):
        """Goes on with a folder that was whole once."""
        shutil.rmtree(self.path, ignore_errors=True)
        os.rename(whole, self.path)
        sync(os.path.dirname(whole))
        os.unlink(os.path.join(self.path, MARKER))

    def make(self, files):
        """Makes the folder, where there is room for what is still to come."""
        os.makedirs(self.path, exist_ok=True)
        present = sum(os.path.getsize(place) for place in files_below(self.path))
        needed = sum(file.size for file in files) - present
        disk = os.statvfs(self.path)
        free = disk.f_bavail * disk.f_frsize
        # What has no size of its own, such as a bucket that is mounted, says 0.
        if disk.f_blocks > 0 and needed > free:
            raise Refused(
                f"{self.path}: {free / GIB:.3f} GiB are free and {needed / GIB:.3f} GiB are to come; "
                "use a larger claim, or remove what is not served any more"
            )

    def fill(self, source, files):
        """Downloads what is missing or wrong. Gives the digest of each file."""
        digests = {}
        for _ in range(ROUNDS):
            missing = [file for file in files if file.path not in digests]
            try:
                in_parallel(lambda file: source.download(file, self.path), missing)
            except Exception as error:
                if "Consistency check failed" not in str(error) and status_of(error) != 416:
                    raise
                source.forget(self.path)
            for file, digest in zip(missing, in_parallel(lambda file: verify(self.path, file), missing)):
                if digest is not None:
                    digests[file.path] = digest
                    continue
                print(f"{file.path}: is not what its publisher says, and is downloaded again", flush=True)
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(os.path.join(self.path, file.path))
            if len(digests) == len(files):
                return digests
        wrong = next(file.path for file in files if file.path not in digests)
        raise Refused(
            f"{wrong}: is not what its publisher says, after {ROUNDS} downloads; check proxies and mirrors on the way"
        )

    def finish(self, model, revision, digests):
        """Leaves exactly the files of the revision and the marker, and all of it on the disk."""
        shutil.rmtree(os.path.join(self.path, WORK), ignore_errors=True)
        files = []
        for place in files_below(self.path):
            path = os.path.relpath(place, self.path)
            if path in digests:
                found = os.stat(place)
                files.append([path, found.st_size, found.st_mtime_ns, digests[path]])
            else:
                os.unlink(place)
        with open(os.path.join(self.path, MARKER), "w") as marker:
            json.dump({"model": model, "revision": revision, "files": sorted(files)}, marker)
            marker.flush()
            os.fsync(marker.fileno())
        for parent, _, _ in os.walk(self.path):
            sync(parent)


def find_damage(folder, model, revision):
    """The files of a whole folder that are not what they were when it was filled."""
    try:
        with open(os.path.join(folder, MARKER)) as marker:
            content = json.load(marker)
        files = content["files"]
        is_ours = (content["model"], content["revision"]) == (model, revision)
    except (OSError, ValueError, KeyError, TypeError):
        is_ours = False
    if not is_ours:
        raise Refused(f"{folder}: is not {model} at {revision}, and is not overwritten; move it away")
    # Only what was touched is read again: hundreds of gigabytes take minutes.
    return [path for path, size, modified, digest in files if not is_untouched(folder, path, size, modified)
            and verify(folder, File(path, size, digest)) is None]


def is_untouched(folder, path, size, modified):
    place = os.path.join(folder, path)
    return os.path.isfile(place) and (os.stat(place).st_size, os.stat(place).st_mtime_ns) == (size, modified)


def verify(folder, file):
    """The digest of a file that is what its publisher says; None for any other."""
    place = os.path.join(folder, file.path)
    if not os.path.isfile(place) or os.path.getsize(place) != file.size:
        return None
    kind = "sha256" if file.digest is None else file.digest.split(":")[0]
    # https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
    hashed = hashlib.sha256() if kind == "sha256" else hashlib.sha1(f"blob {file.size}\0".encode())
    with open(place, "rb") as content:
        while chunk := content.read(8 * 1024**2):
            hashed.update(chunk)
        # What was compared is what is there after a power cut.
        os.fsync(content.fileno())
    digest = f"{kind}:{hashed.hexdigest()}"
    return digest if file.digest in (None, digest) else None


def refuse_links(claim, path):
    """Whoever writes into the claim could have planted a link that leads out of it."""
    place = claim
    for part in path.split("/"):
        place = os.path.join(place, part)
        refuse_link(place)
    for parent, folders, names in os.walk(place):
        for name in folders + names:
            refuse_link(os.path.join(parent, name))


def refuse_link(place):
    if not os.path.lexists(place):
        return
    mode = os.lstat(place).st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise Refused(f"{place}: is neither file nor folder, and could lead out of the claim; remove it")


def files_below(folder):
    return [os.path.join(parent, name) for parent, _, names in os.walk(folder) for name in names]


def in_parallel(work, items):
    with concurrent.futures.ThreadPoolExecutor(DOWNLOADS) as pool:
        running = [pool.submit(work, item) for item in items]
        try:
            return [each.result() for each in running]
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def sync(folder):
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
