"""Whatever is written about a request, the secret of its address is not in it."""

import io
import logging
import logging.config

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.log import log_response

from khuevan.core.log_masks import MASK, MaskFilter, masked

TOKEN = "pT3k-_Zq8Yv0wXJ5n2Lr7B1sDfGhKcVb9MaEuIoQxyZ"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"Not Found: /vao/{TOKEN}/", f"Not Found: /vao/{MASK}"),
        (f"Not Found: /vao/{TOKEN}/them/nua?x=1", f"Not Found: /vao/{MASK}"),
        (f"Not Found: /vao/{TOKEN[:9]} {TOKEN[9:]}/", f"Not Found: /vao/{MASK}"),
        (f"Not Found: /vao/{TOKEN[:9]}'{TOKEN[9:]}/\nthe next line", f"Not Found: /vao/{MASK}\nthe next line"),
        (f'"GET http://so.vn/vao/{TOKEN}/ HTTP/1.1" 302', f'"GET http://so.vn/vao/{MASK}'),
        (f"Forbidden: /can-bo/moi/{TOKEN}/", f"Forbidden: /can-bo/moi/{MASK}"),
        (f"/can-bo/dang-nhap/?next=%2Fvao%2F{TOKEN}%2F", f"/can-bo/dang-nhap/?next=/vao/{MASK}"),
        ("/don-vi/?ma=204518&trang=2", f"/don-vi/?ma={MASK}&trang=2"),
        ("/don-vi/?trang=2&code=204518", f"/don-vi/?trang=2&code={MASK}"),
        ("/VAO/abc", f"/VAO/{MASK}"),
        ("Not Found: /lop/an-toan/?q=vao/day", "Not Found: /lop/an-toan/?q=vao/day"),
        ("took 20 % of /can-bo/lop/12/", "took 20 % of /can-bo/lop/12/"),
        ("/moi/7K2M9Q/", "/moi/7K2M9Q/"),
    ],
)
def test_secrets_are_masked_and_the_rest_stays(text: str, left: str) -> None:
    assert masked(text) == left


def _record(message: str, *args: object, **more: object) -> logging.LogRecord:
    return logging.LogRecord("x", logging.WARNING, __file__, 1, message, args, more.get("exc_info"))  # type: ignore[arg-type]


def test_values_and_tracebacks_are_masked_before_anything_is_made_of_them() -> None:
    error = ValueError(f"/vao/{TOKEN}/")
    record = _record("%5.2f s, %d times: %s", 1.5, 3, f"/vao/{TOKEN}/", exc_info=(ValueError, error, None))
    assert MaskFilter().filter(record)
    text = logging.Formatter("%(message)s").format(record)
    assert text.startswith(f" 1.50 s, 3 times: /vao/{MASK}\n")
    assert TOKEN not in text
    by_name = _record("%(path)s", {"path": f"/vao/{TOKEN}"})
    MaskFilter().filter(by_name)
    assert by_name.getMessage() == f"/vao/{MASK}"


def test_a_record_that_cannot_be_put_together_is_left_to_its_handler() -> None:
    record = _record("%d", "no number")
    assert MaskFilter().filter(record)
    assert record.args == ("no number",)


def test_every_handler_of_the_settings_masks() -> None:
    """As the installation is set up: Django's own words about a link that was not found or not allowed."""
    assert all("masks" in handler["filters"] for handler in settings.LOGGING["handlers"].values())
    written = io.StringIO()
    config = {**settings.LOGGING, "handlers": {name: {**one} for name, one in settings.LOGGING["handlers"].items()}}
    config["handlers"]["stderr"]["stream"] = written
    try:
        logging.config.dictConfig(config)
        request = RequestFactory().get(f"/vao/{TOKEN}/")
        for status, level in ((404, "warning"), (403, "warning"), (429, "warning")):
            response = HttpResponse(status=status)
            log_response("%s: %s", "Trouble", request.path, response=response, request=request, level=level)
        logging.getLogger("django.security.csrf").warning("Forbidden (%s): %s", "Origin", request.get_full_path())
    finally:
        logging.config.dictConfig(settings.LOGGING)
    assert written.getvalue().count(f"/vao/{MASK}") == 4
    assert TOKEN not in written.getvalue()
