"""All addresses of the product, and the changelist of half days that Django's admin makes for nothing."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.urls import path

from khuevan.config.urls import urlpatterns as of_the_product
from khuevan.training.models import Session

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Session]
else:
    Base = admin.ModelAdmin


@admin.register(Session)
class SessionAdmin(Base):
    list_display = ("training_class", "date", "part", "starts_at", "ends_at", "periods", "venue")
    list_filter = ("part", "venue")
    list_select_related = ("training_class", "venue")
    list_per_page = 100


urlpatterns = [*of_the_product, path("admin/", admin.site.urls)]
