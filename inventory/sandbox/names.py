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
    Aaliyah, Adrián, Agnieszka, Aisha, Alejandra, Amara, Amit, Anaïs, Andre, Anh, Anneliese, Beatriz, Ben,
    Björn, Brandon, Brianna, Camille, Carlos, Chidi, Chloë, Claire, Connor, Dagný, Dana, Daniel, Deepika,
    Diego, Dmitri, Dolores, Eleni, Elif, Emeka, Emily, Esther, Fatima, Félix, Fiona, François, Gabriela,
    Gareth, Giulia, Grace, Hana, Hector, Hiroshi, Ibrahim, Ines, Isaac, Ivana, Jamal, Jasmine, Jérôme,
    Jorge, Josephine, Jürgen, Kateryna, Keisha, Kenji, Kofi, Kwame, Lars, Latoya, Léa, Linh, Lucía, Łukasz,
    Malik, Marcus, Mateo, Mei, Mónica, Nadia, Niamh, Nikolai, Noah, Olga, Omar, Paloma, Patrick, Priya,
    Quinn, Rafael, Renée, Rosa, Samir, Santiago, Saoirse, Sofia, Søren, Stephanie, Tariq, Teodora, Thandiwe,
    Tomás, Tyler, Uma, Valentina, Victor, Wei, Xavier, Yusuf, Zoë, Zsófia
""")

LAST_NAMES = _listed("""
    Abara, Abdullah, Adeyemi, Aguilar, Andersson, Baker, Banerjee, Barrios, Becker, Bianchi, Bouchard,
    Brennan, Brown, Castañeda, Chen, Cohen, Côté, Dąbrowski, Davies, de la Cruz, Delgado, Demir, Díaz,
    Dubois, Eriksen, Evans, Farouk, Ferreira, Fischer, Flores, Gallagher, García, Gonçalves, Gupta, Hansen,
    Hernández, Hoang, Horváth, Ibáñez, Ivanova, Jackson, Jensen, Johnson, Joshi, Kaplan, Kaya, Kim, Kovač,
    Kowalska, Kramer, Lambert, Lê, Lewis, Lindqvist, Lopez, Mbeki, McAllister, Mendoza, Meyer, Mitchell,
    Morales, Moreau, Murphy, Müller, Nakamura, Nguyễn, Novák, Nowak, Núñez, O’Brien, Okafor, Okonkwo, Ortiz,
    Osei, Papadopoulos, Park, Patel, Peña, Pereira, Petrov, Quiñones, Ramirez, Reyes, Rivera, Robinson,
    Rossi, Santos, Sato, Schmidt, Shah, Shevchenko, Silva, Singh, Smith, St. Pierre, Suzuki, Tanaka,
    Thompson, Torres, Tran, Vargas, van der Berg, Walsh, Washington, Yılmaz
""")

# Lines that one workspace has once. They come first, so that a small workspace looks like a company too.
COMPANY_LINES = _listed("""
    Support, Front desk, Sales West, Billing, Dispatch, On call, Sales East, Careers, Claims, Main line,
    Safety hotline, Key accounts, Yard & vans, Franchise desk, Press, Payroll
""")

# Lines that every branch has. The branch's name follows or precedes.
BRANCH_LINES = _listed("""
    Front desk, Dispatch, Sales, Support, Billing, On call, Bookings, Residential, Commercial, High-rise
    crew, Storefront route, Gutter crew, Pressure washing, Estimates, After hours, Site manager,
    Supervisors, Quality checks, Solar panels, Post-construction, Key accounts
""")

EMOJI_LINES = _listed("""
    🚐 Van, 🪟 Glass route, 🧽 Crew, ☎️ Door line, 🏢 Tower, 🌧️ Rain check
""")

UNASSIGNED_LINES = _listed("""
    Spare line, Parked number, Old web form, Trade fair, Yard sign campaign, Radio spot
""")

SYMBOLS = _listed("""
    🏡, 🪟, 🧽, 🚐, ☎️, 🛠️, 💧, ✨, 📞, 🏢, 🌇, 🧾, 🔔, ⭐, 🌙, 🪜, 💼, 🌵, 🦺, 👩🏽‍💼, 👷🏿‍♀️, 🇨🇦, 🏴󠁧󠁢󠁳󠁣󠁴󠁿, ❄️
""")
