"""Every field that a Word template may use, with an example, ready to be copied."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from khuevan.console.office_papers.shell import office_of, office_page
from khuevan.core.screens import staff_page
from khuevan.papers.domain.building import WRITERS
from khuevan.papers.domain.fields import GROUPS
from khuevan.papers.domain.fields.shapes import Field
from khuevan.vietnamese.folding import fold


@dataclass(frozen=True)
class ShownField:
    """``typed`` is what goes into the Word file: one line, or the rows of a loop."""

    field: Field
    typed: str
    example: str
    entries: Sequence[Field]

    @property
    def lines(self) -> int:
        return self.typed.count("\n") + 1


@dataclass(frozen=True)
class ShownGroup:
    label: str
    anchor: str
    fields: Sequence[ShownField]


@staff_page
@require_safe
def fields_page(request: HttpRequest) -> HttpResponse:
    """``q`` searches names, meanings and examples without diacritics; ``loai`` is the slug of a kind of paper."""
    office = office_of(request)
    asked, slug = request.GET.get("q", "").strip()[:100], request.GET.get("loai", "")
    kinds = list(WRITERS.items())
    kind = next((kind for kind, writer in kinds if writer.slug == slug), None)
    groups = []
    for number, (label, fields) in enumerate(GROUPS, start=1):
        known = [field for field in fields if kind is None or field.is_known_on(kind)]
        shown = [_shown(field) for field in known if _is_meant(field, fold(asked).split())]
        if shown:
            groups.append(ShownGroup(str(label), f"nhom-{number}", shown))
    context = {
        "groups": groups,
        "asked": asked,
        "slug": slug if kind else "",
        "writers": [writer for _kind, writer in kinds],
        "count": sum(len(group.fields) for group in groups),
    }
    return office_page(request, office, "console/office_papers/template_fields.html", context)


def _is_meant(field: Field, words: Sequence[str]) -> bool:
    text = fold(_words_of(field)).replace("_", " ")
    return all(word.replace("_", " ") in text for word in words)


def _words_of(field: Field) -> str:
    return " ".join([field.name, str(field.description), *field.examples, *map(_words_of, field.entries)])


def _shown(field: Field) -> ShownField:
    if not field.is_list:
        return ShownField(field, f"{{{{ {field.name} }}}}", field.examples[0], ())
    row = field.row_name
    if not field.entries:
        inside, example = f"{{{{ {row} }}}}", "\n".join(field.examples)
    else:
        inside = " ".join(f"{{{{ {row}.{entry.name} }}}}" for entry in field.entries if not entry.is_list)
        example = " · ".join(str(entry.example()) for entry in field.entries if not entry.is_list)
    typed = f"{{%p for {row} in {field.name} %}}\n{inside}\n{{%p endfor %}}"
    return ShownField(field, typed, example, field.entries)
