"""Draws a paper as a .docx in the layout of Nghị định 30/2020/NĐ-CP, Phụ lục I, to the millimetre and the point.

Knows nothing of classes, only blocks.  ``tests/papers/decree.py`` measures what comes out.
"""

from khuevan.papers.layout.drawing import DOCX, drawn

__all__ = ["DOCX", "drawn"]
