"""Why a home or a profile directory is refused."""

TEXTS = {
    "home.profile": {"en": "name of the profile", "es": "nombre del perfil", "pt": "nome do perfil"},
    "home.link": {
        "en": "it is a link to another folder, and only folders of the workspace itself are opened and cleared",
        "es": "es un enlace a otra carpeta, y solo se abren y se limpian carpetas del propio espacio de trabajo",
        "pt": "é um atalho para outra pasta, e só são abertas e limpas pastas do próprio espaço de trabalho",
    },
    "home.default": {
        "en": "it belongs to a browser's own profiles ({folder}), which the toolkit never touches",
        "es": "pertenece a los perfiles propios de un navegador ({folder}), que el toolkit nunca toca",
        "pt": "pertence aos perfis próprios de um navegador ({folder}), em que o toolkit nunca mexe",
    },
}
