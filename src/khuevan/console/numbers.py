"""The register of documents sent out, and the numbers of an office without e-office."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
