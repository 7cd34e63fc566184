"""The embedded broker under processes that read and write the same folder at once."""

import threading
from uuid import uuid4

import pytest
from kombu import Connection

TRANSPORT = "etech_ai.broker.Transport"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "control").mkdir()
    return tmp_path


@pytest.fixture
def name():
    """A queue of the test's own: what kombu knows of queues lives as long as the process."""
    return f"jobs-{uuid4().hex[:8]}"


@pytest.fixture
def connection(folder):
    options = {
        "data_folder_in": str(folder), "data_folder_out": str(folder),
        "control_folder": str(folder / "control"), "polling_interval": 0.01,
    }  # fmt: skip
    with Connection("filesystem://", transport=TRANSPORT, transport_options=options) as connection:
        yield connection


def test_a_message_comes_out_as_it_went_in(connection, name):
    with connection.SimpleQueue(name) as queue:
        queue.put({"job": 7})

        assert queue.get(timeout=2).payload == {"job": 7}


def test_a_message_that_is_still_being_written_is_passed_over(connection, folder, name):
    with connection.SimpleQueue(name) as queue:
        (folder / f"1_a.{name}.msg.writing").write_text("")
        queue.put({"job": 8})

        assert queue.get(timeout=2).payload == {"job": 8}


def test_a_message_that_cannot_be_read_is_dropped_and_the_next_one_comes(connection, folder, caplog, name):
    with connection.SimpleQueue(name) as queue:
        (folder / f"0_a.{name}.msg").write_text("")
        queue.put({"job": 9})

        assert queue.get(timeout=2).payload == {"job": 9}
    assert "cannot be read" in caplog.text


def test_a_reader_never_sees_half_a_message(connection, folder, name):
    broken = []

    def read_everything():
        while not done.is_set():
            broken.extend(path for path in folder.glob(f"*.{name}.msg") if not path.read_text().endswith("}"))

    done = threading.Event()
    reader = threading.Thread(target=read_everything)
    reader.start()
    with connection.SimpleQueue(name) as queue:
        for number in range(300):
            queue.put({"job": number, "text": "x" * 5000})
    done.set()
    reader.join()

    assert broken == []
