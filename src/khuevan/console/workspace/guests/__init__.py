"""Guests, their order, and parts in the ceremonies."""

from khuevan.console.workspace.guests import ceremonies, page, pasting

urlpatterns = [*page.urlpatterns, *pasting.urlpatterns, *ceremonies.urlpatterns]
