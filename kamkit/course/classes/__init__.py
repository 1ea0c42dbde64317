"""A class: issued to a roster, answered, handed in, graded. Answers are read as data; nothing handed in is run.

The folder of a class, FOLDER::

    class.json            the trainer's alone (mode 600): class id, key, seeds, costs, who was issued what. Never leaves FOLDER
    roster.csv            learner_id, name, folder: which subfolder is whose
    <learner folder>/     one set, the only thing a participant is given (as a folder or a zip); its name is safe and unique
        set.json          set_id, learner_id, name, hint_cost, attempt_cost, case, signature (read_set reads it)
        README.md, CASE.md, 01_what_accounts_are_worth.ipynb ...
        case/<table>.csv  the tables of this learner's case that differ from the sample
        answers.jsonl     what was answered (attempts.py); written by the notebooks, or by `kamkit course serve` in this very folder
    *.zip, other folders  sets handed in; `set.json` inside says whose, the signature that it is so
    gradebook.csv         learner_id, exercise, question, score, max: every learner of the roster, every question, 0 where nothing counts
    gradebook.xlsx, items.csv, set-aside.csv (what, why), class.html, feedback/<learner folder>.html
    graded.json           what grading found, signed; taken again only for the same answers, set and kit (known.py)

``TRAINERS`` are the subfolders that are nobody's set: whoever needs one more room in FOLDER takes one of these names.

What others build on::

    open_class(folder) -> Class
        .folder, .class_id, .costs (judging.Costs), .exercises (names), .learners (tuple of Learner)
        .learner(learner_id) -> Learner(learner_id, name, folder, set_id, ...)      InputError if not in the roster
        .path_of(learner_id) -> Path        the learner's own subfolder
        .issued(learner_id) -> IssuedSet    whose it is and what hints cost, from class.json, not from the participant's file
        .tables(learner_id) -> Case         this learner's case, made again from the seed (about the sample's size; the last few are kept)
        .reading(learner_id) -> Reading     the answers in the learner's own subfolder that are of this set and learner
        .sign(purpose, *texts) -> str       64 hex signs, HMAC-SHA256 with the class's key; another purpose, another key
        .is_signed(signature, purpose, *texts) -> bool
    grade_class(folder) -> Graded
        .marks      DataFrame, MARKS: learner_id, exercise, question, score, max, misconception, tries, hints, distance
        .learners   DataFrame: learner_id, name, score, max, share (0 to 1), answered (questions), handed_in, set_aside (bool)
        .items      DataFrame, one row for each question (items.py)
        .set_aside  DataFrame: what, why
    mark_learner(of, learner_id, attempts=None) -> DataFrame, MARKS    one learner's rows, for pages that show how far one is
    mistakes_of(of, learner_id) -> ((exercise, question, misconception), ...)     for recall quizzes
    issue_class(roster, out, order=None) -> Issued(of, new, missing)
    (grade_class, mark_learner, mistakes_of: kamkit.course.classes.grading; issue_class: kamkit.course.classes.issuing)
"""

from __future__ import annotations

from kamkit.course.classes.opening import TRAINERS, Class, Learner, open_class

__all__ = ["TRAINERS", "Class", "Learner", "open_class"]
