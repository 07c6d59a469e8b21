from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "randa.training"

    def ready(self) -> None:
        from randa.training.audit_words import register_words  # models are loaded first

        register_words()
