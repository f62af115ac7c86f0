"""One commit of a repository on the Hugging Face Hub, or on what HF_ENDPOINT names."""

import functools
import os

from huggingface_hub import HfApi, hf_hub_download
from huggingface_hub.hf_api import RepoFile
from reason import Refused
from source import WORK, File


class Hub:
    def __init__(self, model, revision):
        self.model, self.revision = model, revision
        # False: no token that may lie in the home folder either.
        self.api = HfApi(token=os.environ.get("HF_TOKEN") or False)

    def list(self):
        tree = self.api.list_repo_tree(self.model, recursive=True, revision=self.revision)
        found = [entry for entry in tree if isinstance(entry, RepoFile)]
        info = self.api.model_info(self.model, revision=self.revision)
        if info.sha != self.revision:
            raise Refused(f"revision: {self.revision}; the Hub reads it as {info.sha}; write the commit in full")
        # What git has as a link or as a submodule is listed by name, and is no file.
        for name in sorted({each.rfilename for each in info.siblings} - {each.path for each in found}):
            raise Refused(f"file list: {name!r}; is a link or a submodule; use a revision without it")
        return [File(each.path, each.size, digest_of(each)) for each in found]

    def download(self, file, folder):
        load = functools.partial(hf_hub_download, self.model, revision=self.revision, token=self.api.token)
        try:
            load(file.path, local_dir=folder)
        except UnboundLocalError:
            # What huggingface_hub notes of a file is cut off by a kill or by a full disk. It removes such a note, and
            # then fails over it: read_download_metadata in src/huggingface_hub/_local_folder.py of v0.32.4.
            load(file.path, local_dir=folder)

    def forget(self, folder):
        """Of a part that is longer than its file, the rest would be asked for in vain each time."""
        for parent, _, names in os.walk(os.path.join(folder, WORK)):
            for name in (each for each in names if each.endswith(".incomplete")):
                os.unlink(os.path.join(parent, name))


def digest_of(entry):
    """Large files lie in LFS, which names them by their SHA-256."""
    return f"git:{entry.blob_id}" if entry.lfs is None else f"sha256:{entry.lfs.sha256}"
