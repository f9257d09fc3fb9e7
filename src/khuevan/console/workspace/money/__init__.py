"""The money of a class: estimate, advances, what was spent, lecturers' fees."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
