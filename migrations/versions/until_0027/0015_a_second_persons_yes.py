"""What waits for another person's word (accounts of leaders, offers, changes of marks), and where pupils lived before."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = '20700e784cfa'
down_revision = '5b0e7d3a91c6'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('former_homes',
    sa.Column('pupil_id', sa.Integer(), nullable=False),
    sa.Column('place_id', sa.Integer(), nullable=True),
    sa.Column('first', sa.Date(), nullable=False),
    sa.Column('last', sa.Date(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['place_id'], ['places.id'], name=op.f('fk_former_homes_place_id')),
    sa.ForeignKeyConstraint(['pupil_id'], ['pupils.id'], name=op.f('fk_former_homes_pupil_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_former_homes'))
    )
    with op.batch_alter_table('former_homes', schema=None) as batch_op:
        batch_op.create_index('ix_former_homes_pupil', ['pupil_id'], unique=False)

    op.create_table('proposals',
    sa.Column('school_id', sa.Integer(), nullable=False),
    sa.Column('class_id', sa.Integer(), nullable=False),
    sa.Column('pupil_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('part', sa.String(length=1), nullable=False),
    sa.Column('kind', sa.String(length=1), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('inbox_id', sa.Integer(), nullable=False),
    sa.Column('made_at', models.base.Moment(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['class_id'], ['classes.id'], name=op.f('fk_proposals_class_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_proposals_person_id')),
    sa.ForeignKeyConstraint(['pupil_id'], ['pupils.id'], name=op.f('fk_proposals_pupil_id')),
    sa.ForeignKeyConstraint(['school_id'], ['schools.id'], name=op.f('fk_proposals_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposals'))
    )
    with op.batch_alter_table('proposals', schema=None) as batch_op:
        batch_op.create_index('ix_proposals_inbox', ['inbox_id'], unique=False)

    op.create_table('sponsor_wishes',
    sa.Column('school_id', sa.Integer(), nullable=False),
    sa.Column('pupil_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', models.base.Moment(timezone=True), nullable=False),
    sa.Column('decided_at', models.base.Moment(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('approved', sa.Boolean(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by'], ['people.id'], name=op.f('fk_sponsor_wishes_decided_by')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_sponsor_wishes_person_id')),
    sa.ForeignKeyConstraint(['pupil_id'], ['pupils.id'], name=op.f('fk_sponsor_wishes_pupil_id')),
    sa.ForeignKeyConstraint(['school_id'], ['schools.id'], name=op.f('fk_sponsor_wishes_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sponsor_wishes'))
    )
    with op.batch_alter_table('sponsor_wishes', schema=None) as batch_op:
        batch_op.create_index('uq_sponsor_wishes_open', ['pupil_id', 'person_id'], unique=True, sqlite_where=sa.text('decided_at IS NULL'), postgresql_where=sa.text('decided_at IS NULL'))

    op.create_table('staff_requests',
    sa.Column('school_id', sa.Integer(), nullable=False),
    sa.Column('chat_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('account_name', sa.String(length=100), nullable=False),
    sa.Column('asked_at', models.base.Moment(timezone=True), nullable=False),
    sa.Column('decided_at', models.base.Moment(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('approved', sa.Boolean(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['chat_id'], ['chats.id'], name=op.f('fk_staff_requests_chat_id')),
    sa.ForeignKeyConstraint(['decided_by'], ['people.id'], name=op.f('fk_staff_requests_decided_by')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_staff_requests_person_id')),
    sa.ForeignKeyConstraint(['school_id'], ['schools.id'], name=op.f('fk_staff_requests_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_requests'))
    )
    with op.batch_alter_table('staff_requests', schema=None) as batch_op:
        batch_op.create_index('ix_staff_requests_chat', ['chat_id'], unique=False)


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
