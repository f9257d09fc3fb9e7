"""The way in by a personal link, and by a code that was sent."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
