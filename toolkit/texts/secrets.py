"""What can be wrong with a secret or with the way it is named."""

TEXTS = {
    "secrets.name": {
        "en": "name of the secret", "es": "nombre del secreto", "pt": "nome do segredo",
    },
    "secrets.expected_name": {
        "en": "expected password or totp", "es": "se esperaba password o totp", "pt": "esperava-se password ou totp",
    },
    "secrets.account": {"en": "account", "es": "cuenta", "pt": "conta"},
    "secrets.expected_account": {
        "en": "expected a platform and a user name, without control characters",
        "es": "se esperaban una plataforma y un nombre de usuario, sin caracteres de control",
        "pt": "esperavam-se uma plataforma e um nome de usuário, sem caracteres de controle",
    },
    "secrets.value": {"en": "the secret", "es": "el secreto", "pt": "o segredo"},
    "secrets.expected_value": {
        "en": "expected between 1 and {limit} characters",
        "es": "se esperaban entre 1 y {limit} caracteres",
        "pt": "esperavam-se entre 1 e {limit} caracteres",
    },
    "secrets.totp": {
        "en": "the key for the one-time codes",
        "es": "la clave de los códigos de un solo uso",
        "pt": "a chave dos códigos de uso único",
    },
    "secrets.expected_totp": {
        "en": "expected the key that the platform shows next to the QR code (letters A-Z and digits 2-7), or an "
              "otpauth://totp/ address",
        "es": "se esperaba la clave que la plataforma muestra junto al código QR (letras A-Z y cifras 2-7) o una "
              "dirección otpauth://totp/",
        "pt": "esperava-se a chave que a plataforma mostra ao lado do código QR (letras A-Z e algarismos 2-7) ou um "
              "endereço otpauth://totp/",
    },
}
