"""The desk of lecturers, and of units that are asked to send one."""

from khuevan.desk.lecturers import answering, materials, own_class, units

urlpatterns = [
    *own_class.urlpatterns,
    *answering.urlpatterns,
    *materials.urlpatterns,
    *units.urlpatterns,
]
