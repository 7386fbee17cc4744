"""What may have been meant."""

TEXTS = {
    "near.did_you_mean": {
        "en": " Did you mean {near}?",
        "es": " ¿Querías decir {near}?",
        "pt": " Você quis dizer {near}?",
    },
}
