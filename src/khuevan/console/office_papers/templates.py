"""Word files of an office with named fields."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
