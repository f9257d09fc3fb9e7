"""Numbers as Vietnamese papers write them."""


def group_thousands(number: int) -> str:
    """``577.821``: a dot between thousands."""
    return f"{number:,}".replace(",", ".")
