"""The yearly plan: its classes, versions, what agencies need, plan against done."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
