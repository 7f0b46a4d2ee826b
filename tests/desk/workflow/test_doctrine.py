"""The machines are the doctrine's: each of its ways can be walked, by whom it names, and no wider.

The rows below are the doctrine's state machines (F2) written out a second time; the code's tables
may know more steps (an undo, a hand-back), never fewer.
"""

from itertools import pairwise, product

import pytest

from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases.states import DecisionOption
from tangkal.desk.workflow import ActionDenied, Machine
from tangkal.desk.workflow.diagrams import find_machines

# Machine → ways; "A > B | C" is a step to B and one to C. After "@" whom the doctrine names.
WAYS = {
    "signal": [
        "BARU > DISARING @pemantau",
        "DISARING > DUPLIKAT | DITOLAK | PERLU_DATA | DITAUTKAN",
    ],
    "narrative": ["MUNCUL > AKTIF > MEREDA > DORMAN > ARSIP", "ARSIP > AKTIF @analis"],
    "case": [
        "DIBUKA > TRIASE @analis",
        "TRIASE > VERIFIKASI > DINILAI",
        "VERIFIKASI > DINILAI @analis",
        "DINILAI > DIPUTUSKAN @penyetuju",
        "DIPUTUSKAN > RESPONS > TERBIT > EVALUASI",
        "TERBIT > EVALUASI @evaluator",
        "EVALUASI > SELESAI > DIBUKA_KEMBALI",
    ],
    "verdict": [
        "DRAF > TELAAH_SEJAWAT > DISETUJUI @verifikator",
        "DISETUJUI > TERBIT > DIKOREKSI | DICABUT",
    ],
    "message": [
        "DRAF > CEK_FAKTA @penyusun",
        "CEK_FAKTA > PEMILIK_KEBIJAKAN > HUKUM > PEMILIK_KEBIJAKAN",
        "PEMILIK_KEBIJAKAN > DISETUJUI @penyetuju",
        "DISETUJUI > TERJADWAL > TERBIT > DIGANTI | DITARIK",
    ],
    "request to a platform": [
        "DRAF > UJI_PROPORSIONALITAS > TELAAH_HUKUM > DITOLAK | DIOTORISASI",
        "TELAAH_HUKUM > DITOLAK @hukum",
        "TELAAH_HUKUM > DITOLAK @pejabat_pdp",
        "TELAAH_HUKUM > DIOTORISASI @penyetuju",
        "DIOTORISASI > DIKIRIM > DITERIMA > DITINDAK | SEBAGIAN | DITOLAK_PLATFORM | KEDALUWARSA",
        *(
            f"{end} > SANGGAH > DIKUATKAN | DIBATALKAN"
            for end in ("DITINDAK", "SEBAGIAN", "DITOLAK_PLATFORM", "KEDALUWARSA")
        ),
        "DIBATALKAN > PEMULIHAN > DILAPORKAN",
        "DIKUATKAN > DILAPORKAN",
        *(
            f"{end} > DILAPORKAN"
            for end in ("DITINDAK", "SEBAGIAN", "DITOLAK_PLATFORM", "KEDALUWARSA", "DITOLAK")
        ),
    ],
    "crisis": [
        "NORMAL > SIAGA > KRISIS > NASIONAL > DEESKALASI > PEMULIHAN > AAR > DITUTUP @penyetuju"
    ],
    "answer to a directive": [
        "TERKIRIM > DIBACA > DIKONFIRMASI | MINTA_PENJELASAN | USUL_ADAPTASI",
        "DIKONFIRMASI > TAYANG_LOKAL @admin_daerah",
        "MINTA_PENJELASAN > TAYANG_LOKAL",
        "USUL_ADAPTASI > TAYANG_LOKAL",
        "TAYANG_LOKAL > SELARAS | KONTRADIKSI",
        "KONTRADIKSI > DISELESAIKAN",
    ],
    "appeal": [
        "DITERIMA > DITELAAH > TETAP | DIREVISI | DICABUT",
        *(f"{end} > DIBERITAHUKAN > DIUMUMKAN" for end in ("TETAP", "DIREVISI", "DICABUT")),
    ],
}
MACHINES = {machine.name: machine for machine in find_machines()}


def arrows(way: str) -> list[tuple[str, str, str]]:
    """Each step of a way: from, to, and whom the doctrine names for it or ""."""
    path, _at, actor = way.partition("@")
    stops = [[name.strip() for name in stop.split("|")] for stop in path.split(">")]
    return [
        (source, target, actor.strip())
        for before, after in pairwise(stops)
        for source, target in product(before, after)
    ]


EDGES = [(name, *edge) for name, ways in WAYS.items() for way in ways for edge in arrows(way)]


@pytest.mark.parametrize(("name", "source", "target", "actor"), EDGES)
def test_each_way_of_the_doctrine_is_open_to_whom_it_names(name, source, target, actor):
    taken = [
        step.roles
        for step in MACHINES[name].transitions
        if (step.source, step.target) == (source, target)
    ]
    assert taken
    assert not actor or any(actor in roles for roles in taken)


@pytest.mark.parametrize("name", WAYS)
def test_a_machine_has_no_state_that_the_doctrine_does_not_know(name):
    known = {stop for machine, *edge, _actor in EDGES if machine == name for stop in edge}
    machine = MACHINES[name]
    assert {s for step in machine.transitions for s in (step.source, step.target)} == known


def test_a_decision_is_one_of_the_doctrines_five():
    assert set(DecisionOption.values) == {"TIDAK_DIRESPONS", "PANTAU", "RESPONS", "KRISIS", "RUJUK"}


# Where the doctrine lets an auditor act: findings, appeals, and objections to requests.
AUDITED = {"finding", "appeal", "request to a platform"}
# Who steers no matter of content at all.
WITHOUT_STEPS = {Role.SYSTEM_ADMIN, Role.PARTNER, Role.EXERCISE_CONTROLLER}


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_no_table_gives_a_step_to_whom_the_doctrine_forbids_it(machine: Machine):
    actors = {role for step in machine.transitions for role in step.roles}
    assert actors.isdisjoint(WITHOUT_STEPS)
    assert Role.AUDITOR not in actors or machine.name in AUDITED
    assert Role.VERIFIER not in actors or machine.name != "appeal"


ROLES = [*Role.values, "sistem", "mesin"]


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_a_step_is_taken_by_its_table_alone(machine: Machine):
    """Every state with every action and every role, of every machine of the desk."""
    table = {(step.source, step.action): step for step in machine.transitions}
    states = {state for step in machine.transitions for state in (step.source, step.target)}
    for state, action, role in product(states, {step.action for step in table.values()}, ROLES):
        step = table.get((state, action))
        if step is not None and role in step.roles:
            assert machine.check(state, action, [role]) == step.target
            assert action in machine.actions(state, [role])
        else:
            with pytest.raises(ActionDenied):
                machine.check(state, action, [role])
            assert action not in machine.actions(state, [role])
