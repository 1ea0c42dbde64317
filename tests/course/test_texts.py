"""Short texts are judged by rules: what a sensible person might write passes, whatever its words."""

from __future__ import annotations

import pytest

from kamkit.course.case import open_case
from kamkit.course.exercises import NAMES, exercise_called
from kamkit.course.judging import judge
from kamkit.course.kinds import Text

ALT = {
("01","answer_tom"):["In revenue they are second, but we pay EUR 138k a year to keep them: 1,180 rush orders alone cost 460k. Nobody wants to lose them; let's charge for rush orders and ask for full pallets.",
 "Tom, Hypra costs us 140,000 per year. The reason is rush orders and split pallets, not the price. First step: a surcharge on rush orders from July."],
("02","answer_tom"):["The survey shows no link between price and renewal, but a strong one for being told early about trouble. That is a correlation, not proof. I suggest we pilot Monday warnings with three accounts until 30 September and compare.",
 "What parts the two groups is whether we warn them in time, not the price. We do not know whether it is the reason. Let us test it at Ostrevia for six months before we cut anything."],
("03","what_to_do_there"):["At Heliora we stand at 0.8 against Rundbox, and they feel us 47 % dearer. Eight per cent will not close that. First fix the crate and visit them every month.",
 "Rundbox is rated 8.1, we 6.5. Before talking about price I would get our packing engineer on their line and agree early calls on shortages."],
("04","behaviour_owed"):["Zofia Walczyk rings Beatrix Noll every Monday before noon and tells her which trays will be short that week and when they arrive.",
 "Our supply planner calls the planner of plant 2 at least five working days before a shortage and names the new delivery date."],
("05","write_a_criterion"):["Plans for new plants in the next three years. 2 = none known; 9 = two or more decided, and we are on the list of suppliers.",
 "Future projects: a 2 is a customer without any project we know of, a 9 shares its three-year roadmap with us in writing."],
("06","write_the_override"):["Aldermoor Motors goes on the list by decision of Konrad Varnholt, to honour our oldest customer. Tindra Appliances drops out. To be reviewed in March 2027. Tom and Ines disagree.",
 "Konrad Varnholt decides: Aldermoor is in because its name matters to him; Tindra is out; review in twelve months."],
("07","a_second_thread"):["Paul, in October Gordon Pascombe leaves and then nobody there knows anyone but you. Could you introduce Zofia to Maureen Tillgate and Piet to Adrian Fosse before the end of June?",
 "Because the buyer retires on 30 October, two months before the renewal, Piet Hoekman joins Paul at the next production meeting in May and Nadja Brandl meets Priya Raman by July."],
("08","what_to_ask"):["Sofia, could you ask the purchasing manager in Tychy before 30 April who runs their crate pool and when the contract ends? If it ends within 18 months we will prepare an offer, otherwise we drop it.",
 "Please ask the plant managers in Graz and Augsburg until mid May what they are unhappy with. Depending on the answer we decide in June whether to bid."],
("09","say_it_to_her"):["You had eleven shortages nobody announced last year, each about EUR 36,000 by our joint count. With a call five days ahead your lines keep running; we put roughly EUR 277,000 a year into the plan, until you confirm it.",
 "Dr Brandis, a warning five working days ahead would save your plants around 277,000 euros a year. Your team and ours worked that out together; you still have to check the figures."],
("10","write_an_action"):["By Friday 10 April Nadja Brandl sends Dr Brandis the cause of the November shortage, which we promised for January. Success means that the complaint is closed.",
 "Zofia Walczyk calls Beatrix Noll every Monday by 12:00 with the orders that will be short, because plant 2 hears of them at the dock. We will see it in the share of shortages told five days ahead.",
 "Amira Haddad visits Beatrix Noll this week with the answer to her complaint of 4 February; it worked if she says the answer will do."],
("11","to_the_director"):["Greta Solberg takes the lead. Today Nadja calls Dr Brandis with a date for the cause; by Tuesday Greta walks plant 2 with Beatrix Noll and Zofia. They look at Stavenport because we tell them of shortages too late; three per cent would not change that and costs 200,000 a year. Please keep your diary free for the week after.",
 "Please wait with the ticket, Tom. I suggest that Greta leads. Within 24 hours she rings Dr Brandis and listens; within a week she walks plant 2 with the planner. The cause is that nobody warns them, so a price cut buys nothing."],
("12","tell_them"):["Dear Stan, I want you to hear this from me: from 1 July Amira Haddad will be your contact, and I will visit twice a year. We will come by together in May. Delivery days and the washing in your contract remain unchanged. For the pallet papers I will send you an offer.",
 "Stan, as of July your day-to-day contact will be Amira Haddad from customer service. Deliveries, crates and answers within a day continue as before. I will see you in spring and autumn. Papers and Saturday pick-ups will carry a small charge."],
}  # fmt: skip
EACH = [(*where, text) for where, texts in ALT.items() for text in texts]


@pytest.mark.parametrize(("number", "question", "text"), EACH, ids=[f"{number}-{text[:24]}" for number, _, text in EACH])
def test_another_good_answer_passes(number: str, question: str, text: str) -> None:
    verdict = judge(exercise_called(number).question(question), open_case(), text)
    assert verdict.right, f"{verdict.misconception}: {verdict.explanation}"


def test_every_text_question_has_other_good_answers() -> None:
    case = open_case()
    asked = {(one.number, question.id) for one in map(exercise_called, NAMES) for question in one.questions if isinstance(question.kind_for(case), Text)}
    assert asked == set(ALT) and all(len(texts) >= 2 for texts in ALT.values())
