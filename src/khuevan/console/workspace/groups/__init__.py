"""Groups of learners, where they sit, and what is printed for them."""

from khuevan.console.workspace.groups import board, deeds, forming

urlpatterns = [*board.urlpatterns, *forming.urlpatterns, *deeds.urlpatterns]
