"""Settings of a benchmarked site: the product's own, with addresses beside them for what it is held against."""

from dashboard.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"
