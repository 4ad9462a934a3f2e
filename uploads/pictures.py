"""PNG (ISO 15948) and JPEG (ITU T.81): their parts, walked by their lengths. Nothing is decoded."""

from uploads.errors import NotAccepted

LONGEST_SIDE = 20_000
MOST_PIXELS = 100_000_000
"""More would fill the memory of whoever opens it."""

DAMAGED = "it is damaged. Save the picture again."

STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
START_OF_SCAN = 0xDA


def check_png(content: bytes) -> None:
    """Raise NotAccepted unless the parts of a PNG fill the file and its size is a sane one."""
    at, first = 8, True
    while at + 12 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        if first and (kind != b"IHDR" or length != 13):
            raise NotAccepted(DAMAGED)
        if first:
            _check_size(
                int.from_bytes(content[at + 8 : at + 12]),
                int.from_bytes(content[at + 12 : at + 16]),
            )
        at, first = at + 12 + length, False
        if kind == b"IEND":
            break
    else:
        raise NotAccepted(DAMAGED)
    if at != len(content):
        raise NotAccepted(DAMAGED)


def check_jpg(content: bytes) -> None:
    """Raise NotAccepted unless a JPEG says its size before its scan and ends as one."""
    if not content.rstrip(b"\x00").endswith(b"\xff\xd9"):
        raise NotAccepted(DAMAGED)
    at, sized = 2, False
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF or marker in STANDALONE:
            at += 1 if marker == 0xFF else 2
            continue
        length = int.from_bytes(content[at + 2 : at + 4])
        if marker == START_OF_SCAN and sized:
            return
        if marker in FRAMES and length >= 8:
            _check_size(
                int.from_bytes(content[at + 7 : at + 9]), int.from_bytes(content[at + 5 : at + 7])
            )
            sized = True
        at += 2 + max(length, 2)
    raise NotAccepted(DAMAGED)


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise NotAccepted(DAMAGED)
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise NotAccepted(
            f"it is {width} by {height} points large, which few machines can show. Make the "
            "picture smaller."
        )
