"""What `toolkit demo` says."""

TEXTS = {
    "demo.intro": {
        "en": "{clients} clients, {sessions} sessions, on replicas of Instagram, X and Mastodon on this computer."
        " No real site is touched.",
        "es": "{clients} clientes, {sessions} sesiones, en réplicas de Instagram, X y Mastodon en este ordenador."
        " No se toca ningún sitio real.",
        "pt": "{clients} clientes, {sessions} sessões, em réplicas do Instagram, X e Mastodon neste computador."
        " Nenhum site real é tocado.",
    },
    "demo.signing_in": {
        "en": "1. Signing everybody in, as the flows say.",
        "es": "1. Iniciamos todas las sesiones, como dicen los flujos.",
        "pt": "1. Entrando em todas as contas, como dizem os fluxos.",
    },
    "demo.logging_out": {
        "en": "2. toolkit logout-all",
        "es": "2. toolkit logout-all",
        "pt": "2. toolkit logout-all",
    },
    "demo.servers_hold": {
        "en": "Sessions that the servers themselves hold open: {count}",
        "es": "Sesiones que los propios servidores mantienen abiertas: {count}",
        "pt": "Sessões que os próprios servidores mantêm abertas: {count}",
    },
    "demo.liar": {
        "en": "3. Now {platform} lies: it says \"signed out\" and keeps the session of {client}.",
        "es": "3. Ahora {platform} miente: dice «sesión cerrada» y mantiene abierta la sesión de {client}.",
        "pt": "3. Agora {platform} mente: diz \"sessão encerrada\" e mantém aberta a sessão de {client}.",
    },
    "demo.not_in": {
        "en": "{platform}, {account}: could not sign in: {why}",
        "es": "{platform}, {account}: no se pudo iniciar sesión: {why}",
        "pt": "{platform}, {account}: não foi possível entrar: {why}",
    },
    "demo.end": {
        "en": "The liar was caught. That was all, in {seconds} s; nothing is left on this computer.",
        "es": "Pillamos al mentiroso. Eso fue todo, en {seconds} s; en este ordenador no queda nada.",
        "pt": "O mentiroso foi pego. Foi só isso, em {seconds} s; nada fica neste computador.",
    },
    "demo.failed": {
        "en": "The demo did not go as it should: please report this, with what stands above.",
        "es": "La demostración no salió como debía: avísanos, por favor, con lo que aparece arriba.",
        "pt": "A demonstração não saiu como deveria: avise-nos, por favor, com o que aparece acima.",
    },
}
