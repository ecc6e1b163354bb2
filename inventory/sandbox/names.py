"""The cast of the sandbox: people, lines and symbols of a window-cleaning company that does not exist.

The lists are varied on purpose. Accents, right-to-left scripts, joined emoji and missing names are what
breaks a page, so the demo shows them from the first look.
"""


def _listed(text: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in text.split(","))


COMPANY = "Brindlewick Windows"
COMPANY_DOMAIN = "brindlewick.example"  # .example is reserved (RFC 2606): no mail can leave for anyone.

# First and last name as Quo would give them, then the part of the address before the @.
# The first is the owner; the others are people whose names a page gets wrong most easily.
REMARKABLE_PEOPLE: tuple[tuple[str | None, str | None, str], ...] = (
    ("Margaret", "Brindle", "margaret"),
    ("Siobhán", "O’Neill-Fitzgerald", "siobhan.oneill"),
    ("نورة", "العتيبي", "noura.alotaibi"),
    ("Oluwaseun", None, "oluwaseun"),
    ("יעל", "בן־דוד", "yael.bendavid"),
    (None, None, "contractor-7"),
    ("Þórdís", "Guðmundsdóttir", "thordis.gudmundsdottir"),
    ("雅婷", "林", "yating.lin"),
    ("María de los Ángeles", "Fernández de Córdoba y Rodríguez", "maria.fernandez"),
)

FIRST_NAMES = _listed("""
    Aaliyah, Adrián, Agnieszka, Alejandra, Amit, Anaïs, Anh, Beatriz, Björn, Brianna, Carlos, Chidi, Chloë, Dagný,
    Deepika, Diego, Dmitri, Eleni, Elif, Emeka, Esther, Fatima, Félix, François, Gabriela, Giulia, Hana, Hiroshi,
    Ibrahim, Ivana, Jamal, Jérôme, Josephine, Jürgen, Kateryna, Keisha, Kenji, Kofi, Lars, Latoya, Linh, Lucía,
    Łukasz, Malik, Mateo, Mei, Mónica, Niamh, Nikolai, Olga, Omar, Paloma, Priya, Quinn, Rafael, Renée, Samir,
    Saoirse, Sofia, Søren, Tariq, Teodora, Thandiwe, Tomás, Tyler, Uma, Valentina, Wei, Xavier, Yusuf, Zoë, Zsófia
""")

LAST_NAMES = _listed("""
    Abara, Adeyemi, Aguilar, Andersson, Banerjee, Becker, Bianchi, Bouchard, Brown, Castañeda, Chen, Cohen, Côté,
    Dąbrowski, de la Cruz, Demir, Díaz, Dubois, Eriksen, Farouk, Ferreira, Fischer, Gallagher, García, Gonçalves,
    Gupta, Hernández, Hoang, Horváth, Ibáñez, Ivanova, Jackson, Jensen, Joshi, Kaplan, Kim, Kovač, Kowalska, Lê,
    Lindqvist, Lopez, Mbeki, McAllister, Mendoza, Meyer, Moreau, Murphy, Müller, Nakamura, Nguyễn, Novák, Núñez,
    O’Brien, Okafor, Okonkwo, Osei, Papadopoulos, Park, Patel, Peña, Petrov, Quiñones, Reyes, Rossi, Sato, Schmidt,
    Shah, Shevchenko, Silva, Singh, Smith, St. Pierre, Tanaka, Tran, Vargas, van der Berg, Walsh, Yılmaz
""")

# Lines that one workspace has once. They come first, so that a small workspace looks like a company too.
COMPANY_LINES = _listed("""
    Support, Front desk, Sales West, Billing, Dispatch, On call, Sales East, Careers, Claims, Main line,
    Safety hotline, Key accounts, Yard & vans, Franchise desk, Press, Payroll
""")

# Lines that every branch has. The branch's name follows or precedes.
BRANCH_LINES = _listed("""
    Front desk, Dispatch, Sales, Support, Billing, On call, Bookings, Residential, Commercial, High-rise crew, Gutter
    crew, Estimates, After hours, Site manager, Supervisors, Quality checks, Solar panels, Post-construction, Key
    accounts
""")

EMOJI_LINES = _listed("🚐 Van, 🪟 Glass route, 🧽 Crew, ☎️ Door line, 🏢 Tower, 🌧️ Rain check")

UNASSIGNED_LINES = _listed("Spare line, Parked number, Old web form, Trade fair, Yard sign campaign, Radio spot")

SYMBOLS = _listed("🏡, 🪟, 🧽, 🚐, ☎️, 🛠️, 💧, ✨, 📞, 🏢, 🌇, 🧾, 🔔, ⭐, 🌙, 🪜, 💼, 🌵, 🦺, 👩🏽‍💼, 👷🏿‍♀️, 🇨🇦, 🏴󠁧󠁢󠁳󠁣󠁴󠁿, ❄️")
