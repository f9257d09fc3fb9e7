"""The participant's desk: my classes, certificates and data, for whoever came in by a link, a card or a code."""

from khuevan.desk.participants import classes, door, notice, own_data

urlpatterns = [*door.urlpatterns, *classes.urlpatterns, *own_data.urlpatterns, *notice.urlpatterns]
