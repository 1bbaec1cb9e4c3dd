"""How Alembic reaches the tables: over the connection it is given."""

import importlib
import pkgutil

from alembic import context

import models

for info in pkgutil.walk_packages(models.__path__, "models."):
    importlib.import_module(info.name)  # the folder is the list of the tables
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=models.Base.metadata,
    render_as_batch=True,
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
