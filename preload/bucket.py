"""The objects below a prefix of a bucket. What lies there now is taken for the revision."""

import base64
import dataclasses
import hashlib
import os
import shutil

from source import WORK, File


class Bucket:
    def __init__(self, address):
        self.scheme, _, rest = address.partition("://")
        self.name, _, prefix = rest.partition("/")
        self.prefix = prefix.rstrip("/") + "/" if prefix else ""
        if self.scheme == "s3":
            import boto3

            self.client = boto3.client("s3")
        else:
            from google.cloud import storage

            # A project would be asked for only to make a bucket.
            self.client = storage.Client(project=None)

    def list(self):
        objects = self.list_s3() if self.scheme == "s3" else self.list_gs()
        # The consoles of both clouds make an empty object for a folder.
        return [
            dataclasses.replace(each, path=each.path[len(self.prefix) :])
            for each in objects
            if not (each.path.endswith("/") and each.size == 0)
        ]

    def list_s3(self):
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=self.prefix)
        for each in (each for page in pages for each in page.get("Contents", [])):
            head = self.client.head_object(Bucket=self.name, Key=each["Key"], ChecksumMode="ENABLED")
            # Of an object in parts the checksum is one over the checksums of its parts.
            whole = head.get("ChecksumSHA256") if head.get("ChecksumType") == "FULL_OBJECT" else None
            digest = None if whole is None else f"sha256:{base64.b64decode(whole).hex()}"
            yield File(each["Key"], each["Size"], digest, head["ETag"])

    def list_gs(self):
        for each in self.client.list_blobs(self.name, prefix=self.prefix):
            yield File(each.name, each.size, None, str(each.generation))

    def download(self, file, folder):
        place = os.path.join(folder, file.path)
        if os.path.exists(place):
            return
        part = os.path.join(folder, WORK, hashlib.sha256(file.path.encode()).hexdigest())
        for path in (part, place):
            os.makedirs(os.path.dirname(path), exist_ok=True)
        if self.scheme == "s3":
            self.client.download_file(self.name, self.prefix + file.path, part)
        else:
            # Compares with the checksum of the object.
            blob = self.client.bucket(self.name).blob(self.prefix + file.path, generation=int(file.version))
            blob.download_to_filename(part)
        os.replace(part, place)

    def forget(self, folder):
        shutil.rmtree(os.path.join(folder, WORK), ignore_errors=True)
