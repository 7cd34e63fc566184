"""Strategies of answers to the questionnaire, for properties that hold for any of them."""

from hypothesis import strategies as st

from compliance.ai_act.ruleset import latest

RULESET = latest()
REGISTRY = sorted(flag.id for flag in RULESET.flags.values() if flag.kind == "registry")


def answers_to(question):
    """Any readable answer to a question; the everyday one is likely, so that the later questions are
    reached."""
    if not question.is_multi:
        return st.sampled_from([option.id for option in question.options])
    free = [option.id for option in question.options if not option.exclusive]
    alone = [[option.id] for option in question.options if option.exclusive]
    several = st.lists(st.sampled_from(free), min_size=1, max_size=3, unique=True)
    return st.one_of(several, st.sampled_from(alone))


likely = {
    "q_system": st.just("generative"),
    "q_prohibited": st.just(["none"]),
    "q_role": st.just(["use_supplied"]),
}
readable = {
    question.id: st.one_of(likely.get(question.id, answers_to(question)), answers_to(question))
    for question in RULESET.questions
}
complete = st.fixed_dictionaries(readable)
partial = st.fixed_dictionaries({}, optional=readable)
any_answers = st.one_of(complete, partial)
any_facts = st.sets(st.sampled_from(REGISTRY))
