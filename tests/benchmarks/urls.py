"""The product's addresses, and under /benchmark/ those of what it is held against, behind the same middleware."""

from django.urls import include, path

from tests.benchmarks import floors

urlpatterns = [
    path("benchmark/bare/", floors.bare),
    path("benchmark/lean/", floors.lean),
    path("benchmark/admin/", floors.site.urls),
    path("", include("dashboard.urls")),
]
