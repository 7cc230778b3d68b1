"""What a sentence says: claim or not, of which type, how strongly, and whether a reader needs a source for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.assess.claims import has_figure, judge


def _needs_source(text: str) -> bool:
    claim = judge(text)
    return claim.is_claim and claim.needs_source


@pytest.mark.parametrize(
    "text",
    [
        "Does zinc prevent colds?",
        "“Will it cure my acne?”",
        "Talk to your doctor before you take iron tablets.",
        "You should see a physiotherapist if the pain does not go away.",
        "In this article we look at what is known about fasting.",
        "Read on to learn how to brush your teeth.",
        "I love the smell of lavender.",
        "We are proud to serve the people of Leeds.",
        "Key points",
        "12/05/2021",
        "…",
    ],
)
def test_no_claim(text: str) -> None:
    claim = judge(text)
    assert not claim.is_claim
    assert claim.type is None
    assert not claim.needs_source
    assert claim.reason


@pytest.mark.parametrize(
    "text",
    [
        "Asthma is a condition of the airways.",
        "Gluten is the name for a group of proteins in wheat.",
        "Acne refers to blocked pores.",
        "People with hay fever may sneeze.",
        "Symptoms include a runny nose.",
    ],
)
def test_what_nobody_contests_needs_no_source(text: str) -> None:
    assert not _needs_source(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Peppermint oil relieves the pain of irritable bowels within four weeks.", "efficacy"),
        ("The new spray reduces nosebleeds by 60%.", "efficacy"),
        ("Green tea extract can damage the liver and cause bleeding.", "safety"),
        ("One in five adults suffers from migraine.", "prevalence"),
        ("The drug blocks a receptor in the brain and lowers serotonin.", "mechanism"),
        ("The agency FDA approved the pump in 2019.", "regulatory"),
        ("A course of treatment costs $ 4,000 and insurance does not pay the price.", "cost"),
        ("Swimming is better than running and safer than cycling.", "comparison"),
        ("The recommended dose is 400 mg twice a day.", "guideline"),
    ],
)
def test_types(text: str, kind: str) -> None:
    claim = judge(text)
    assert claim.is_claim
    assert claim.type == kind


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("Stretching prevents injuries.", "causal"),
        ("Long commutes cause back pain.", "causal"),
        ("Stretching may prevent injuries.", "hedged-causal"),
        ("Long commutes could lead to back pain.", "hedged-causal"),
        ("Long commutes are associated with back pain.", "correlational"),
        ("Long commutes were linked to a higher risk of back pain.", "correlational"),
        ("Surgeons wear green at night.", "none"),
        ("Heavy lifting can cause hernias.", "causal"),
        ("Our results suggest that foam rolling reduces stiffness.", "causal"),
        ("Foam rolling did not reduce stiffness.", "causal"),
        ("Stiffness was greater in runners than in swimmers.", "correlational"),
        ("Grip strength may predict survival after surgery.", "correlational"),
        ("Foam rolling appears to ease stiffness.", "hedged-causal"),
        ("Physiotherapists should ask about stiffness.", "none"),
        ("Further trials are needed to find out whether foam rolling reduces stiffness.", "none"),
    ],
)
def test_strength(text: str, strength: str) -> None:
    assert judge(text).strength == strength


def test_the_reason_holds_the_words_that_decide_the_strength() -> None:
    assert "hedged-causal: “may”, “prevent”" in judge("Stretching may prevent injuries.").reason


def test_a_papers_own_results_need_a_source_less_than_what_others_found() -> None:
    own = judge("In our study, we found no difference in fasting glucose between the two groups (Table 2).")
    others = judge("Several studies have reported that fasting glucose is elevated in patients with sleep apnoea.")
    assert own.check_worthiness < others.check_worthiness


def test_most_posts_claim_nothing() -> None:
    assert not judge("@sam see you at the gym tonight!! #leg day http://t.co/x").is_claim
    assert judge("New study: smoking raises the risk of stroke by 50% http://t.co/x").is_claim


@pytest.mark.parametrize(
    "text",
    [
        "Peppermint oil reduced pain by 40%.",
        "Statins prevent 25 deaths in 1,000 patients over five years.",
        "The vaccine reduces the risk of shingles.",
        "Studies have shown that chewing gum speeds recovery.",
        "Researchers found that cats improve mood.",
        "Half of all hip fractures lead to a loss of independence within 12 months.",
        "The agency FDA approved the pump in 2019.",
    ],
)
def test_what_readers_act_on_needs_a_source(text: str) -> None:
    assert _needs_source(text)


@pytest.mark.parametrize(
    ("without", "with_"),
    [
        ("Peppermint oil relieves cramps.", "Peppermint oil relieves cramps in 62% of patients."),
        ("Iron tablets are taken with juice.", "Iron tablets of 60 mg are taken twice a day with juice."),
        ("Swimmers get ear infections.", "One in ten swimmers gets ear infections."),
    ],
)
def test_a_figure_makes_a_source_more_wanted(without: str, with_: str) -> None:
    assert judge(with_).check_worthiness > judge(without).check_worthiness


@pytest.mark.parametrize(
    "text", ["62% of patients", "60 mg", "one in ten", "after 6 weeks", "3 million people", "twice"]
)
def test_figures(text: str) -> None:
    assert has_figure(text)


@pytest.mark.parametrize("text", ["in 2019", "the 1960s", "vitamin B12", "a few weeks", "phase 2", "type 1"])
def test_no_figures(text: str) -> None:
    assert not has_figure(text)


def test_an_item_is_judged_with_its_lead_in() -> None:
    lead_in = "Regular swimming reduces the risk of:"
    item = judge("falls", lead_in)
    assert judge(lead_in).is_claim
    assert item.is_claim
    assert item.type == judge(lead_in).type
    assert item.needs_source
    assert lead_in in item.reason


@pytest.mark.parametrize("lead_in", ["Bring these to the pool:", "Some common names are:"])
def test_an_item_of_a_list_that_claims_nothing_is_no_claim(lead_in: str) -> None:
    assert not judge("a towel", lead_in).is_claim


def test_an_item_of_what_nobody_contests_is_common_knowledge() -> None:
    item = judge("sneezing and an itchy nose", "Symptoms of hay fever include:")
    assert item.common_knowledge
    assert not item.needs_source


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Ask your doctor before you fast.", "advice"),
        ("As the days grow short, consider taking a walk at noon.", "advice"),
        ("We believe in kindness.", "opinion"),
        ("I lost ten kilos and slept better.", "one person"),
        ("In this article we look at naps.", "the article itself"),
        ("Nordia is a global leader in herbal care.", "an organisation"),
        ("The trial is currently enrolling adults with asthma.", "planned or under way"),
        ("The first patient was dosed in June.", "planned or under way"),
        ("Lift your arm slowly to the side, hold for five seconds and lower it.", "how to move"),
        ("Roll your foot over a cold bottle for ten minutes to ease the pain.", "how to move"),
        ("If you lose weight without trying or wake at night with pain, call your doctor.", "advice"),
        ("If a clinic promises you a cure, walk away.", "advice"),
        ("Manage stress.", "advice"),
        ("Exercise helped me.", "one person"),
        ("The battery lasts for nine sessions.", "to use a thing"),
        ("Rating: 3.5 out of 5", "a reviewer gives"),
        ("Table 2: Side effects of common painkillers", "a caption"),
        ("This product is not intended to treat or cure any disease.", "the article itself"),
    ],
)
def test_what_claims_nothing_is_told_apart(text: str, reason: str) -> None:
    claim = judge(text)
    assert not claim.is_claim
    assert reason in claim.reason


@pytest.mark.parametrize(
    "text",
    [
        "SoothePatch is a novel patch that sends warmth to target sore muscles.",
        "It is not suitable for people with kidney disease.",
        "Anyone over 18 is eligible for the treatment.",
        "Children should not fast.",
        "Migraine is more common in women.",
        "Millions of people live with back pain.",
        "Around six per cent of adults stammer.",
        "People with gout lose an average of four and a half days of work a year.",
        "Sleep apnea raises the risk of death.",
        "Unlike tablets, the spray begins working within minutes.",
    ],
)
def test_what_holds_a_figure_a_comparison_or_a_limit_is_no_common_knowledge(text: str) -> None:
    claim = judge(text)
    assert not claim.common_knowledge
    assert claim.needs_source


@pytest.mark.parametrize("text", ["Some people have bleeding gums.", "Doctors look for a blood clot in the leg."])
def test_words_of_a_disease_alone_need_no_source(text: str) -> None:
    assert not judge(text).needs_source


def test_a_word_within_a_name_says_nothing() -> None:
    assert judge("In May the Harbour Healing Center opens near the old port.").type != "efficacy"


def test_an_item_that_claims_for_itself_is_a_claim_under_any_lead_in() -> None:
    item = judge("Swimming relieves stiff knees within a month.", "Three things to know:")
    assert item.is_claim
    assert item.type == "efficacy"


def test_case_and_typographic_marks_do_not_matter() -> None:
    plain = judge("It doesn't reduce the risk of a heart attack.")
    assert judge("It doesn’t reduce the risk of a heart attack.") == plain
    assert judge("IT DOESN'T REDUCE THE RISK OF A HEART ATTACK.").type == plain.type


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (
            '"Ginger eases nausea in 40 % of adults," she said.',
            "“Ginger eases nausea in 40\u00a0% of adults,” she said.",
        ),
        ("Ginger eases it... and doesn't cost much.", "Ginger  eases it… and doesn’t cost much."),
    ],
)
def test_a_sentence_is_judged_as_it_would_be_typed(typed: str, printed: str) -> None:
    assert judge(printed) == judge(typed)


_WORDS = st.sampled_from(
    "ginger reduces risk of pain in 40 % adults may study shows you should ask ? : . , ( ) “ ” is a condition".split()
)


@given(st.one_of(st.text(max_size=300), st.lists(_WORDS, max_size=40).map(" ".join)))
def test_any_text_gets_a_judgement(text: str) -> None:
    claim = judge(text)
    assert 0 <= claim.check_worthiness <= 1
    assert (claim.type is None) == (not claim.is_claim)
    assert not (claim.needs_source and (claim.common_knowledge or not claim.is_claim))
    assert claim.reason or not claim.is_claim


@given(st.lists(_WORDS, max_size=40).map(" ".join), st.lists(_WORDS, max_size=10).map(" ".join))
def test_any_item_gets_a_judgement(text: str, lead_in: str) -> None:
    assert 0 <= judge(text, lead_in).check_worthiness <= 1


@pytest.mark.parametrize(
    "text", ["two thirds of men", "it doubled", "half of them", "a third", "€5 more", "One in ten"]
)
def test_a_quantity_may_be_in_words(text: str) -> None:
    assert has_figure(text)


def test_only_what_stands_alone_may_be_a_post() -> None:
    text = "ugh my phone died again and so did my will to live lol"
    assert not judge(text, alone=True).is_claim
    assert judge(text, alone=True).check_worthiness < judge(text).check_worthiness


@pytest.mark.parametrize(
    "text",
    [
        "It is not known whether curcumin slows the loss of cartilage.",
        "But it remains unclear how magnesium improves sleep.",
        "Whether ketamine prevents a relapse is still not known.",
        "Whether that is true of people is unknown.",
        "There is no good evidence for that.",
        "There is no evidence that they do.",
        "There is no cure for tinnitus.",
        "There is no magic cure, no miracle pill and no quick fix for back pain.",
    ],
)
def test_what_nobody_knows_needs_no_source(text: str) -> None:
    assert not judge(text).needs_source


@pytest.mark.parametrize(
    "text",
    [
        "It is known that curcumin slows the loss of cartilage.",
        "It is clear that magnesium improves sleep in older adults.",
        "It is not known whether it helps, but 40 % of users improve.",
        "There is no evidence that vitamin D prevents fractures in older adults.",
        "Roll-on magnesium reduces the pain in your foot.",
        "Stress management lowers blood pressure by 5 mmHg.",
        "Exercise helped people with arthritis.",
        "If you have arthritis, turmeric relieves your pain.",
        "Stretch therapy relieves heel pain in 80% of patients.",
        "Raise your arms each day and your risk of dying falls by 20%.",
        "3 out of 5 patients recover within a month.",
        "Table 2 shows that the side effects of painkillers are common in older adults.",
        "Figure 3: Turmeric reduces pain in the knee.",
        "Side effects of painkillers kill 16,000 people each year.",
    ],
)
def test_what_is_known_needs_one(text: str) -> None:
    assert judge(text).needs_source
