"""The programme: half days, their lines, the topics taught, the frame of a day taken over for others."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.errors import DomainError
from khuevan.core.forms import TimeField, VerbForm
from khuevan.core.templatetags.khuevan import vn_date, vn_weekday
from khuevan.training.domain.calendar import public_holidays
from khuevan.training.domain.timetable import item_changes, programme, session_changes
from khuevan.training.domain.topics import of_class as topic_changes
from khuevan.training.enums import DayPart, ItemKind
from khuevan.training.models import ClassTopic, Lecturer, ProgrammeItem, Session, Topic, TrainingClass, Venue

USUAL_TIMES: dict[str, tuple[time, time]] = {
    DayPart.MORNING: (time(7, 30), time(11, 30)),
    DayPart.AFTERNOON: (time(13, 30), time(17, 0)),
}
"""When half days begin and end in most offices; only what a form proposes."""

_SESSION_REFUSALS = {
    "session_outside_class": "date",
    "session_known": "part",
    "ends_before_start": "ends_at",
    "attendance_was_taken": "date",
    "ends_after_midnight": "starts_at",
    "venue_taken": "venue",
    "group_elsewhere": "groups",
    "several_stand_there": "part",
}


def days_of(training_class: TrainingClass) -> list[date]:
    return [training_class.start_date + timedelta(days=number) for number in range(training_class.duration_days)]


def first_free(training_class: TrainingClass) -> tuple[str, str]:
    """The first day and half of it where nothing stands; empty where the days are full."""
    taken = set(training_class.sessions.values_list("date", "part"))
    free = (
        (day.isoformat(), part) for day in days_of(training_class) for part in USUAL_TIMES if (day, part) not in taken
    )
    return next(free, ("", ""))


def day_words(day: date, holidays: Mapping[date, str]) -> str:
    """Thứ Hai, 30/04/2029 (Ngày Chiến thắng)."""
    words = f"{capfirst(vn_weekday(day))}, {vn_date(day)}"
    return f"{words} ({holidays[day]})" if day in holidays else words


def _day_choices(training_class: TrainingClass) -> list[tuple[str, str]]:
    holidays = public_holidays(training_class.start_date, training_class.end_date)
    return [(day.isoformat(), day_words(day, holidays)) for day in days_of(training_class)]


def _capitalized(words: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - a TextChoices class
    return [(value, capfirst(str(label))) for value, label in words.choices]


class DayField(forms.TypedChoiceField):
    """A day of the class."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(coerce=date.fromisoformat, **kwargs)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - a date or what was typed
        return value.isoformat() if isinstance(value, date) else value


class ClassForm(VerbForm):
    """A form about something of one class."""

    def __init__(
        self,
        actor: Actor,
        *args: Any,  # noqa: ANN401 - passed on
        training_class: TrainingClass,
        instance: Any = None,  # noqa: ANN401 - a row of the class
        **kwargs: Any,  # noqa: ANN401 - passed on
    ) -> None:
        super().__init__(actor, *args, instance=instance, **kwargs)
        self.training_class = training_class

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class AddSessionForm(ClassForm):
    error_fields = _SESSION_REFUSALS
    date = DayField(label=_("day"))
    part = forms.ChoiceField(label=_("half of the day"))
    starts_at = TimeField(label=_("from"))
    ends_at = TimeField(label=_("to"))
    venue = forms.ModelChoiceField(label=_("venue"), queryset=Venue.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **kwargs)
        self.fields["date"].choices = _day_choices(self.training_class)  # type: ignore[attr-defined]
        self.fields["part"].choices = _capitalized(DayPart)  # type: ignore[attr-defined]
        _offer_venues(self)
        _offer_groups(self)

    def perform(self) -> Session:
        return programme.add_session(self.actor, self.training_class, **self.values)


class ChangeSessionForm(ClassForm):
    """Times, length, place and groups; the day is changed by moving the half day."""

    error_fields = _SESSION_REFUSALS
    starts_at = TimeField(label=_("from"))
    ends_at = TimeField(label=_("to"))
    periods = forms.IntegerField(label=_("periods (tiết)"), min_value=0, max_value=12)
    venue = forms.ModelChoiceField(label=_("venue"), queryset=Venue.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **kwargs)
        _offer_venues(self)
        _offer_groups(self)

    def values_of(self, instance: Any) -> dict[str, Any]:  # noqa: ANN401 - a Session
        return {**super().values_of(instance), "groups": Several(instance.groups.all())}

    def perform(self) -> Session:
        session: Session = self.instance  # type: ignore[assignment]
        session_changes.change_session(self.actor, session, seen=self.seen_stamp, **self.values)
        return session


class MoveSessionForm(ClassForm):
    """To another day, half or venue, with all lines; their times follow the beginning."""

    error_fields = _SESSION_REFUSALS
    date = DayField(label=_("day"))
    part = forms.ChoiceField(label=_("half of the day"))
    venue = forms.ModelChoiceField(label=_("venue"), queryset=Venue.objects.none(), required=False)
    starts_at = TimeField(
        label=_("begins at"),
        required=False,
        help_text=_("Empty: as it does now, or as other half days of that half. The times of its lines move along."),
    )
    swap = forms.BooleanField(
        label=_("change places with the half day that stands there"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **kwargs)
        self.fields["date"].choices = _day_choices(self.training_class)  # type: ignore[attr-defined]
        self.fields["part"].choices = _capitalized(DayPart)  # type: ignore[attr-defined]
        _offer_venues(self)

    def values_of(self, instance: Any) -> dict[str, Any]:  # noqa: ANN401 - a Session
        return {name: value for name, value in super().values_of(instance).items() if name != "starts_at"}

    def perform(self) -> Session:
        session: Session = self.instance  # type: ignore[assignment]
        values = self.values
        part = values["part"]
        if values["starts_at"] is None and part != session.part:
            values["starts_at"] = usual_start(self.training_class.sessions.all(), part)
        session_changes.move_session(self.actor, session, seen=self.seen_stamp, **values)
        return session


def usual_start(sessions: Iterable[Session], part: str) -> time:
    """When half days of this half begin in the class, most of the time."""
    times = Counter(session.starts_at for session in sessions if session.part == part)
    return times.most_common(1)[0][0] if times else USUAL_TIMES[part][0]


def _offer_venues(form: ClassForm) -> None:
    venues = form.training_class.venues.all()
    field = form.fields["venue"]
    field.queryset = venues  # type: ignore[attr-defined]
    field.empty_label = _now("the main venue") if venues else _now("none yet")  # type: ignore[attr-defined]
    if len(venues) > 1 and not form.training_class.groups.exists():
        field.help_text = _now("For half days held side by side, name the groups of learners first.")


def _offer_groups(form: ClassForm) -> None:
    """Ticks beside the groups of a class that has some."""
    groups = form.training_class.groups.all()
    if groups:
        field = SeveralField(groups, label=_("for the groups"), help_text=_("None ticked: for everybody."))
        field.widget.attrs["class"] = ""
        form.fields["groups"] = field


class Several(tuple[Any, ...]):
    """Rows that can be compared and said in one line."""

    def __str__(self) -> str:
        return ", ".join(str(one) for one in self)


class SeveralField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic when running
    """Ticks beside rows of the class."""

    def __init__(self, queryset: QuerySet[Any] | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        rows = Lecturer.objects.none() if queryset is None else queryset
        super().__init__(rows, widget=forms.CheckboxSelectMultiple, required=False, **kwargs)

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - keys as sent
        return Several(super().clean(value))


class ItemForm(ClassForm):
    """A line of a half day; a lecture of a topic needs no title of its own."""

    kind = forms.ChoiceField(label=_("kind"), initial=ItemKind.LECTURE)
    starts_at = TimeField(label=_("begins at"))
    class_topic = forms.ModelChoiceField(
        label=_("topic"), queryset=ClassTopic.objects.none(), required=False, empty_label=_("no topic")
    )
    title = forms.CharField(
        label=_("content"), required=False, max_length=300, help_text=_("Empty: the title of the topic.")
    )
    periods = forms.IntegerField(
        label=_("periods (tiết)"),
        required=False,
        min_value=1,
        max_value=12,
        help_text=_("Empty: by the time it takes within its half day."),
    )
    lecturers = SeveralField(label=_("who teaches"))
    session = forms.ModelChoiceField(label=_("half day"), queryset=Session.objects.none())

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **kwargs)
        self.half_day = session
        self.fields["kind"].choices = _capitalized(ItemKind)  # type: ignore[attr-defined]
        topics = self.training_class.class_topics.select_related("topic")
        lecturers = self.training_class.lecturers.select_related("person")
        for name, rows in (("class_topic", topics), ("lecturers", lecturers)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
            if not rows:
                del self.fields[name]
        self.fields["session"].queryset = self.training_class.sessions.all()  # type: ignore[attr-defined]
        if self.instance is None:
            del self.fields["session"]

    def values_of(self, instance: Any) -> dict[str, Any]:  # noqa: ANN401 - a ProgrammeItem
        return {**super().values_of(instance), "lecturers": Several(instance.lecturers.all())}

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        topic = values.get("class_topic")
        if not values.get("title") and topic is not None:
            values["title"] = topic.topic.title
        if not values.get("title"):
            self.add_error("title", _now("Say what happens, or choose a topic."))
        return values

    def perform(self) -> ProgrammeItem:
        values = self.values
        lecturers = list(values.pop("lecturers", []))
        to = values.pop("session", None)
        if self.instance is None:
            return programme.add_item(self.actor, self.half_day, lecturers=lecturers, **values)
        item: ProgrammeItem = self.instance  # type: ignore[assignment]
        item_changes.change_item(self.actor, item, seen=self.seen_stamp, **values)
        if "lecturers" in self.fields:
            item_changes.set_lecturers(self.actor, item, lecturers)
        if to is not None and to.pk != item.session_id:
            item_changes.move_item(self.actor, item, to, starts_at=values["starts_at"])
        return item


class SuggestInput(forms.TextInput):
    """A text with what was typed elsewhere before, offered by the browser."""

    template_name = "khuevan/suggest.html"

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(**kwargs)
        self.words: Sequence[str] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ANN401
        context = super().get_context(name, value, attrs)
        context["widget"]["words"] = self.words
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}-words"
        return context


class TopicForm(ClassForm):
    """A topic of the class, by its title in the catalogue of the office."""

    error_fields = {"topic_without_title": "title", "topic_known": "title", "already_there": "title"}
    title = forms.CharField(label=_("title of the topic"), max_length=300, widget=SuggestInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **kwargs)
        taught = self.training_class.class_topics.values("topic")
        catalogue = Topic.objects.filter(office=self.training_class.office_id, is_retired=False).exclude(pk__in=taught)
        suggest: SuggestInput = self.fields["title"].widget
        suggest.words = list(catalogue.order_by("title").values_list("title", flat=True)[:200])

    def values_of(self, instance: Any) -> dict[str, Any]:  # noqa: ANN401 - a ClassTopic
        return {"title": instance.topic.title}

    def perform(self) -> ClassTopic:
        title = self.cleaned_data["title"]
        if self.instance is None:
            return programme.add_topic(self.actor, self.training_class, title=title)
        topic: ClassTopic = self.instance  # type: ignore[assignment]
        topic_changes.change_topic(self.actor, topic, title=title, seen=self.seen_stamp)
        return topic


class FrameForm(ClassForm):
    """The half days of one day taken over for others: times, length, place, and its lines when asked."""

    error_fields = {"nothing_to_add": "days"}

    source = DayField(label=_("take over from"))
    days = forms.TypedMultipleChoiceField(
        label=_("for these days"), coerce=date.fromisoformat, widget=forms.CheckboxSelectMultiple
    )
    with_items = forms.BooleanField(label=_("with the lines of the programme"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **kwargs)
        sessions = list(self.training_class.sessions.all())
        held = {session.date for session in sessions}
        full = {day for day in held if len({one.part for one in sessions if one.date == day}) == len(DayPart)}
        days = [(key, words) for key, words in _day_choices(self.training_class)]
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            (key, words) for key, words in days if date.fromisoformat(key) in held
        ]
        self.fields["days"].choices = [  # type: ignore[attr-defined]
            (key, words) for key, words in days if date.fromisoformat(key) not in full
        ]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("source") in values.get("days", []):
            values["days"] = [day for day in values["days"] if day != values["source"]]
            if not values["days"]:
                self.add_error("days", _now("Choose other days than the one taken over from."))
        return values

    def perform(self) -> int:
        """The number of half days added; those a day has already stay as they are.  Raises ``nothing_to_add``."""
        rows = self.training_class.sessions.prefetch_related("groups", "items__lecturers")
        frame = [session for session in rows if session.date == self.cleaned_data["source"]]
        held = {(session.date, session.part) for session in rows}
        wanted = [
            (day, session) for day in self.cleaned_data["days"] for session in frame if (day, session.part) not in held
        ]
        if not wanted:
            raise DomainError("nothing_to_add", _("The days chosen have these half days already."))
        with transaction.atomic():
            for day, session in wanted:
                self._take_over(session, day)
        return len(wanted)

    def _take_over(self, session: Session, day: date) -> None:
        groups: list[Any] = list(session.groups.all())
        made = programme.add_session(
            self.actor,
            self.training_class,
            date=day,
            part=DayPart(session.part),
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            venue=session.venue,
            groups=groups,
            periods=session.periods,
        )
        for item in session.items.all() if self.cleaned_data["with_items"] else ():
            lecturers: list[Any] = list(item.lecturers.all())
            programme.add_item(
                self.actor,
                made,
                kind=ItemKind(item.kind),
                starts_at=item.starts_at,
                title=item.title,
                class_topic=item.class_topic,
                lecturers=lecturers,
                periods=item.periods,
            )
