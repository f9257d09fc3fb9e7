"""Screens about people beside the plain ones of ``console.directory``: positions, citizen IDs, entries made one."""
