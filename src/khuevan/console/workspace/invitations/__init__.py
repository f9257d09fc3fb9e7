"""Whom the office invites to a class, who answered, who is accepted."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
