"""Letters can be held back for a while."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = 'e25399e8575c'
down_revision = '7a1c94e2d5b8'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('stops',
    sa.Column('school_id', models.base.Number(), nullable=False),
    sa.Column('class_id', models.base.Number(), nullable=True),
    sa.Column('kind', models.base.Fitting(length=30), nullable=False),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('reason', models.base.Fitting(length=200), nullable=False),
    sa.Column('person_id', models.base.Number(), nullable=True),
    sa.Column('made_at', models.base.Moment(timezone=True), nullable=False),
    sa.Column('ends_at', models.base.Moment(timezone=True), nullable=False),
    sa.Column('ended_by', models.base.Number(), nullable=True),
    sa.Column('released', sa.Boolean(), nullable=False),
    sa.Column('id', models.base.Number(), nullable=False),
    sa.ForeignKeyConstraint(['class_id'], ['classes.id'], name=op.f('fk_stops_class_id')),
    sa.ForeignKeyConstraint(['ended_by'], ['people.id'], name=op.f('fk_stops_ended_by')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_stops_person_id')),
    sa.ForeignKeyConstraint(['school_id'], ['schools.id'], name=op.f('fk_stops_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stops'))
    )
    with op.batch_alter_table('stops', schema=None) as batch_op:
        batch_op.create_index('ix_stops_school', ['school_id', 'ends_at'], unique=False)

    # Not as a batch: that would write the table anew, which others refer to.
    stopped = sa.text("state = 'stopped'")
    op.create_index('ix_outbox_stopped', 'outbox', ['school_id'], sqlite_where=stopped, postgresql_where=stopped)


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
