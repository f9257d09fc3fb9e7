"""Materials of a class, and their address for the projector."""

from khuevan.console.workspace.materials import door, page

urlpatterns = [*page.urlpatterns, *door.urlpatterns]
