"""Rows as they stand in the HTML of a list.

Written here and not in a template: fifty rows are some thousand nodes of one, ten times the work of the same text.
"""

from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from khuevan.core.templatetags.khuevan import thousands


@dataclass(frozen=True)
class Cell:
    content: object
    css: str
    names_row: bool

    def html(self, below: str) -> str:
        opening = f' class="{self.css}"' if self.css else ""
        if not self.names_row:
            return f"<td{opening}>{_escaped(self.content)}</td>"
        more = f'<div class="narrow sub">{_escaped(below)}</div>' if below else ""
        return f'<th scope="row"{opening}>{_escaped(self.content)}{more}</th>'


@dataclass(frozen=True)
class Row:
    """``number`` is None in a table without them; ``tick_label`` is empty where rows cannot be chosen."""

    record: Any
    number: int | None
    cells: list[Cell]
    below: str
    attention: bool
    tick_label: str = ""

    @property
    def html(self) -> SafeString:
        parts = ['<tr class="needs">' if self.attention else "<tr>"]
        if self.tick_label:
            label = _escaped(self.tick_label)
            parts.append(
                '<td class="tick"><input type="checkbox" class="form-check-input" name="chon" '
                f'value="{_escaped(self.record.pk)}" aria-label="{label}"></td>'
            )
        if self.number is not None:
            parts.append(f'<td class="n wide-only">{thousands(self.number)}</td>')
        parts += [cell.html(self.below) for cell in self.cells]
        parts.append("</tr>\n")
        return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above


@dataclass(frozen=True)
class Block:
    """Rows under one heading; a list without blocks is one block without a heading."""

    heading: str
    rows: list[Row]


def _escaped(content: object) -> str:
    """``conditional_escape`` without its provision for lazy texts, which costs more than the escaping."""
    return content.__html__() if hasattr(content, "__html__") else escape(str(content))
