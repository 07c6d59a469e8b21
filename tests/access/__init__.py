"""Who may use which address: one module per app with its `ROWS`, route name -> {actor: expected status}."""

ACTORS = ("anonymous", "outsider", "learner", "training_manager", "administrator")
