"""What a school owes by a date has tables; the reminder of the sponsors' reports is one of its duties now."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = 'b1c43de28903'
down_revision = 'b7a03e5d1f62'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('duty_times',
    sa.Column('school_id', models.base.Number(), nullable=False),
    sa.Column('duty', models.base.Fitting(length=24), nullable=False),
    sa.Column('due', sa.Date(), nullable=False),
    sa.Column('role', models.base.Fitting(length=30), nullable=False),
    sa.Column('position', models.base.Fitting(length=20), nullable=False),
    sa.Column('id', models.base.Number(), nullable=False),
    sa.ForeignKeyConstraint(['school_id'], ['schools.id'], name=op.f('fk_duty_times_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_times')),
    sa.UniqueConstraint('school_id', 'duty', 'due', name=op.f('uq_duty_times_school_id_duty_due'))
    )
    op.create_table('duties',
    sa.Column('school_id', models.base.Number(), nullable=False),
    sa.Column('code', models.base.Fitting(length=20), nullable=True),
    sa.Column('title', models.base.Fitting(length=200), nullable=False),
    sa.Column('role', models.base.Fitting(length=30), nullable=False),
    sa.Column('position', models.base.Fitting(length=20), nullable=False),
    sa.Column('day', models.base.Number(), nullable=False),
    sa.Column('month', models.base.Number(), nullable=False),
    sa.Column('term_end', models.base.Fitting(length=10), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=True),
    sa.Column('person_id', models.base.Number(), nullable=True),
    sa.Column('made_at', models.base.Moment(timezone=True), nullable=False),
    sa.Column('struck_at', models.base.Moment(timezone=True), nullable=True),
    sa.Column('id', models.base.Number(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_duties_person_id')),
    sa.ForeignKeyConstraint(['school_id'], ['schools.id'], name=op.f('fk_duties_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duties'))
    )
    with op.batch_alter_table('duties', schema=None) as batch_op:
        batch_op.create_index('ix_duties_school', ['school_id'], unique=False)
        batch_op.create_index('uq_duties_code', ['school_id', 'code'], unique=True, sqlite_where=sa.text('code IS NOT NULL'), postgresql_where=sa.text('code IS NOT NULL'))

    op.create_table('duty_handed_in',
    sa.Column('time_id', models.base.Number(), autoincrement=False, nullable=False),
    sa.Column('person_id', models.base.Number(), autoincrement=False, nullable=False),
    sa.Column('at', models.base.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_duty_handed_in_person_id')),
    sa.ForeignKeyConstraint(['time_id'], ['duty_times.id'], name=op.f('fk_duty_handed_in_time_id')),
    sa.PrimaryKeyConstraint('time_id', 'person_id', name=op.f('pk_duty_handed_in'))
    )
    op.execute("UPDATE outbox SET state = 'cancelled' WHERE kind = 'sponsor_report' AND state = 'pending'")


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
