"""What a tap has settled about a word."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = '5f9020118b9c'
down_revision = 'b7c1d20f6a55'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('learned_words',
    sa.Column('school_id', models.base.Number(), nullable=False),
    sa.Column('person_id', models.base.Number(), nullable=False),
    sa.Column('class_id', models.base.Number(), nullable=False),
    sa.Column('pupil_id', models.base.Number(), nullable=True),
    sa.Column('word', models.base.Fitting(length=60), nullable=False),
    sa.Column('said', models.base.Fitting(length=60), nullable=False),
    sa.Column('inbox_id', models.base.Number(), nullable=False),
    sa.Column('learned_at', models.base.Moment(timezone=True), nullable=False),
    sa.Column('id', models.base.Number(), nullable=False),
    sa.ForeignKeyConstraint(['class_id'], ['classes.id'], name=op.f('fk_learned_words_class_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_learned_words_person_id')),
    sa.ForeignKeyConstraint(['pupil_id'], ['pupils.id'], name=op.f('fk_learned_words_pupil_id')),
    sa.ForeignKeyConstraint(['school_id'], ['schools.id'], name=op.f('fk_learned_words_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_learned_words'))
    )
    with op.batch_alter_table('learned_words', schema=None) as batch_op:
        batch_op.create_index('ix_learned_words_inbox', ['inbox_id'], unique=False)
        batch_op.create_index('ix_learned_words_person', ['person_id', 'word'], unique=False)
        batch_op.create_index('ix_learned_words_school', ['school_id', 'word'], unique=False)


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
