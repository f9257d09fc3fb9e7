"""The catalogue: what the source says is found, what is missing or broken is reported, Django can read the result."""

import gettext
import io
from pathlib import Path

import pytest

import catalogue
import messages
from catalogue import Entry
from extract import UntranslatableError, from_python, from_template

PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, npgettext, pgettext as p
from django.utils import translation
a = _("Hello")
b = gettext_lazy("Two "
                 "parts")
c = ngettext("%(n)s row", "%(n)s rows", 3)
d = p("month", "May")
e = npgettext("people", "one", "many", 2)
f = translation.gettext("By module")
g = _(variable)
h = other("Not a message")
"""

TEMPLATE = """{% load i18n %}
{% translate "Plain" %} {% trans 'Old name' as old %} {% translate "May" context "month" %} {% translate variable %}
{% translate "100%" %}
<a title="{{ _("In a variable") }}">{% include "x.html" with label=_("In a tag") %}</a>
{% blocktranslate with name=person.name %}Dear {{ name }}, 50% done{% endblocktranslate %}
{% blocktranslate count n=rows|length trimmed context "list" %}
  {{ n }} row
  only
{% plural %}
  {{ n }} rows
{% endblocktranslate %}
{% comment %}{% translate "Out of use" %}{% endcomment %}{# {% translate "Commented" %} #}
"""


def keys(found: object) -> set[tuple[str, str, str]]:
    return {(item.context, item.message, item.plural) for item in found}


def test_messages_of_python_are_found_under_their_imported_names() -> None:
    assert keys(from_python(PYTHON, "a.py")) == {
        ("", "Hello", ""),
        ("", "Two parts", ""),
        ("", "%(n)s row", "%(n)s rows"),
        ("month", "May", ""),
        ("people", "one", "many"),
        ("", "By module", ""),
    }


def test_an_underscore_that_is_not_gettext_is_left_alone() -> None:
    assert keys(from_python("for _ in range(3): print(_)\n_('text')", "a.py")) == set()


@pytest.mark.parametrize("call", ["_(f'Hello {name}')", "_('Hello %s' % name)", "_('a' + 'b')", "_('')"])
def test_a_message_put_together_at_run_time_is_refused(call: str) -> None:
    with pytest.raises(UntranslatableError, match=r"a\.py:2"):
        from_python(f"from django.utils.translation import gettext as _\n{call}", "a.py")


def test_messages_of_templates_are_found_as_django_looks_them_up() -> None:
    assert keys(from_template(TEMPLATE, "a.html")) == {
        ("", "Plain", ""),
        ("", "Old name", ""),
        ("month", "May", ""),
        ("", "100%%", ""),
        ("", "In a variable", ""),
        ("", "In a tag", ""),
        ("", "Dear %(name)s, 50%% done", ""),
        ("list", "%(n)s row only", "%(n)s rows"),
    }


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A program with one message, translated."""
    (tmp_path / "app.py").write_text("from django.utils.translation import gettext as _\na = _('%(n)s classes')\n")
    write(tmp_path, Entry("%(n)s classes", translations=["%(n)s lớp"]))
    return tmp_path


def write(source: Path, *entries: Entry) -> None:
    path = messages.catalogue_path(source)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(catalogue.render(entries), encoding="utf-8")


def test_a_complete_catalogue_passes(source: Path) -> None:
    assert messages.check(source) == []
    assert messages.main(["check", "--source", str(source)]) == 0


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (Entry("%(n)s classes"), "no Vietnamese"),
        (Entry("%(n)s classes", translations=["%(n)s lớp"], fuzzy=True), "fuzzy"),
        (Entry("%(n)s classes", translations=["%(m)s lớp"]), "placeholders differ"),
        (Entry("%(n)s classes", translations=["lớp"]), "placeholders differ"),
        (Entry("%(n)s classes", translations=["%(n)s lớp\n"]), "line break"),
        (Entry("%(n)s classes", translations=["%(n)s lớp"], obsolete=True), "not in the catalogue"),
        (Entry("Something else", translations=["Khác"]), "no longer in the source"),
    ],
)
def test_each_fault_is_reported(source: Path, entry: Entry, reason: str) -> None:
    write(source, entry)
    assert any(reason in line for line in messages.check(source)), messages.check(source)
    assert messages.main(["check", "--source", str(source)]) == 1


def test_a_catalogue_out_of_its_agreed_form_is_stale(source: Path) -> None:
    path = messages.catalogue_path(source)
    path.write_text("# from an editor\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert messages.check(source) == ["the catalogue is not in its agreed form: run tools/messages.py update"]


def test_a_broken_catalogue_is_named_with_its_line(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages.catalogue_path(source).write_text('msgid "a"\nmsgid "b"\nmsgstr ""\n', encoding="utf-8")
    assert messages.main(["check", "--source", str(source)]) == 1
    assert "line 2" in capsys.readouterr().err


def test_update_keeps_vietnamese_sets_aside_and_brings_back(source: Path) -> None:
    app = source / "app.py"
    before = app.read_text()
    app.write_text(before.replace("%(n)s classes", "New"))
    messages.update(source)
    entries = {entry.message: entry for entry in catalogue.read(messages.catalogue_path(source))}
    assert entries["%(n)s classes"].obsolete
    assert entries["New"].translations == [""]
    app.write_text(before)
    messages.update(source)
    (entry,) = catalogue.read(messages.catalogue_path(source))
    assert (entry.obsolete, entry.translations) == (False, ["%(n)s lớp"])
    assert messages.check(source) == []


def test_rendering_and_parsing_are_inverse() -> None:
    entries = [
        Entry("A\nB\n", translations=["Một\nHai\n"], comments=["# why"]),
        Entry('Quote " and \\ and \t', context="place", translations=["„“"]),
        Entry("one", plural="many", translations=["nhiều"], fuzzy=True),
        Entry("gone", translations=["đã bỏ"], obsolete=True),
    ]
    assert catalogue.parse(catalogue.render(entries)) == sorted(entries, key=lambda e: (e.obsolete, e.message))


def test_the_compiled_catalogue_is_read_by_gettext() -> None:
    data = catalogue.binary(
        [
            Entry("Class", translations=["Lớp"]),
            Entry("May", context="month", translations=["tháng Năm"]),
            Entry("%d row", plural="%d rows", translations=["%d dòng"]),
            Entry("Unsure", translations=["Chưa chắc"], fuzzy=True),
            Entry("Gone", translations=["Đã bỏ"], obsolete=True),
        ]
    )
    vietnamese = gettext.GNUTranslations(io.BytesIO(data))
    assert vietnamese.gettext("Class") == "Lớp"
    assert vietnamese.pgettext("month", "May") == "tháng Năm"
    assert vietnamese.ngettext("%d row", "%d rows", 1) == vietnamese.ngettext("%d row", "%d rows", 5) == "%d dòng"
    assert (vietnamese.gettext("Unsure"), vietnamese.gettext("Gone")) == ("Unsure", "Gone")


def test_compiling_without_any_catalogue_writes_an_empty_one(tmp_path: Path) -> None:
    messages.compile_catalogue(tmp_path)
    data = messages.catalogue_path(tmp_path).with_suffix(".mo").read_bytes()
    assert gettext.GNUTranslations(io.BytesIO(data)).info()["language"] == "vi"
