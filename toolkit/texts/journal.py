"""Why the journal cannot be used."""

TEXTS = {
    "journal.corrupt": {
        "en": "it is damaged. It remembers which sessions may still be open, so it is not replaced by an empty one: "
        "put it back from a backup, or move it away yourself and then sign every account out everywhere",
        "es": "está dañado. Recuerda qué sesiones pueden seguir abiertas, así que no se sustituye por uno vacío: "
        "recupéralo de una copia de seguridad, o apártalo tú y cierra después todas las sesiones de cada cuenta",
        "pt": "está danificado. Ele lembra quais sessões podem continuar abertas, por isso não é substituído por um "
        "vazio: recupere-o de uma cópia de segurança, ou afaste-o você e depois encerre todas as sessões de cada conta",
    },
    "journal.newer": {
        "en": "it was written by a newer toolkit; update this one",
        "es": "lo escribió un toolkit más nuevo; actualiza este",
        "pt": "foi escrito por um toolkit mais novo; atualize este",
    },
    "journal.busy": {
        "en": "another toolkit is writing to it and did not finish; try again",
        "es": "otro toolkit está escribiendo en él y no termina; inténtalo de nuevo",
        "pt": "outro toolkit está escrevendo nele e não termina; tente de novo",
    },
    "journal.unreadable": {
        "en": "it cannot be read ({why})",
        "es": "no se puede leer ({why})",
        "pt": "não pode ser lido ({why})",
    },
}
