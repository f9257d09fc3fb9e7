"""What people ask about their own data: corrections, consents."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
