"""What is typed and what is stored: nothing is lost on the way there and back."""

import html
import re

import pytest
from django.utils.html import strip_tags
from hypothesis import example, given
from hypothesis import strategies as st

from khuevan.news.domain.markup import html_of, text_of
from khuevan.news.domain.writing import clean_html

SIGNS = st.one_of(
    st.sampled_from(["*", "**", "***", "****", "\\", "[", "]", "](", ")", "(", "](https://a.vn)", "[x](/y)"]),
    st.sampled_from(["\n", "\n\n", "\\\n", "\r\n", "  ", " ", "\t", "\xa0", "\u2028", "\x00", "\x0b", "\x85"]),
    st.sampled_from(["- ", "+ ", "• ", "1. ", "2. ", "12. ", "# ", "## ", "### ", "> ", ">", "#", "-", "1."]),
    st.sampled_from(["<", "&", "&amp;", "<b>", '"', "'", "a", "Ước", "đồng chí", "mailto:a@b.vn"]),
)
TYPED = st.lists(SIGNS, max_size=40).map("".join)
LEAVES = st.lists(
    st.sampled_from(
        [
            "a",
            "Ước",
            " ",
            "\n",
            "<br>",
            "*",
            "**",
            "[",
            "](",
            ")",
            "\\",
            "- ",
            "1. ",
            "# ",
            "> ",
            "&lt;",
            "&nbsp;",
            "&amp;",
        ]
    ),
    max_size=5,
).map("".join)
LINKS = st.sampled_from(
    ["https://a.vn/x_(1)?a=1&amp;b=\\", "/x_(1)", "/)(", "/lop/", "mailto:a@b.vn", "#x", "javascript:x", "abc", ""]
)


def _around(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tags = ["p", "h2", "h3", "ul", "ol", "li", "blockquote", "strong", "em"]
    several = st.lists(inside, max_size=4).map("".join)
    tagged = st.builds(lambda tag, text: f"<{tag}>{text}</{tag}>", st.sampled_from(tags), several)
    return tagged | st.builds(lambda href, text: f'<a href="{href}">{text}</a>', LINKS, several)


BODIES = st.lists(st.recursive(LEAVES, _around, max_leaves=25), max_size=4).map("".join)


def _stored(typed: str) -> str:
    return clean_html(html_of(typed))


@given(TYPED)
def test_what_is_stored_is_typed_again_letter_by_letter(typed: str) -> None:
    stored = _stored(typed)
    assert _stored(text_of(stored)) == stored
    assert text_of(_stored(text_of(stored))) == text_of(stored)


@given(BODIES)
@example('<a href="/x">a * a</a>')
@example("<blockquote><ul>a<br>a</ul></blockquote>")
@example("<p>[x](https://a(b)<em>)</em></p>")
@example("<p>a *<br>a<em>a</em></p>")
def test_any_clean_body_keeps_its_words_links_and_marks(body: str) -> None:
    clean = clean_html(body)
    stored = _stored(text_of(clean))
    assert _letters(stored) == _letters(clean)
    assert _stored(text_of(stored)) == stored


def _letters(body: str) -> list[tuple[str, bool, bool, str]]:
    """Every letter with the marks and the link it stands in; white space is laid out anew and does not count."""
    bold = italic = 0
    links: list[str] = []
    found = []
    for tag, text in re.findall(r"<([^>]*)>|([^<]+)", body):
        if text:
            href = links[-1] if links else ""
            found += [(one, bold > 0, italic > 0, href) for one in html.unescape(text) if not one.isspace()]
        bold += {"strong": 1, "/strong": -1}.get(tag, 0)
        italic += {"em": 1, "/em": -1}.get(tag, 0)
        if tag.startswith("a ") or tag == "a":
            href = re.search(r'href="([^"]*)"', tag)
            leads = href is not None and re.match(r"https?:|mailto:|[/#]", href[1])
            links.append(html.unescape(href[1]) if href and leads else "")
        elif tag == "/a":
            links.pop()
    return found


@given(TYPED)
def test_cleaning_finds_nothing_to_take_away(typed: str) -> None:
    made = html_of(typed)
    cleaned = clean_html(made).replace(' rel="noopener noreferrer"', "")
    assert _letters(cleaned) == _letters(made)
    assert re.findall(r"</?\w+", cleaned) == re.findall(r"</?\w+", made)


@given(st.text())
def test_no_word_is_lost(typed: str) -> None:
    shown = html.unescape(strip_tags(_stored(typed)))
    assert [one for one in shown if one.isalpha()] == [one for one in typed if one.isalpha()]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Một\nHai\n\n\nBa", "<p>Một</p>\n<p>Hai</p>\n<p>Ba</p>"),
        ("Một\\\nhai", "<p>Một<br>hai</p>"),
        ("# Lớn\n## Hai\n### Ba", "<h2>Lớn</h2>\n<h2>Hai</h2>\n<h3>Ba</h3>"),
        ("Gồm:\n- một\n+ hai\n\n• ba", "<p>Gồm:</p>\n<ul>\n<li>một</li>\n<li>hai</li>\n<li>ba</li>\n</ul>"),
        ("1. một\n2. hai\n\n1. lại", "<ol>\n<li>một</li>\n<li>hai</li>\n</ol>\n<ol>\n<li>lại</li>\n</ol>"),
        ("2014. Năm", "<p>2014. Năm</p>"),
        ("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul></li>\n</ul>"),
        ("> a\n> b", "<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>"),
        ("**đậm *cả hai*** và *nghiêng*", "<p><strong>đậm <em>cả hai</em></strong> và <em>nghiêng</em></p>"),
        ("5 * 3 * 2, (*) và **hở", "<p>5 * 3 * 2, (*) và **hở</p>"),
        ("[Sở](https://a.vn/x_(1))", '<p><a href="https://a.vn/x_(1)">Sở</a></p>'),
        ("[Sở](javascript:alert(1))", "<p>[Sở](javascript:alert(1))</p>"),
        ("[](https://a.vn)", "<p>[](https://a.vn)</p>"),
        (r"\# không \*phải\* \- mục", "<p># không *phải* - mục</p>"),
        (r"C:\Lop", r"<p>C:\Lop</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("  \n\n ", ""),
    ],
)
def test_how_each_sign_is_read(typed: str, stored: str) -> None:
    assert html_of(typed) == stored


@pytest.mark.parametrize(
    ("body", "typed"),
    [
        ("<p>Một</p><p>Hai</p>", "Một\n\nHai"),
        ("trần <b>trụi</b>", "trần trụi"),
        ("<p>a<br><br>b</p><p>&nbsp;</p>", "a\n\nb"),
        ("<ul><li><p>a</p></li><li>b<ol><li>c</li></ol></li></ul>", "- a\n- b\n  1. c"),
        ("<p>x <strong>a </strong>b</p>", "x **a** b"),
        ('<p><a href="/lop/">lớp <strong>này</strong></a></p>', "[lớp **này**](/lop/)"),
        ("<p>1. không phải mục</p><p>5 * 3</p>", "1\\. không phải mục\n\n5 * 3"),
        ("<p>[Sở](https://)</p>", "[Sở](https://)"),
        ('<p><a href="/x_(1)">Sở</a> <a href="/)">b</a></p>', "[Sở](/x_(1)) [b](/\\))"),
        ("<p>[Sở](https://a.vn)</p>", "[Sở\\](https://a.vn)"),
    ],
)
def test_how_each_element_is_typed(body: str, typed: str) -> None:
    assert text_of(body) == typed


def test_depth_and_length_end_somewhere() -> None:
    assert "sâu" in html_of("> " * 5000 + "sâu")
    assert "sâu" in text_of(clean_html("<blockquote>" * 3000 + "sâu" + "</blockquote>" * 3000))
    assert html_of("*a " * 30_000)
    assert html_of("[" * 50_000 + "](x" * 50_000)
    assert html_of("\\\n" * 50_000) == ""
