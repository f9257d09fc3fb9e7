"""What the people of an agency should learn next year, asked each autumn: one page with what it said a year before."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from khuevan.core.forms import VerbForm
from khuevan.core.templatetags.khuevan import vn_date
from khuevan.desk.agencies.facts import SOON, Deadline
from khuevan.desk.answers import desk_answer
from khuevan.desk.passes import Pass, agency_page
from khuevan.training.domain.need_calls import is_open
from khuevan.training.domain.needs import (
    MOST_PEOPLE,
    MOST_ROWS,
    NeedRow,
    answer_needs,
    declare_none,
    note_opened,
    prefilled,
    rows_of,
)
from khuevan.training.models import NeedAnswer
from khuevan.vietnamese.folding import fold

SEND, ADD, NONE = "gui", "them", "khong"
OLD, NEW = "n", "moi"
EMPTY_ROWS = 2


class NeedForm(forms.Form):
    """One row.  What was offered and got no number of people is not meant; an empty row is no row."""

    title = forms.CharField(label=_("what should be learnt"), max_length=300, required=False)
    people = forms.IntegerField(
        label=_("how many people"),
        min_value=0,
        max_value=MOST_PEOPLE,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    audience = forms.CharField(label=_("who they are"), max_length=300, required=False)
    months = forms.CharField(label=_("when it would suit"), max_length=120, required=False)
    note = forms.CharField(label=_("note"), max_length=300, required=False)
    out = forms.BooleanField(label=_("leave this row out"), required=False)

    def __init__(self, *args: Any, is_offered: bool = False, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.is_offered = is_offered
        self.is_new = str(self.prefix).startswith(NEW)
        for name, field in self.fields.items():
            css = "leave-out" if name == "out" else "form-control"
            field.widget.attrs |= {"class": css, "autocomplete": "off"}
        self.fields["audience"].widget.attrs["placeholder"] = _now("such as specialists of the office")
        self.fields["months"].widget.attrs["placeholder"] = _now("such as second quarter, June")

    @property
    def heading(self) -> str:
        return str(self["title"].value() or "")

    @property
    def has_more(self) -> bool:
        """Whether the fields that are folded away hold something."""
        return any(self[name].value() or self[name].errors for name in ("audience", "months", "note"))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        title, people = values.get("title"), values.get("people")
        if values.get("out") or "people" in self.errors:
            return values
        if self.is_new and title and not people:
            self.add_error("people", _now("Say how many people."))
        if not title and (people or any(values.get(name) for name in ("audience", "months", "note"))):
            self.add_error("title", _now("Say what should be learnt."))
        return values

    def said(self) -> NeedRow | None:
        """The row as it is meant; only after ``is_valid``."""
        values = self.cleaned_data
        if values.get("out") or not values["title"] or not values["people"]:
            return None
        return NeedRow(
            values["title"], values["people"], audience=values["audience"], months=values["months"], note=values["note"]
        )


class NeedsForm(VerbForm):
    """All rows of an agency, and who answers for it."""

    name = forms.CharField(label=_("your name"), max_length=150, required=False)
    remark = forms.CharField(
        label=_("word to the office"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, access: Pass, answer: NeedAnswer, data: Any = None) -> None:  # noqa: ANN401 - a QueryDict
        self.deed = str(data.get("viec", SEND)) if data is not None else SEND
        self.known = {fold(row.title): row for row in prefilled(answer)}
        contact = access.link.contact
        initial = {"name": answer.answered_by or (contact.name if contact else ""), "remark": answer.note}
        typed = data if self.deed != ADD else None
        if data is not None and typed is None:
            initial = {name: data.get(name, "") for name in initial} | {"seen": data.get("seen", "")}
        super().__init__(access.bearer, typed, instance=answer, initial=initial)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.answer = answer
        self.rows = self._stored_rows() if data is None else self._typed_rows(data)

    def _stored_rows(self) -> list[NeedForm]:
        rows = [
            NeedForm(prefix=f"{OLD}{place}", initial=_shown(row), is_offered=row.people is None)
            for place, row in enumerate(self.known.values())
        ]
        return rows + [NeedForm(prefix=f"{NEW}{place}") for place in range(1 if rows else EMPTY_ROWS)]

    def _typed_rows(self, data: Any) -> list[NeedForm]:  # noqa: ANN401 - a QueryDict
        found = [
            f"{kind}{place}" for kind in (OLD, NEW) for place in range(MOST_ROWS) if f"{kind}{place}-title" in data
        ]
        if self.deed != ADD:
            return [NeedForm(data, prefix=prefix, is_offered=self._is_offered(data, prefix)) for prefix in found]
        rows = [
            NeedForm(
                prefix=prefix,
                initial={name: data.get(f"{prefix}-{name}", "") for name in NeedForm.base_fields},
                is_offered=self._is_offered(data, prefix),
            )
            for prefix in found
        ]
        free = next((place for place in range(MOST_ROWS) if f"{NEW}{place}" not in found), None)
        return rows if free is None else [*rows, NeedForm(prefix=f"{NEW}{free}")]

    def _is_offered(self, data: Any, prefix: str) -> bool:  # noqa: ANN401 - a QueryDict
        row = self.known.get(fold(str(data.get(f"{prefix}-title", ""))))
        return prefix.startswith(OLD) and row is not None and row.people is None

    @property
    def blank(self) -> NeedForm:
        """An empty row, for the script that adds one."""
        return NeedForm(prefix=f"{NEW}__")

    def is_valid(self) -> bool:
        if self.deed == NONE:
            return super().is_valid()
        wrong = [row for row in self.rows if not row.is_valid()]
        is_right = super().is_valid()
        if wrong:
            words = ngettext(
                "Nothing was sent yet. %(count)s row has something to mend; what you typed is still there.",
                "Nothing was sent yet. %(count)s rows have something to mend; what you typed is still there.",
                len(wrong),
            )
            self.add_error(None, words % {"count": len(wrong)})
        return is_right and not wrong

    def perform(self) -> NeedAnswer:
        given = {"name": self.cleaned_data["name"], "note": self.cleaned_data["remark"], "seen": self.seen_stamp}
        if self.deed == NONE:
            return declare_none(self.actor, self.answer, **given)
        rows = [row for form in self.rows if (row := form.said()) is not None]
        return answer_needs(self.actor, self.answer, [self._with_field(row) for row in rows], **given)

    def _with_field(self, row: NeedRow) -> NeedRow:
        """The field of a row that was offered or said before is not asked again."""
        known = self.known.get(fold(row.title))
        return NeedRow(**{**vars(row), "topic": known.topic, "field": known.field}) if known else row


def open_answers(access: Pass) -> QuerySet[NeedAnswer, Any]:
    """Calls of the office that the agency was asked in, which it may answer or look back at; the newest first."""
    mine = NeedAnswer.objects.visible_to(access.bearer).select_related("call__office__organization")
    return mine.filter(call__year__gte=localdate().year).order_by("-call__year")


def offers_of(access: Pass) -> list[dict[str, Any]]:
    """What the start page of an agency says of needs: those to answer, and those it answered."""
    return [
        {"answer": one, "is_open": is_open(one.call), "deadline": _deadline(one)}
        for one in open_answers(access)
        if is_open(one.call) or one.answered_at is not None
    ]


@agency_page
@require_http_methods(["GET", "HEAD", "POST"])
def needs(request: HttpRequest, access: Pass, answer: int) -> HttpResponse:
    """The form, or what was sent; nobody but the agency, with a pass of the office that asks, comes here."""
    mine = NeedAnswer.objects.visible_to(access.bearer).select_related("call__office__organization", "organization")
    found = get_object_or_404(mine, pk=answer)
    may_write = is_open(found.call)
    context = {
        "access": access,
        "office": access.office,
        "answer": found,
        "call": found.call,
        "deadline": _deadline(found),
        "is_open": may_write,
    }
    is_writing = request.method == "POST" or found.answered_at is None or "sua" in request.GET
    if not (may_write and is_writing) and request.method != "POST":
        said = rows_of(found)
        context |= {"rows": said, "people": sum(row.people or 0 for row in said)}
        return render(request, "desk/agency/needs_sent.html", context)
    if request.method != "POST":
        note_opened(found)
        return render(request, "desk/agency/needs.html", {**context, "form": NeedsForm(access, found)})
    form = NeedsForm(access, found, request.POST)
    here = reverse("desk:agency_needs", kwargs={"answer": found.pk})
    if form.deed == ADD:
        return render(request, "desk/agency/needs.html", {**context, "form": form})
    return desk_answer(request, form, "desk/agency/needs.html", context, lambda _answer: here)


def _deadline(answer: NeedAnswer) -> Deadline:
    left = (answer.call.reply_by - localdate()).days
    return Deadline(vn_date(answer.call.reply_by), left <= SOON, left < 0)


def _shown(row: NeedRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("title", "people", "audience", "months", "note")}


urlpatterns = [
    path("don-vi/nhu-cau/<int:answer>/", needs, name="agency_needs"),
]
