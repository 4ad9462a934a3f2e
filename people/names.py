"""What somebody is called."""

TITLES = frozenset(
    {"canon", "cllr", "councillor", "dame", "dr", "father", "lady", "lord", "miss", "mr", "mrs"}
    | {"ms", "mx", "prof", "professor", "rev", "revd", "reverend", "sir", "sister"}
)


def familiar(name: str) -> str:
    """`Priya` for Priya Nair; the whole name where a title comes first, as in Dr Fiona Hale."""
    first = name.split(maxsplit=1)[0]
    return name if first.rstrip(".").casefold() in TITLES else first
