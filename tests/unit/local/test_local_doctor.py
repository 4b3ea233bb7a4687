"""The doctor's checks: what is wrong is found, and the words say what to do."""

import os
import shutil
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import pytest

from paktum.local import doctor
from paktum.local.doctor import Patient


@pytest.fixture
def patient(tmp_path: Path) -> Patient:
    """An installation in a folder of its own, with nothing set."""
    return Patient({}, tmp_path, 8000, serves=False)


def test_this_python_is_accepted_and_an_old_one_is_not(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor.check_python(patient).ok
    monkeypatch.setattr("sys.version_info", (3, 10, 1))
    finding = doctor.check_python(patient)
    assert not finding.ok
    assert "3.10.1" in str(finding.words)


def test_programs_are_not_looked_for_when_addresses_are_given(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "find_postgres", lambda account: pytest.fail("looked for"))
    monkeypatch.setattr(doctor, "find_valkey", lambda account: pytest.fail("looked for"))
    given = replace(patient, environment={"DATABASE_URL": "postgresql://db/x", "REDIS_URL": "redis://queue"})
    assert doctor.check_postgres_programs(given).ok
    assert doctor.check_valkey_program(given).ok


def test_a_data_folder_that_is_a_file_is_found(patient: Patient) -> None:
    file = patient.data / "data"
    file.touch()
    assert not doctor.check_data_folder(replace(patient, data=file)).ok
    assert doctor.check_data_folder(replace(patient, data=patient.data / "new" / "deep")).ok


def test_a_full_disk_is_found(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda place: usage(10**9, 10**9, 10**6))
    finding = doctor.check_data_folder(patient)
    assert not finding.ok
    assert "Make room" in str(finding.words)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_data_folder_without_the_right_to_write_is_found(patient: Patient) -> None:
    patient.data.chmod(0o500)
    assert not doctor.check_data_folder(patient).ok


def test_a_missing_setting_is_named(patient: Patient) -> None:
    finding = doctor.check_settings(patient)
    assert not finding.ok
    assert "is not set" in str(finding.words)


def test_a_file_store_that_is_not_set_or_not_a_folder_is_found(patient: Patient) -> None:
    assert not doctor.check_files(patient).ok
    file = patient.data / "file"
    file.touch()
    assert not doctor.check_files(replace(patient, environment={"PAKTUM_FILES": str(file)})).ok
    assert doctor.check_files(replace(patient, environment={"PAKTUM_FILES": str(patient.data / "files")})).ok


def test_a_catalogue_older_than_its_source_is_named(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "CATALOGUES", patient.data)
    for language in ("hu", "cs", "sk", "pl", "en"):
        folder = patient.data / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "messages.po").touch()
        (folder / "messages.mo").touch()
    assert doctor.check_catalogues(patient).ok
    os.utime(patient.data / "cs" / "LC_MESSAGES" / "messages.mo", (1, 1))
    finding = doctor.check_catalogues(patient)
    assert not finding.ok
    assert "Not compiled: cs." in str(finding.words)


def test_mail_without_a_server_or_a_sender_is_found(patient: Patient) -> None:
    assert not doctor.check_mail(patient).ok
    half = replace(patient, environment={"PAKTUM_SMTP": "smtp://mail.example:25"})
    assert "PAKTUM_MAIL_FROM" in str(doctor.check_mail(half).words)
    assert doctor.check_mail(replace(patient, environment={"PAKTUM_MAIL": "catch"})).ok


def test_a_page_can_be_set_here(patient: Patient) -> None:
    assert doctor.check_typesetting(patient).ok
