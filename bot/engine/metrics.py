"""What the outside may count: outcomes, ages and queues; never names."""

from prometheus_client import Counter, Gauge, Histogram

SENDS = Counter("siso_sends_total", "Sends by channel and outcome", ["channel", "outcome"])
MESSAGES = Counter("siso_messages_total", "Messages handled by channel and result", ["channel", "result"])
HANDLING = Histogram("siso_batch_seconds", "One transaction of messages", buckets=(0.005, 0.02, 0.05, 0.1, 0.5, 2, 10))
JOBS = Counter("siso_jobs_total", "Runs of the clock by job and outcome", ["job", "outcome"])
INBOX_WAITING = Gauge("siso_inbox_waiting", "Messages taken but not handled")
INBOX_AGE = Gauge("siso_inbox_age_seconds", "Age of the oldest message not handled")
OUTBOX_DUE = Gauge("siso_outbox_due", "Messages that may leave now and have not")
OUTBOX_AGE = Gauge("siso_outbox_oldest_due_seconds", "How long the oldest of them has waited")
CHANNEL_PEOPLE = Gauge("siso_channel_people", "People linked by a channel", ["channel"])
CHANNEL_MONTH = Gauge("siso_channel_month", "Messages a channel has taken this month", ["channel"])
PARKED = Gauge("siso_inbox_parked", "Messages set aside after five failed tries")
