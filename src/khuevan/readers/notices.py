"""What is said about a file that was read all the same; keys are those of ``Grid.notices``."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: "dict[str, _StrPromise]" = {
    "external_links": _("The workbook takes values from other files; the values last saved in it were read."),
    "scanned_pages": _("Some pages of the PDF are pictures without text and were not read."),
}
