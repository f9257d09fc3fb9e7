"""Lecturers of the office: what they taught, when, how it was received."""

from khuevan.console.lecturers import listing, one

urlpatterns = [*listing.urlpatterns, *one.urlpatterns]
