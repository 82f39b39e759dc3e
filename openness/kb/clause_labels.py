"""What clause types are called, read with sqlite3 alone: the text report of a registry answer needs it too."""

import sqlite3

from openness.kb.updates import knowledge_file


def clause_labels() -> dict[str, str]:
    """Id → label of every clause type, in the order of the vocabulary; empty when there is no readable knowledge."""
    try:
        connection = sqlite3.connect(f"file:{knowledge_file()}?mode=ro", uri=True)
        rows = connection.execute("SELECT id, json_extract(data, '$.label') FROM clauses ORDER BY position").fetchall()
    except sqlite3.Error:
        return {}
    connection.close()
    return {str(id_): str(label) for id_, label in rows}
