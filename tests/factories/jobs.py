"""Jobs of the worker."""

import factory
from factory.django import DjangoModelFactory

from randa.core.jobs.models import Job
from tests.factories.people import UserFactory


class JobFactory(DjangoModelFactory[Job]):
    class Meta:
        model = Job

    kind = "test.job"
    title = "Ett arbete"
    started_by = factory.SubFactory(UserFactory)
