"""Receiving uploads: what goes beyond the limit is not kept while it arrives."""

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MOST = 21 * 1024 * 1024
"""More than any form takes, so that its own check still sees that a file is too large."""


class BoundedUploadHandler(FileUploadHandler):
    """Stands first, and hands on no more than MOST bytes of a file to those that store it."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start < MOST else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        return None
