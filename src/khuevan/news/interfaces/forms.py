"""Forms of the newsroom: an article, and the words of its photos."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khuevan.core.actors import Actor
from khuevan.core.errors import DomainError
from khuevan.core.forms import Conflict, VerbForm
from khuevan.core.rows import stamp
from khuevan.news.domain.illustrating import change_photo, move_photo, remove_photo
from khuevan.news.domain.markup import html_of, text_of
from khuevan.news.domain.writing import ArticleFields, change_article, write_article
from khuevan.news.interfaces.tables import KINDS
from khuevan.news.models import Article, Photo
from khuevan.people.models import Office
from khuevan.training.models import TrainingClass

LONGEST_LEAD = 1000
LONGEST_BODY = 100_000


class ClassField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """The class an article tells of; an announcement may tell of none."""

    def label_from_instance(self, obj: TrainingClass) -> str:
        return f"{obj.title} ({obj.year})"


class ArticleForm(VerbForm):
    """An article as it is written.  The body is typed text (``domain.markup``).

    ``about``: the class it tells of, when the form was opened there; it is then not asked for.
    """

    error_fields: ClassVar = {"article_without_title": "title", "class_of_another_office": "training_class"}

    training_class = ClassField(
        label=_("class it tells of"),
        queryset=TrainingClass.objects.none(),
        required=False,
        empty_label=_("none: news of the office"),
    )
    office = forms.ModelChoiceField(label=_("office that publishes it"), queryset=Office.objects.none())
    kind = forms.ChoiceField(label=_("kind"))
    title = forms.CharField(
        label=pgettext_lazy("article", "title"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    lead = forms.CharField(
        label=_("lead"),
        max_length=LONGEST_LEAD,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences: who, what, where, when. Lists of articles show them, too."),
    )
    body = forms.CharField(
        label=_("body"),
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 18, "data-markup": "", "class": "manuscript"}),
        help_text=_(
            "Every line is a paragraph. A line that begins with “## ” is a heading, with “- ” or “1. ” an item of a "
            "list, with “> ” a quotation. **bold**, *italic*, [words](address)."
        ),
    )
    byline = forms.CharField(label=_("byline"), max_length=150, required=False)
    source = forms.CharField(
        label=_("source"),
        max_length=250,
        required=False,
        help_text=_("Only when the article was taken over from elsewhere."),
    )

    def __init__(  # noqa: ANN204 - mypy takes None for __init__
        self,
        actor: Actor,
        *args: Any,  # noqa: ANN401 - passed on
        offices: Sequence[Office],
        about: TrainingClass | None = None,
        **kwargs: Any,  # noqa: ANN401 - passed on
    ):
        super().__init__(actor, *args, **kwargs)
        self.offices = offices
        self.about = about
        self.fields["kind"].choices = [(value, capfirst(str(label))) for value, label in KINDS]  # type: ignore[attr-defined]
        if about is not None:
            del self.fields["training_class"]
        else:
            self._choices("training_class", TrainingClass.objects.filter(office__in=offices).order_by("-start_date"))
        if about is not None or self.instance is not None or len(offices) == 1:
            del self.fields["office"]
        else:
            self._choices("office", Office.objects.filter(pk__in=[one.pk for one in offices]))

    def _choices(self, name: str, rows: QuerySet[Any]) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def values_of(self, instance: Any) -> dict[str, Any]:  # noqa: ANN401 - an Article
        return {**super().values_of(instance), "body": text_of(instance.body)}

    def clean_title(self) -> str:
        return " ".join(str(self.cleaned_data["title"]).split())

    def clean_body(self) -> str:
        typed = str(self.cleaned_data["body"]).replace("\r\n", "\n")
        if not html_of(typed):
            raise ValidationError(_("Write at least one sentence."))
        return typed

    def perform(self) -> Article:
        values = self.cleaned_data
        about = self.about or values.get("training_class")
        fields = ArticleFields(
            kind=values["kind"],
            title=values["title"],
            lead=values["lead"],
            body=html_of(values["body"]),
            byline=values["byline"],
            source=values["source"],
            training_class=about,
        )
        if self.instance is not None:
            article: Any = self.instance
            change_article(self.actor, article, seen=self.seen_stamp, **fields)
            return article  # type: ignore[no-any-return]
        office = about.office if about else values.get("office") or self.offices[0]
        return write_article(self.actor, office=office, **fields)


class PhotosForm(VerbForm):
    """The words under all photos of an article, in one form; only what was typed anew is saved.

    A button of the form may also move or remove one photo (``deed``, as in ``len-12``): typed words are saved with it.
    """

    UP, DOWN, REMOVE = "len", "xuong", "xoa"

    def __init__(self, actor: Actor, data: Any, photos: Sequence[Photo]) -> None:  # noqa: ANN401 - POST data or None
        self.photos = photos
        self.deed, self.at = self._deed(data)
        self._judged: Photo | None = None
        super().__init__(actor, data)
        for photo in photos:
            self._add_fields(photo)

    def _deed(self, data: Any) -> tuple[str, Photo | None]:  # noqa: ANN401 - POST data or None
        deed, _sign, key = str((data or {}).get("viec", "")).partition("-")
        photo = next((one for one in self.photos if str(one.pk) == key), None)
        return (deed, photo) if photo and deed in {self.UP, self.DOWN, self.REMOVE} else ("", None)

    def _add_fields(self, photo: Photo) -> None:
        line = {"rows": 2, "class": "form-control", "autocomplete": "off"}
        for name, label, widget in (
            ("caption", _("caption"), forms.Textarea(attrs=line)),
            ("alt", _("alternative text"), forms.Textarea(attrs=line)),
            ("credit", _("credit"), forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"})),
        ):
            self.fields[f"{name}-{photo.pk}"] = forms.CharField(
                label=label,
                initial=getattr(photo, name),
                required=False,
                max_length=150 if name == "credit" else 500,
                widget=widget,
                show_hidden_initial=True,
            )
        self.fields[f"seen-{photo.pk}"] = forms.CharField(
            required=False, initial=stamp(photo), widget=forms.HiddenInput
        )

    def of(self, photo: Photo) -> list[BoundField]:
        """The fields of one photo as they are laid out."""
        return [self[f"{name}-{photo.pk}"] for name in ("caption", "alt", "credit")]

    def rows(self) -> list[tuple[Photo, list[BoundField]]]:
        return [(photo, self.of(photo)) for photo in self.photos]

    def clean(self) -> dict[str, Any]:
        for photo in self._changed():
            values = self._values(photo)
            for name, sentence in (
                ("caption", _("Write what the photo shows: who, where, when.")),
                ("alt", _("Describe the photo for those who cannot see it.")),
            ):
                if not values.get(name):
                    self.add_error(f"{name}-{photo.pk}", sentence)
        return self.cleaned_data

    def _changed(self) -> list[Photo]:
        """Photos whose words were typed anew, but for one that is to be removed."""
        typed = {name.rpartition("-")[2] for name in self.changed_data if not name.startswith("seen")}
        gone = self.at if self.deed == self.REMOVE else None
        return [photo for photo in self.photos if str(photo.pk) in typed and photo is not gone]

    def _values(self, photo: Photo) -> dict[str, str]:
        return {name: self.cleaned_data.get(f"{name}-{photo.pk}", "") for name in ("caption", "alt", "credit")}

    def perform(self) -> int:
        """Answers how many photos got new words."""
        changed = self._changed()
        for photo in changed:
            self._judged = photo
            change_photo(self.actor, photo, seen=self.cleaned_data[f"seen-{photo.pk}"], **self._values(photo))
        self._judged = None
        if self.at is not None and self.deed == self.REMOVE:
            remove_photo(self.actor, self.at)
        elif self.at is not None:
            move_photo(self.actor, self.at, to=self.at.order + (1 if self.deed == self.DOWN else -1))
        return len(changed)

    def refuse(self, error: DomainError) -> None:
        if error.code == "changed_meanwhile" and self._judged is not None:
            self._show_both(self._judged)
        self.add_error(None, error.message)

    def _show_both(self, photo: Photo) -> None:
        """What was typed beside what is stored by now, and a new stamp: saving once more is then a decision."""
        photo.refresh_from_db()
        for field in self.of(photo):
            name = field.name.partition("-")[0]
            mine, stored = self._values(photo)[name], str(getattr(photo, name))
            if mine != stored:
                label = _now("Photo %(number)s, %(field)s") % {"number": photo.order, "field": field.label}
                self.conflicts.append(Conflict(label, mine or "—", stored or "—"))
        data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data[f"seen-{photo.pk}"] = stamp(photo)
        self.data = data


class ManyPhotosInput(forms.FileInput):
    allow_multiple_selected = True


class ManyPhotosField(forms.FileField):
    """One or more files; gives a list."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # noqa: ANN401 - what the browser sent
        many = data if isinstance(data, list | tuple) else [data]
        one_by_one = super().clean
        return [one_by_one(one, initial) for one in many]


class UploadForm(forms.Form):
    """Photos as they come from a camera; their words are written afterwards."""

    photos = ManyPhotosField(
        label=pgettext_lazy("article", "photos"),
        help_text=_("JPEG, PNG or WebP; several at once. Their words are written in the next step."),
        widget=ManyPhotosInput(attrs={"accept": "image/jpeg,image/png,image/webp", "class": "form-control"}),
    )
    credit = forms.CharField(
        label=_("credit"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        help_text=_("Who took them, for all photos sent together."),
    )
