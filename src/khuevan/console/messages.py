"""Messages on their way out, and the words of their templates."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
