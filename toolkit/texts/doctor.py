"""What `doctor` says."""

TEXTS = {
    "doctor.python": {"en": "Python", "es": "Python", "pt": "Python"},
    "doctor.driver": {
        "en": "Playwright's driver",
        "es": "Controlador de Playwright",
        "pt": "Controlador do Playwright",
    },
    "doctor.keyring": {"en": "Keyring", "es": "Llavero", "pt": "Chaveiro"},
    "doctor.desktop": {"en": "Screen", "es": "Pantalla", "pt": "Tela"},
    "doctor.proxy": {"en": "Proxy", "es": "Proxy", "pt": "Proxy"},
    "doctor.sandbox": {"en": "Browser's sandbox", "es": "Aislamiento del navegador", "pt": "Isolamento do navegador"},
    "doctor.home": {"en": "Workspace", "es": "Espacio de trabajo", "pt": "Espaço de trabalho"},
    "doctor.config": {"en": "toolkit.yaml", "es": "toolkit.yaml", "pt": "toolkit.yaml"},
    "doctor.browser": {"en": "Browser", "es": "Navegador", "pt": "Navegador"},
    "doctor.platforms": {"en": "Platforms", "es": "Plataformas", "pt": "Plataformas"},
    "doctor.journal": {"en": "Journal", "es": "Diario", "pt": "Diário"},
    "doctor.runs": {"en": "Unfinished run", "es": "Orden sin terminar", "pt": "Execução não terminada"},
    "doctor.open": {"en": "Open session", "es": "Sesión abierta", "pt": "Sessão aberta"},
    "doctor.profile": {"en": "Profile", "es": "Perfil", "pt": "Perfil"},
    "doctor.there": {"en": "there", "es": "disponible", "pt": "disponível"},
    "doctor.absent": {"en": "not there", "es": "no está", "pt": "não está"},
    "doctor.well": {
        "en": "Everything that is needed is there.",
        "es": "Está todo lo que hace falta.",
        "pt": "Está tudo o que é preciso.",
    },
    "doctor.missing": {
        "en": "Missing: {count}. Mend these first (marked ✗).",
        "es": "Faltan: {count}. Arregla primero lo marcado con ✗.",
        "pt": "Faltam: {count}. Resolva primeiro o que está marcado com ✗.",
    },
    "doctor.python.mend": {
        "en": "Install Python 3.11 or newer: https://www.python.org/downloads/",
        "es": "Instala Python 3.11 o más nuevo: https://www.python.org/downloads/",
        "pt": "Instale o Python 3.11 ou mais novo: https://www.python.org/downloads/",
    },
    "doctor.keyring.absent": {
        "en": "this system has none that can be used",
        "es": "este sistema no tiene ninguno utilizable",
        "pt": "este sistema não tem nenhum utilizável",
    },
    "doctor.keyring.mend": {
        "en": "On a desktop, install gnome-keyring or KWallet. In CI, set TOOLKIT_SECRET_<PLATFORM>_<USER>_<NAME>.",
        "es": "En un escritorio, instala gnome-keyring o KWallet. En CI, define "
        "TOOLKIT_SECRET_<PLATAFORMA>_<USUARIO>_<NOMBRE>.",
        "pt": "Em um desktop, instale gnome-keyring ou KWallet. Em CI, defina "
        "TOOLKIT_SECRET_<PLATAFORMA>_<USUÁRIO>_<NOME>.",
    },
    "doctor.desktop.absent": {
        "en": "none: browsers run without a window, and `toolkit open` cannot work",
        "es": "ninguna: los navegadores trabajan sin ventana y `toolkit open` no puede funcionar",
        "pt": "nenhuma: os navegadores trabalham sem janela e `toolkit open` não pode funcionar",
    },
    "doctor.desktop.mend": {
        "en": "Run this on a desktop for accounts that need a person.",
        "es": "Usa un equipo con escritorio para las cuentas que necesitan a una persona.",
        "pt": "Use um computador com desktop para as contas que precisam de uma pessoa.",
    },
    "doctor.proxy.none": {"en": "none", "es": "ninguno", "pt": "nenhum"},
    "doctor.proxy.there": {
        "en": "this system sends its traffic through one, so passwords are not typed by the toolkit",
        "es": "este sistema envía su tráfico por uno, así que el toolkit no escribe contraseñas",
        "pt": "este sistema envia o tráfego por um, por isso o toolkit não digita senhas",
    },
    "doctor.proxy.mend": {
        "en": "Sign in yourself with toolkit open, or switch the proxy off.",
        "es": "Inicia sesión tú con toolkit open, o desactiva el proxy.",
        "pt": "Entre você com toolkit open, ou desative o proxy.",
    },
    "doctor.sandbox.root": {
        "en": "off, because this is root",
        "es": "desactivado, porque eres root",
        "pt": "desativado, porque você é root",
    },
    "doctor.sandbox.root_mend": {
        "en": "Use an ordinary user, except in CI.",
        "es": "Usa un usuario normal, salvo en CI.",
        "pt": "Use um usuário comum, exceto em CI.",
    },
    "doctor.sandbox.refused": {
        "en": "this system may refuse it to the browser ({name})",
        "es": "puede que este sistema se lo niegue al navegador ({name})",
        "pt": "este sistema pode negá-lo ao navegador ({name})",
    },
    "doctor.sandbox.mend": {
        "en": "Use the browser that your distribution packages: it comes with its permission.",
        "es": "Usa el navegador que empaqueta tu distribución: trae su permiso.",
        "pt": "Use o navegador empacotado pela sua distribuição: ele traz a permissão.",
    },
    "doctor.home.no_write": {
        "en": "no right to write",
        "es": "sin permiso de escritura",
        "pt": "sem permissão de escrita",
    },
    "doctor.home.open": {
        "en": "other users of this computer can look into {path}",
        "es": "otros usuarios de este equipo pueden mirar dentro de {path}",
        "pt": "outros usuários deste computador podem ver dentro de {path}",
    },
    "doctor.browser.configured": {
        "en": "named in toolkit.yaml",
        "es": "indicado en toolkit.yaml",
        "pt": "indicado no toolkit.yaml",
    },
    "doctor.browser.installed": {"en": "installed", "es": "instalado", "pt": "instalado"},
    "doctor.browser.playwright": {"en": "Playwright's own", "es": "el de Playwright", "pt": "o do Playwright"},
    "doctor.platforms.fine": {"en": "{count} ready", "es": "{count} listas", "pt": "{count} prontas"},
    "doctor.journal.new": {"en": "empty so far", "es": "aún vacío", "pt": "ainda vazio"},
    "doctor.interrupted": {
        "en": "toolkit {command} of {began} never ended",
        "es": "toolkit {command} del {began} no terminó",
        "pt": "toolkit {command} de {began} não terminou",
    },
    "doctor.open_session": {
        "en": "{platform} in {profile} may still be signed in on its server",
        "es": "{platform} en {profile} quizá sigue con la sesión abierta en su servidor",
        "pt": "{platform} em {profile} talvez continue com a sessão aberta no servidor",
    },
    "doctor.rebuild": {
        "en": "the clean-up of {profile} did not end",
        "es": "la limpieza de {profile} no terminó",
        "pt": "a limpeza de {profile} não terminou",
    },
}
