"""What Rasa is extended with at run time, and what starts and stops it.

rest           the REST channel: the only way in for a message
inbound        what a request may contain
outbound       one JSON object for each thing the bot says
turn           one message and everything said in reply to it
action_calls   calls of the action server without needless work
watch          failures that Rasa would keep silent about
erasure        "forget me"
logging        no message text in logs
wording        what is said when something fails (messages.yml)
tracker_store  conversations on disk: SQLite by default, PostgreSQL by TRACKER_URL
commands       `guide conversations ...`
review_unknown `guide review-unknown`
supervisor     `make run`: training, processes, readiness
chat           `make chat`: a terminal client
"""
