"""A school has targets of its own, and shares that only it can count."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = '8da73543d99b'
down_revision = 'e5f9c2b8a417'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('entered_shares',
    sa.Column('year_id', models.base.Number(), autoincrement=False, nullable=False),
    sa.Column('indicator', models.base.Fitting(length=20), nullable=False),
    sa.Column('part', models.base.Number(), nullable=False),
    sa.Column('whole', models.base.Number(), nullable=False),
    sa.Column('person_id', models.base.Number(), nullable=False),
    sa.Column('made_at', models.base.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_entered_shares_person_id')),
    sa.ForeignKeyConstraint(['year_id'], ['years.id'], name=op.f('fk_entered_shares_year_id')),
    sa.PrimaryKeyConstraint('year_id', 'indicator', name=op.f('pk_entered_shares'))
    )
    op.create_table('school_targets',
    sa.Column('school_id', models.base.Number(), autoincrement=False, nullable=False),
    sa.Column('indicator', models.base.Fitting(length=20), nullable=False),
    sa.Column('limit_', models.base.Number(), nullable=False),
    sa.Column('person_id', models.base.Number(), nullable=True),
    sa.Column('made_at', models.base.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_school_targets_person_id')),
    sa.ForeignKeyConstraint(['school_id'], ['schools.id'], name=op.f('fk_school_targets_school_id')),
    sa.PrimaryKeyConstraint('school_id', 'indicator', name=op.f('pk_school_targets'))
    )


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
