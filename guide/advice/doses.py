"""Questions whether to change a medicine: no dose is named, and what is known of the medicine is said."""

from __future__ import annotations

from dataclasses import replace

from guide.advice.answering import answer_topics
from guide.advice.carried import topic_of_person
from guide.advice.clauses import asked_part
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message, Say, TopicAsked, Turn
from guide.advice.listening import Learned
from guide.advice.replies import mentions
from guide.advice.talking import noted


def asks_for_dose(message: Message) -> bool:
    """Whether it asks if a medicine should be changed: "do I cut my insulin then?"."""
    asked = asked_part(message.text)
    return mentions("alters_medicine_asked", asked) and mentions("dose_asked", asked)


def name_no_dose(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Say that only who prescribed it can tell, then what the content has on the person's medicine."""
    no_dose = Say("utter_no_dose")
    known = [q for q in message.questions if q.intent.removeprefix("ask_") in content.topics]
    topic = None if known else topic_of_person(state, message, content)
    if topic is not None:
        near = {c: n for c, n in message.near.items() if c in topic.claims}
        known = [TopicAsked(f"ask_{topic.id}", near, 1.0)]
    if not known:
        return Turn(state, (*noted(learned, content), no_dose))
    turn = answer_topics(state, replace(message, questions=tuple(known)), learned, content)
    return Turn(turn.state, (no_dose, *turn.says))
