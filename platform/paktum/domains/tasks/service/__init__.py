"""The door to tasks: giving them, carrying them out, remarking on them, and carrying them from agenda to agenda."""

from paktum.domains.tasks.service.carrying import (
    OpenTask,
    carry_tasks,
    note_on_agenda,
    open_tasks_of,
    tasks_on_agenda,
)
from paktum.domains.tasks.service.doing import move_task, remark_on_task
from paktum.domains.tasks.service.giving import TaskDraft, TaskOrigin, add_task, edit_task

__all__ = [
    "OpenTask",
    "TaskDraft",
    "TaskOrigin",
    "add_task",
    "carry_tasks",
    "edit_task",
    "move_task",
    "note_on_agenda",
    "open_tasks_of",
    "remark_on_task",
    "tasks_on_agenda",
]
