"""The catalogue of topics with its handbook."""

from khuevan.console.topics import handbook, listing, one, sharing

urlpatterns = [*listing.urlpatterns, *one.urlpatterns, *handbook.urlpatterns, *sharing.urlpatterns]
