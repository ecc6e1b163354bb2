"""Mutation testing: small changes to the product's code, one at a time, each of which a test has to notice.

`make mutants` copies the project, makes a seeded sample of mutants of each file that `table.py` names, and runs the
tests of that file on each. A mutant that no test notices survives; its line is printed. Below 90 % in any file the
command fails. It takes more than an hour for everything, so it is no part of `.ci/run`: run it for the files that
a change touches, and for everything before a release. It works on SQLite, in one process.

    make mutants FILES=inventory/quo/retry.py               one file, 25 mutants
    make mutants FILES='inventory/quo dashboard/accounts'     folders
    make mutants SAMPLE=0 FILES=dashboard/numbers/filters.py        every mutant of a file
    make mutants SEED=2                                     another sample

What to do about a survivor: write a test that fails on it, delete code that nothing needs, or, if the mutant behaves
as the original does, add it to `harmless.py` with the reason.

    table.py      which files, and which tests have to notice
    harmless.py   mutants that change nothing, and why
    mutations.py  what is changed: mutmut's mutations, and statements and conditions besides
    running.py    the copy, and pytest in a forked process
    __main__.py   the command

Why not `mutmut run`: it mutates functions only, so no filter's fields, table of choices or decorated view, removes no
statement, and has no seed. Why not cosmic-ray: it starts Django anew for each mutant, and mutates files in place.
"""
