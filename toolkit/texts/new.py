"""The start of a new platform."""

TEXTS = {
    "new.id": {
        "en": "the platform's id",
        "es": "el identificador de la plataforma",
        "pt": "o identificador da plataforma",
    },
    "new.expected_id": {
        "en": "use small letters a-z, digits and _ only, at most 40",
        "es": "usa solo letras minúsculas de la a a la z sin acentos, cifras y _, como máximo 40",
        "pt": "use só letras minúsculas de a a z sem acentos, algarismos e _, no máximo 40",
    },
}
