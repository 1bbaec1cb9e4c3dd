"""Pupils whom an open question could mean, and how often the end of a case has proved a mistake."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = 'f70f34d4a90b'
down_revision = '7be2d90c4f15'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('doubts',
    sa.Column('pupil_id', models.base.Number(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('part', models.base.Fitting(length=1), nullable=False),
    sa.Column('question_id', models.base.Number(), nullable=False),
    sa.ForeignKeyConstraint(['pupil_id'], ['pupils.id'], name=op.f('fk_doubts_pupil_id')),
    sa.PrimaryKeyConstraint('pupil_id', 'day', 'part', 'question_id', name=op.f('pk_doubts')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('doubts', schema=None) as batch_op:
        batch_op.create_index('ix_doubts_question', ['question_id'], unique=False)

    # Not as a batch: that would write the table anew, which others refer to.
    op.add_column('cases', sa.Column('reopened', models.base.Number(), server_default=sa.text('0'), nullable=False))



def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
