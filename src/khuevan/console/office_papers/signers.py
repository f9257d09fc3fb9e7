"""Who signs for an office, and the grounds its papers stand on."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
