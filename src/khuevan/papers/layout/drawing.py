"""A paper drawn as a .docx."""

import io

from khuevan.papers.blocks import ROMAN, Paper
from khuevan.papers.layout import heads
from khuevan.papers.layout.bodies import draw
from khuevan.papers.layout.ends import closing
from khuevan.papers.layout.heads import letterhead
from khuevan.papers.layout.lines import write
from khuevan.papers.layout.pages import begin_section, begun

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def drawn(paper: Paper, *, title: str) -> bytes:
    """The .docx; ``title`` is what file managers show."""
    document = begun(title=title, author=paper.letterhead.office, is_landscape=paper.is_landscape)
    letterhead(document, paper.letterhead)
    if paper.title:
        heads.title(document, paper.title)
    for block in paper.blocks:
        draw(block, document)
    if paper.closing:
        closing(document, paper.closing)
    for place, appendix in enumerate(paper.appendices):
        begin_section(document, is_landscape=appendix.is_landscape)
        name = f"Phụ lục {ROMAN[place]}" if len(paper.appendices) > 1 else "Phụ lục"
        write(document.add_paragraph(), name, bold=True).paragraph_format.keep_with_next = True
        heads.title(document, appendix.title)
        for block in appendix.blocks:
            draw(block, document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
