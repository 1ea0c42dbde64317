"""Peer review of what rules cannot judge: the open-ended plan, and short texts. Pure: records in, records and tables out.

``rubric`` the levels, ``samples`` what is practised on, ``plan`` and ``review`` the records, ``assigning`` who reads whom,
``outcome`` what the reviews come to, ``agreement`` how far reviewers agree, ``shown`` the pages. Files are handled by
``kamkit.course.reviewing``.
"""
