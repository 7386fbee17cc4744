"""What own files do, as shown before a person trusts them."""

TEXTS = {
    "trust.domains": {
        "en": "works on: {hosts}",
        "es": "actúa en: {hosts}",
        "pt": "atua em: {hosts}",
    },
    "trust.secrets": {
        "en": "passwords and codes may be typed on: {hosts}",
        "es": "se pueden escribir contraseñas y códigos en: {hosts}",
        "pt": "senhas e códigos podem ser digitados em: {hosts}",
    },
    "trust.assets": {
        "en": "may load from: {hosts}",
        "es": "puede cargar contenido de: {hosts}",
        "pt": "pode carregar conteúdo de: {hosts}",
    },
    "trust.var": {
        "en": "host given by each account: {name} (default: {default})",
        "es": "servidor que indica cada cuenta: {name} (por defecto: {default})",
        "pt": "servidor indicado por cada conta: {name} (padrão: {default})",
    },
    "trust.step": {
        "en": "{flow}: {what}",
        "es": "{flow}: {what}",
        "pt": "{flow}: {what}",
    },
    "trust.open": {
        "en": "opens {url}",
        "es": "abre {url}",
        "pt": "abre {url}",
    },
    "trust.request": {
        "en": "sends {method} {url}",
        "es": "envía {method} {url}",
        "pt": "envia {method} {url}",
    },
    "trust.sends": {
        "en": "with {name} = {value}",
        "es": "con {name} = {value}",
        "pt": "com {name} = {value}",
    },
    "trust.token": {
        "en": "with a token read from {name}",
        "es": "con un token leído de {name}",
        "pt": "com um token lido de {name}",
    },
    "trust.clears": {
        "en": "removes web storage of {url}",
        "es": "borra el almacenamiento web de {url}",
        "pt": "apaga o armazenamento web de {url}",
    },
    "trust.clicks": {
        "en": "clicks {what}",
        "es": "hace clic en {what}",
        "pt": "clica em {what}",
    },
    "trust.types": {
        "en": "types \"{text}\"",
        "es": "escribe «{text}»",
        "pt": "digita \"{text}\"",
    },
    "trust.types_secret": {
        "en": "types the secret {name}",
        "es": "escribe el secreto {name}",
        "pt": "digita o segredo {name}",
    },
    "trust.person": {
        "en": "waits for you: \"{text}\"",
        "es": "espera a que intervengas: «{text}»",
        "pt": "espera por você: \"{text}\"",
    },
}
