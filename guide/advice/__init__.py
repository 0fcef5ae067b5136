"""The pure core: what may be said to whom. Standard library only, no input or output.

vocabulary  the words of the domain (statuses, verdicts, review statuses)
content     the reviewed content as immutable values
red_flags   emergencies, found in plain text
profile     what is known about each person
screening   which question to ask next, and what an answer to it means
verdicts    which products suit a profile
statements  which claims to say, and their numbered citations
answer      the channel-free answer, and its plain-text rendering
dialogue    one turn of the conversation: what was said in, what to say out
"""
