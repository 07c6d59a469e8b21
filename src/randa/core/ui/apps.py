"""The interface as a Django app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "randa.core.ui"
    label = "core_ui"
