"""A title and the body it is held in, run together as they are said: "Phó Chánh Văn phòng UBND tỉnh"."""


def run_together(title: str, body: str) -> str:
    """The words that end the title and begin the body are said once; what stands in the title keeps its letters."""
    said, named = title.split(), body.split()
    folded, begins = [word.casefold() for word in said], [word.casefold() for word in named]
    for shared in range(min(len(said), len(named)), 0, -1):
        if folded[-shared:] == begins[:shared]:
            return " ".join([*said, *named[shared:]])
    return " ".join([*said, *named])
