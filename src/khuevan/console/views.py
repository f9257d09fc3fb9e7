"""Pages of the console.  A class of another office and a class that does not exist answer alike: 404."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from khuevan.certificates.models import Certificate


@never_cache
@login_required
@require_safe
def certificate_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The PDF as it was issued, for staff of the office that issued it."""
    found = get_object_or_404(Certificate.objects.visible_to(request.user), pk=pk)
    if not found.file:
        raise Http404
    name = f"{found.number_text.replace('/', '-')}.pdf"
    return FileResponse(found.file.open("rb"), filename=name, content_type="application/pdf")
