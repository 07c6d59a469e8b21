"""Regulations, rules and objectives."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from randa.regulations.models import Objective, Regulation, Rule, RuleSet, Speciality


class RegulationFactory(DjangoModelFactory[Regulation]):
    class Meta:
        model = Regulation

    code = factory.Sequence(lambda n: f"HSLF-FS T{n}")
    name = "En föreskrift"


class RuleSetFactory(DjangoModelFactory[RuleSet]):
    class Meta:
        model = RuleSet

    name = factory.Sequence(lambda n: f"Regler {n}")
    valid_from = dt.date(2021, 7, 1)
    is_reference = True


class RuleFactory(DjangoModelFactory[Rule]):
    class Meta:
        model = Rule

    rule_set = factory.SubFactory(RuleSetFactory)
    key = factory.Sequence(lambda n: f"rule_{n}")
    value = 1
    binding = Rule.Binding.PRACTICE


class ObjectiveFactory(DjangoModelFactory[Objective]):
    class Meta:
        model = Objective

    regulation = factory.SubFactory(RegulationFactory)
    code = factory.Sequence(lambda n: f"BT{n}")
    heading = "Ett delmål"


class SpecialityFactory(DjangoModelFactory[Speciality]):
    class Meta:
        model = Speciality

    name = factory.Sequence(lambda n: f"Specialitet {n}")
    group = "En grupp"
    kind = Speciality.Kind.BASE
