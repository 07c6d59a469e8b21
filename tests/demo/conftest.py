from tests.demo.world import demo_world  # noqa: F401 - pytest finds the fixture here
