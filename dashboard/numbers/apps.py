"""The pages of numbers, as a Django app: they keep saved views and preferences."""

from django.apps import AppConfig


class NumbersConfig(AppConfig):
    name = "dashboard.numbers"
    verbose_name = "Numbers"
