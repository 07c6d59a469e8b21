"""A .dzn file is read however it is laid out, and refused with the line and key of every fault."""

import json

import pytest

from randa.engines.planning.model import InvalidInputError
from randa.engines.planning.mss import codec, dzn
from randa.engines.planning.mss.model import Solution, Stay
from tests.engines.planning.mss.instances import as_dzn, made_up

PROBLEM = made_up(4)
TEXT = as_dzn(PROBLEM)


def faults(text):
    with pytest.raises(InvalidInputError) as refusal:
        dzn.decode(text.encode())
    return [str(fault) for fault in refusal.value.faults]


def line_of(text, start):
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(start))


def test_a_file_as_published_gives_the_problem():
    assert dzn.decode(TEXT.encode()) == PROBLEM


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", " \r\n").replace("=", "  =\t"),
        lambda text: text.replace(";", " ; % a comment; with [| marks |]\n"),
        lambda text: text.replace("Students=", "/* how\n many */ Students = ", 1),
        lambda text: text.replace(" |];", " | |];"),
        lambda text: text.replace("]);", ",]);"),
        lambda text: "\ufeff" + text,
    ],
)
def test_blanks_comments_and_trailing_marks_change_nothing(change):
    assert dzn.decode(change(TEXT).encode()) == PROBLEM


def test_matrices_may_be_written_as_arrays():
    rows = ",".join(str(number) for row in PROBLEM.weights for number in row)
    begin = TEXT.index("WeightPref")
    end = TEXT.index(";", begin)

    assert (
        dzn.decode(f"{TEXT[:begin]}WeightPref = array2d(1..Students, 1..4, [{rows}]){TEXT[end:]}".encode()) == PROBLEM
    )


def test_a_number_that_cannot_be_names_its_line_and_place():
    begin = TEXT.index("AllowedDisc")
    text = TEXT[:begin] + TEXT[begin:].replace("1", "7", 1)

    assert faults(text) == [f"line {line_of(text, 'AllowedDisc') + 1}, AllowedDisc[1,1]: is 7; expected 0 to 1"]


def test_every_fault_is_named_not_only_the_first():
    text = TEXT.replace("Duration=", "Duration=x", 1).replace("MaxDiscPerHosp=", "MaxDiscPerHosp=-", 1)

    found = faults(text)

    assert any(line.startswith("line 5: expected a number, a list or an array, found 'x") for line in found)
    assert any(line.startswith(f"line {line_of(text, 'MaxDisc')}, MaxDiscPerHosp: is -") for line in found)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Students=", "Pupils=", "Pupils: is not a known key"),
        ("Groups=2;", "Groups=2;Groups=2;", "Groups: stands on line 7 already"),
        ("Groups=2;", "", "Groups: is missing"),
        ("Groups=2;", "Groups=2.5;", "'2.5' cannot be read here"),
        ("Groups=2;", "Groups=[2];", "Groups: is a list; expected one number"),
        ("Groups=2;", "Groups=2", "line 8: expected ';', found 'MaxDiscPerHosp'"),
        ("Groups=2;", "Groups=0;", "line 7, Groups: is 0; expected 1 to"),
        ("DiscGroup = [", "DiscGroup = [9,", "DiscGroup: has"),
        ("array3d(", "array3d [", "expected '('"),
    ],
)
def test_text_that_is_no_problem_is_refused_in_words(old, new, words):
    text = TEXT.replace(old, new, 1)

    assert any(words in line for line in faults(text))


def test_a_row_of_the_wrong_length_names_its_line():
    begin = TEXT.index("PrefStudHosp")
    end = TEXT.index(" |\n", begin)
    text = f"{TEXT[:end]}, 3 {TEXT[end:]}"

    assert faults(text) == [f"line {line_of(text, 'PrefStudHosp') + 1}, PrefStudHosp[1]: has 3 numbers; expected 2"]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"needed": ((4, 4),) * PROBLEM.students}, "StudDiscGroup[1,1]"),
        ({"available": ((0,) * PROBLEM.horizon,) * PROBLEM.students}, "StudDiscGroup["),
        ({"preceded_by": ((1,) * PROBLEM.disciplines,) * PROBLEM.disciplines}, "Precededby[1,1]"),
        ({"least": (((9,) * PROBLEM.horizon,) * PROBLEM.disciplines,) * 2}, "MinPosHosp[1,1,1]"),
    ],
)
def test_values_that_cannot_go_together_are_refused(changes, place):
    with pytest.raises(InvalidInputError) as refusal:
        made_up(4, **changes)

    assert any(fault.path.startswith(place) for fault in refusal.value.faults)


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(InvalidInputError, match="is not UTF-8"):
        dzn.decode(b"Students=\xff;")


def test_a_solution_comes_back_from_its_json_as_it_was():
    solution = Solution(((Stay(1, 2, 3), Stay(2, 1, 5)), ()), 17, 19)

    assert codec.decode_solution(codec.encode_solution(solution)) == solution
    assert json.loads(codec.encode_solution(solution)) == {
        "score": 17, "upper_bound": 19, "students": [[[1, 2, 3], [2, 1, 5]], []],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{", "is not JSON"),
        (b'{"score": 1}', "students: is missing"),
        (b'{"score": 1.5, "students": []}', "score: is 1.5; expected an integer"),
        (b'{"score": 1, "students": [[[1, 2]]]}', r"students\[0\]\[0\]: is \[1, 2\]; expected a list of 3"),
        (b'{"score": 1, "students": [[[1, 2, "3"]]]}', "expected three integers"),
    ],
)
def test_a_solution_that_cannot_be_read_is_refused(data, words):
    with pytest.raises(InvalidInputError, match=words):
        codec.decode_solution(data)
