"""Why a file is not taken."""


class NotAccepted(Exception):
    """`str()` is a sentence that says what is wrong with the file and what would be right."""
