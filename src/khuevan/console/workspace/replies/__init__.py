"""Replies that came by post or e-mail: dropped in together, sorted, asked for where one is not sure, taken over."""

from khuevan.console.workspace.replies import batches, one, sorting

urlpatterns = [*batches.urlpatterns, *sorting.urlpatterns, *one.urlpatterns]
