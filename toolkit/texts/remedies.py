"""What to do about a failure: one sentence per reason code, with the command to type where there is one."""

from __future__ import annotations


def _same(text: str) -> dict[str, str]:
    return {"en": text, "es": text, "pt": text}


_AGAIN = {
    "en": "Try again later.",
    "es": "Inténtalo de nuevo más tarde.",
    "pt": "Tente de novo mais tarde.",
}
_EVERYWHERE = {
    "en": "Sign the account out everywhere: toolkit everywhere PROFILE {platform}",
    "es": "Cierra la cuenta en todas partes: toolkit everywhere PERFIL {platform}",
    "pt": "Encerre a conta em todo lugar: toolkit everywhere PERFIL {platform}",
}
_WITH_WINDOW = {
    "en": "Look on with a window: add --headed",
    "es": "Míralo en una ventana: añade --headed",
    "pt": "Veja em uma janela: acrescente --headed",
}
_OPEN_AND_CLOSE = {
    "en": "Open it, close it with its own cross, and try again: toolkit open {profile}",
    "es": "Ábrelo, ciérralo con su propia cruz e inténtalo de nuevo: toolkit open {profile}",
    "pt": "Abra-o, feche-o no próprio X e tente de novo: toolkit open {profile}",
}

TEXTS = {
    "remedy.unknown_platform": _same("toolkit platform list"),
    "remedy.unknown_profile": _same("toolkit profile list"),
    "remedy.unknown_account": _same("toolkit account list"),
    "remedy.no_accounts": {
        "en": "Add one: toolkit account add PROFILE PLATFORM USER",
        "es": "Añade una: toolkit account add PERFIL PLATAFORMA USUARIO",
        "pt": "Adicione uma: toolkit account add PERFIL PLATAFORMA USUÁRIO",
    },
    "remedy.unknown_receipt": _same("toolkit receipt list"),
    "remedy.not_in_receipt": _same("toolkit receipt show"),
    "remedy.bad_command": {"en": "Help: {command}", "es": "Ayuda: {command}", "pt": "Ajuda: {command}"},
    "remedy.bad_file": {
        "en": "Correct the file at that place, and try again.",
        "es": "Corrige el archivo en ese lugar e inténtalo de nuevo.",
        "pt": "Corrija o arquivo nesse lugar e tente de novo.",
    },
    "remedy.bad_value": _same(""),
    "remedy.name_taken": {"en": "Choose another name.", "es": "Elige otro nombre.", "pt": "Escolha outro nome."},
    "remedy.secret_missing": {
        "en": "Keep it: {command} (in CI: the variable {variable})",
        "es": "Guárdalo: {command} (en CI: la variable {variable})",
        "pt": "Guarde-o: {command} (em CI: a variável {variable})",
    },
    "remedy.secret_collision": {
        "en": "Keep these secrets in the keyring: toolkit secret set PLATFORM USER NAME",
        "es": "Guarda estos secretos en el llavero: toolkit secret set PLATAFORMA USUARIO NOMBRE",
        "pt": "Guarde estes segredos no chaveiro: toolkit secret set PLATAFORMA USUÁRIO NOME",
    },
    "remedy.secret_domains": {
        "en": "If it may be typed there, keep it again: {command}",
        "es": "Si se puede escribir ahí, guárdalo otra vez: {command}",
        "pt": "Se pode ser digitado lá, guarde-o de novo: {command}",
    },
    "remedy.secret_refused": {
        "en": "Sign in yourself with toolkit open PROFILE, and tell whoever wrote the flow.",
        "es": "Inicia sesión tú con toolkit open PERFIL y avisa a quien escribió el flujo.",
        "pt": "Entre você com toolkit open PERFIL e avise quem escreveu o fluxo.",
    },
    "remedy.secret_replica": {
        "en": "Set the variable {variable}",
        "es": "Define la variable {variable}",
        "pt": "Defina a variável {variable}",
    },
    "remedy.var_missing": {
        "en": "Give them with the account: toolkit account add PROFILE {platform} USER --var KEY=VALUE",
        "es": "Indícalos con la cuenta: toolkit account add PERFIL {platform} USUARIO --var CLAVE=VALOR",
        "pt": "Indique-os com a conta: toolkit account add PERFIL {platform} USUÁRIO --var CHAVE=VALOR",
    },
    "remedy.flow_missing": {
        "en": "Do it yourself: toolkit open PROFILE",
        "es": "Hazlo tú: toolkit open PERFIL",
        "pt": "Faça você: toolkit open PERFIL",
    },
    "remedy.untrusted": {
        "en": "Read what they do and allow it: {command}",
        "es": "Lee qué hacen y permítelo: {command}",
        "pt": "Leia o que fazem e permita: {command}",
    },
    "remedy.no_browser": {
        "en": "Install one: {command}",
        "es": "Instala uno: {command}",
        "pt": "Instale um: {command}",
    },
    "remedy.browser_changed": {
        "en": "Put that browser back, or name it under browser: executable in toolkit.yaml.",
        "es": "Vuelve a instalar ese navegador, o indícalo en browser: executable de toolkit.yaml.",
        "pt": "Instale de novo esse navegador, ou indique-o em browser: executable do toolkit.yaml.",
    },
    "remedy.profile_refused": {
        "en": "Choose another folder with --home.",
        "es": "Elige otra carpeta con --home.",
        "pt": "Escolha outra pasta com --home.",
    },
    "remedy.home_unwritable": {
        "en": "Give yourself the right to write there, or choose another folder with --home.",
        "es": "Date permiso de escritura ahí, o elige otra carpeta con --home.",
        "pt": "Dê a si mesmo permissão de escrita ali, ou escolha outra pasta com --home.",
    },
    "remedy.no_workspace": {
        "en": "Make one: toolkit init",
        "es": "Crea uno: toolkit init",
        "pt": "Crie um: toolkit init",
    },
    "remedy.not_supported": _same(""),
    "remedy.still_valid": _EVERYWHERE,
    "remedy.not_cleared": {
        "en": "Run it again: toolkit logout-all",
        "es": "Repítelo: toolkit logout-all",
        "pt": "Repita: toolkit logout-all",
    },
    "remedy.traces_left": {
        "en": "Log it out: toolkit logout-all",
        "es": "Cierra la sesión: toolkit logout-all",
        "pt": "Encerre a sessão: toolkit logout-all",
    },
    "remedy.flow_broken": {
        "en": "Check its files: toolkit platform lint {platform}",
        "es": "Revisa sus archivos: toolkit platform lint {platform}",
        "pt": "Verifique os arquivos dela: toolkit platform lint {platform}",
    },
    "remedy.probe_wrong": {
        "en": "Look at signed_in and signed_out under probe in platforms/{platform}.yaml.",
        "es": "Mira signed_in y signed_out bajo probe en platforms/{platform}.yaml.",
        "pt": "Veja signed_in e signed_out em probe, em platforms/{platform}.yaml.",
    },
    "remedy.account_unread": {
        "en": "Look at account under probe in platforms/{platform}.yaml.",
        "es": "Mira account bajo probe en platforms/{platform}.yaml.",
        "pt": "Veja account em probe, em platforms/{platform}.yaml.",
    },
    "remedy.control_failed": {
        "en": "If that is how {platform} works, write “replay: never” in platforms/{platform}.yaml.",
        "es": "Si {platform} funciona así, escribe «replay: never» en platforms/{platform}.yaml.",
        "pt": "Se {platform} funciona assim, escreva “replay: never” em platforms/{platform}.yaml.",
    },
    "remedy.wrong_password": {
        "en": "Keep the right one: toolkit secret set {platform} USER password",
        "es": "Guarda la correcta: toolkit secret set {platform} USUARIO password",
        "pt": "Guarde a certa: toolkit secret set {platform} USUÁRIO password",
    },
    "remedy.challenge": {
        "en": "Answer it yourself: toolkit open PROFILE, or add --headed",
        "es": "Respóndele tú: toolkit open PERFIL, o añade --headed",
        "pt": "Responda você: toolkit open PERFIL, ou acrescente --headed",
    },
    "remedy.person_needed": _WITH_WINDOW,
    "remedy.network_down": {
        "en": "Check the connection, and try again.",
        "es": "Revisa la conexión e inténtalo de nuevo.",
        "pt": "Verifique a conexão e tente de novo.",
    },
    "remedy.host_blocked": {
        "en": "If the site needs it, add {host} to the assets of {platform}.",
        "es": "Si el sitio lo necesita, añade {host} a los assets de {platform}.",
        "pt": "Se o site precisa dele, acrescente {host} aos assets de {platform}.",
    },
    "remedy.server_error": _AGAIN,
    "remedy.selector_gone": _WITH_WINDOW,
    "remedy.expectation_failed": _WITH_WINDOW,
    "remedy.timeout": {
        "en": "Try again, with more time: --timeout 300",
        "es": "Inténtalo de nuevo con más tiempo: --timeout 300",
        "pt": "Tente de novo com mais tempo: --timeout 300",
    },
    "remedy.probe_unclear": _WITH_WINDOW,
    "remedy.not_flipped": _WITH_WINDOW,
    "remedy.replay_unclear": _EVERYWHERE,
    "remedy.open_on_server": _EVERYWHERE,
    "remedy.sessions_left": {
        "en": "Log out first: toolkit logout-all --profile {profile} (or remove it anyway: --yes)",
        "es": "Cierra antes las sesiones: toolkit logout-all --profile {profile} (o bórralo igualmente: --yes)",
        "pt": "Antes encerre as sessões: toolkit logout-all --profile {profile} (ou apague mesmo assim: --yes)",
    },
    "remedy.profile_in_use": {
        "en": "Close its window or wait until the other command has finished.",
        "es": "Cierra su ventana o espera a que acabe la otra orden.",
        "pt": "Feche a janela dele ou espere o outro comando terminar.",
    },
    "remedy.not_confirmed": {
        "en": "Agree beforehand with --yes, or run it on a terminal.",
        "es": "Acéptalo de antemano con --yes, o ejecútalo en un terminal.",
        "pt": "Aceite de antemão com --yes, ou execute em um terminal.",
    },
    "remedy.browser_failed": _same("toolkit doctor"),
    "remedy.keyring_locked": {
        "en": "Unlock it (sign in to your desktop), and try again.",
        "es": "Desbloquéalo (inicia sesión en tu escritorio) e inténtalo de nuevo.",
        "pt": "Desbloqueie-o (entre no seu desktop) e tente de novo.",
    },
    "remedy.keyring_absent": {
        "en": "In CI, set TOOLKIT_SECRET_<PLATFORM>_<USER>_<NAME>. On a desktop: toolkit doctor",
        "es": "En CI, define TOOLKIT_SECRET_<PLATAFORMA>_<USUARIO>_<NOMBRE>. En un escritorio: toolkit doctor",
        "pt": "Em CI, defina TOOLKIT_SECRET_<PLATAFORMA>_<USUÁRIO>_<NOME>. Em um desktop: toolkit doctor",
    },
    "remedy.keystore_unreachable": {
        "en": "Run it on the desktop where the profile was opened, with the keyring unlocked.",
        "es": "Ejecútalo en el escritorio donde se abrió el perfil, con el llavero desbloqueado.",
        "pt": "Execute no desktop onde o perfil foi aberto, com o chaveiro desbloqueado.",
    },
    "remedy.proxy": {
        "en": "Sign in yourself: toolkit open PROFILE",
        "es": "Inicia sesión tú: toolkit open PERFIL",
        "pt": "Entre você: toolkit open PERFIL",
    },
    "remedy.disk_full": {
        "en": "Free some space, and run it again.",
        "es": "Libera espacio y repítelo.",
        "pt": "Libere espaço e repita.",
    },
    "remedy.unclean_exit": _OPEN_AND_CLOSE,
    "remedy.unreadable": {
        "en": "Check who owns it and its rights, and try again.",
        "es": "Revisa de quién es y sus permisos, e inténtalo de nuevo.",
        "pt": "Verifique de quem é e as permissões, e tente de novo.",
    },
    "remedy.newer_schema": {
        "en": "Update the toolkit: pipx upgrade logout-toolkit",
        "es": "Actualiza el toolkit: pipx upgrade logout-toolkit",
        "pt": "Atualize o toolkit: pipx upgrade logout-toolkit",
    },
    "remedy.journal_broken": _same(""),
    "remedy.clear_failed": {
        "en": "Run it again: toolkit logout-all",
        "es": "Repítelo: toolkit logout-all",
        "pt": "Repita: toolkit logout-all",
    },
    "remedy.receipt_changed": {
        "en": "Do not rely on it; take it from a backup.",
        "es": "No te fíes de él; recupéralo de una copia de seguridad.",
        "pt": "Não confie nele; recupere-o de um backup.",
    },
    "remedy.receipt_missing": {
        "en": "Look for them in a backup.",
        "es": "Búscalos en una copia de seguridad.",
        "pt": "Procure-os em um backup.",
    },
    "remedy.receipts_lost": {
        "en": "Look for them in a backup.",
        "es": "Búscalos en una copia de seguridad.",
        "pt": "Procure-os em um backup.",
    },
    "remedy.receipt_moved": {
        "en": "Give the file its own name back: {own}.json",
        "es": "Devuelve al archivo su nombre: {own}.json",
        "pt": "Devolva ao arquivo o nome dele: {own}.json",
    },
    "remedy.receipt_twice": {
        "en": "Delete the copy.",
        "es": "Borra la copia.",
        "pt": "Apague a cópia.",
    },
    "remedy.receipt_replaced": {
        "en": "Compare it with a backup.",
        "es": "Compáralo con una copia de seguridad.",
        "pt": "Compare-o com um backup.",
    },
    "remedy.receipt_foreign": {
        "en": "Find out who put it there; it proves nothing.",
        "es": "Averigua quién lo puso ahí; no demuestra nada.",
        "pt": "Descubra quem o pôs ali; ele não prova nada.",
    },
    "remedy.receipts_busy": {
        "en": "Answer the question of the keyring if one is open, and try again.",
        "es": "Si el llavero te está preguntando algo, respóndele e inténtalo de nuevo.",
        "pt": "Se o chaveiro estiver perguntando algo, responda e tente de novo.",
    },
    "remedy.receipt_unsigned": _same(""),
    "remedy.receipt_newer": {
        "en": "Update the toolkit.",
        "es": "Actualiza el toolkit.",
        "pt": "Atualize o toolkit.",
    },
    "remedy.receipt_key_changed": {
        "en": "If you moved to another computer or lost the key, that is why; else find out who did this.",
        "es": "Si cambiaste de ordenador o perdiste la clave, es por eso; si no, averigua quién lo hizo.",
        "pt": "Se você mudou de computador ou perdeu a chave, é por isso; se não, descubra quem fez isso.",
    },
    "remedy.receipt_key_gone": {
        "en": "Compare the fingerprint with the one on an older printed page.",
        "es": "Compara la huella con la de una página impresa anterior.",
        "pt": "Compare a impressão digital com a de uma página impressa anterior.",
    },
    "remedy.receipt_head_gone": {
        "en": "The next run makes a new one.",
        "es": "La próxima ejecución crea otra.",
        "pt": "A próxima execução cria outra.",
    },
    "remedy.left_after_rebuild": {
        "en": "Run it again. If it stays, look at that file and report it.",
        "es": "Inténtalo de nuevo. Si sigue ahí, mira ese archivo y avísanos.",
        "pt": "Tente de novo. Se continuar, veja esse arquivo e avise.",
    },
    "remedy.interrupted": {
        "en": "See where it stopped: toolkit status",
        "es": "Mira dónde se quedó: toolkit status",
        "pt": "Veja onde parou: toolkit status",
    },
    "remedy.unexpected": {
        "en": "Please report it with that file; it holds no secrets.",
        "es": "Comunícalo con ese archivo; no contiene secretos.",
        "pt": "Relate isso com esse arquivo; ele não contém segredos.",
    },
}
