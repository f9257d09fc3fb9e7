"""Replies that came by post or e-mail: dropped in together, sorted to their agencies."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
