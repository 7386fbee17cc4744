"""What `platform test` says."""

_STEPS = {
    "probe_out": ("nobody is signed in yet", "aún no hay sesión iniciada", "ainda não há sessão iniciada"),
    "login": ("sign in", "iniciar sesión", "entrar"),
    "probe_in": ("the probe says signed in", "la sonda dice que hay sesión", "a sonda diz que há sessão"),
    "control": ("the session works in a second window", "la sesión vale en otra ventana", "ela vale em outra janela"),
    "logout": ("log out", "cerrar sesión", "sair"),
    "probe_flips": ("the probe says signed out", "la sonda dice que no hay sesión", "a sonda diz que não há sessão"),
    "replay": ("the old session is refused", "la sesión anterior se rechaza", "a sessão anterior é recusada"),
    "login_again": ("sign in again", "volver a iniciar sesión", "entrar de novo"),
    "other_device": ("sign in on a second device", "iniciar sesión en otro dispositivo", "entrar em outro dispositivo"),
    "logout_everywhere": ("log out everywhere", "cerrar todas las sesiones", "sair de tudo"),
    "everywhere_flips": ("signed out here", "sesión cerrada aquí", "sessão encerrada aqui"),
    "other_device_flips": ("signed out there", "sesión cerrada allí", "sessão encerrada lá"),
}

TEXTS = {
    **{
        f"platform_test.step.{name}": dict(zip(("en", "es", "pt"), texts, strict=True))
        for name, texts in _STEPS.items()
    },
    "platform_test.column.step": {"en": "Step", "es": "Paso", "pt": "Passo"},
    "platform_test.column.result": {"en": "Result", "es": "Resultado", "pt": "Resultado"},
    "platform_test.column.seconds": {"en": "Time", "es": "Tiempo", "pt": "Tempo"},
    "platform_test.column.reason": {"en": "Why", "es": "Por qué", "pt": "Por quê"},
    "platform_test.in": {"en": "signed in", "es": "sesión iniciada", "pt": "sessão iniciada"},
    "platform_test.out": {"en": "signed out", "es": "sin sesión", "pt": "sem sessão"},
    "platform_test.ok": {"en": "ok", "es": "bien", "pt": "ok"},
    "platform_test.failed": {"en": "broken", "es": "roto", "pt": "quebrado"},
    "platform_test.unknown": {"en": "could not tell", "es": "no se sabe", "pt": "não se sabe"},
    "platform_test.verdict.flips": {
        "en": "{platform}: it flips ({kind}).",
        "es": "{platform}: funciona ({kind}).",
        "pt": "{platform}: funciona ({kind}).",
    },
    "platform_test.verdict.broken": {
        "en": "{platform}: broken ({kind}).",
        "es": "{platform}: roto ({kind}).",
        "pt": "{platform}: quebrado ({kind}).",
    },
    "platform_test.verdict.unknown": {
        "en": "{platform}: could not tell ({kind}).",
        "es": "{platform}: no se ha podido saber ({kind}).",
        "pt": "{platform}: não foi possível saber ({kind}).",
    },
    "platform_test.none": {
        "en": "no platform named; give one or more, or --all",
        "es": "falta la plataforma; indica una o varias, o --all",
        "pt": "falta a plataforma; indique uma ou mais, ou --all",
    },
    "platform_test.one_instance": {
        "en": "goes with one platform only",
        "es": "solo vale con una plataforma",
        "pt": "só vale com uma plataforma",
    },
    "platform_test.no_replica": {
        "en": "a test of {platform} without a server (it has no replica; give --instance URL of a server on this "
        "machine, or --live for the real site)",
        "es": "probar {platform} sin servidor (no tiene réplica; indica --instance URL de un servidor en este equipo, "
        "o --live para el sitio real)",
        "pt": "testar {platform} sem servidor (não tem réplica; indique --instance URL de um servidor nesta máquina, "
        "ou --live para o site real)",
    },
    "platform_test.needs_live": {
        "en": "that is not this machine; with --live the test signs in there for real",
        "es": "eso no es este equipo; con --live la prueba inicia sesión allí de verdad",
        "pt": "isso não é esta máquina; com --live o teste entra lá de verdade",
    },
    "platform_test.needs_vars": {
        "en": "this platform needs other values: {names}",
        "es": "esta plataforma necesita otros datos: {names}",
        "pt": "esta plataforma precisa de outros dados: {names}",
    },
    "platform_test.expected_instance": {
        "en": "expected https://HOST, or http://127.0.0.1:PORT for a server on this machine",
        "es": "se esperaba https://SERVIDOR, o http://127.0.0.1:PUERTO para un servidor en este equipo",
        "pt": "esperava-se https://SERVIDOR, ou http://127.0.0.1:PORTA para um servidor nesta máquina",
    },
    "platform_test.expected_host": {
        "en": "expected a host name, such as social.example or 127.0.0.1:8008",
        "es": "se esperaba el nombre de un servidor, como social.example o 127.0.0.1:8008",
        "pt": "esperava-se o nome de um servidor, como social.example ou 127.0.0.1:8008",
    },
    "platform_test.too_many_users": {
        "en": "this platform holds at most {limit} accounts in one browser",
        "es": "esta plataforma admite como mucho {limit} cuentas en un navegador",
        "pt": "esta plataforma aceita no máximo {limit} contas em um navegador",
    },
    "platform_test.unwritable": {
        "en": "cannot be written: {why}",
        "es": "no se puede escribir: {why}",
        "pt": "não pode ser gravado: {why}",
    },
}
