"""The first toolkit.yaml, and why one cannot be changed by the toolkit."""

TEXTS = {
    "edit.cannot": {
        "en": "is laid out in a way that the toolkit cannot change safely; edit it by hand",
        "es": "está escrito de un modo que el toolkit no puede cambiar con seguridad; edítalo a mano",
        "pt": "está escrito de um modo que o toolkit não pode mudar com segurança; edite-o à mão",
    },
    "edit.starter": {
        "en": """\
# The clients' profiles. Edit this file, or use `toolkit profile add` and `toolkit account add`.
# No passwords here: `toolkit secret set` keeps them in your system's keyring.
version: 1
environment: {environment}

# One profile per client, for example:
#   acme:
#     client: Acme Law
#     color: "#c0392b"
#     clean: everything          # or: sessions (the history stays)
#     accounts:
#       - {{platform: instagram, user: acme_legal}}
profiles:
""",
        "es": """\
# Los perfiles de los clientes. Edita este archivo o usa `toolkit profile add` y `toolkit account add`.
# Aquí no van contraseñas: `toolkit secret set` las guarda en el llavero de tu sistema.
version: 1
environment: {environment}

# Un perfil por cliente, por ejemplo:
#   acme:
#     client: Bufete Acme
#     color: "#c0392b"
#     clean: everything          # o bien: sessions (el historial se queda)
#     accounts:
#       - {{platform: instagram, user: acme_legal}}
profiles:
""",
        "pt": """\
# Os perfis dos clientes. Edite este arquivo ou use `toolkit profile add` e `toolkit account add`.
# Aqui não vão senhas: `toolkit secret set` as guarda no chaveiro do seu sistema.
version: 1
environment: {environment}

# Um perfil por cliente, por exemplo:
#   acme:
#     client: Escritório Acme
#     color: "#c0392b"
#     clean: everything          # ou: sessions (o histórico fica)
#     accounts:
#       - {{platform: instagram, user: acme_legal}}
profiles:
""",
    },
}
