"""The page of a receipt that a client is handed. Its readers know neither the toolkit nor its commands."""

TEXTS = {
    "report.title": {
        "en": "Logout receipt",
        "es": "Comprobante de cierre de sesión",
        "pt": "Comprovante de encerramento de sessão",
    },
    "report.title_check": {
        "en": "Receipt of a check",
        "es": "Comprobante de una revisión",
        "pt": "Comprovante de uma verificação",
    },
    "report.whole_run": {"en": "The whole run", "es": "Toda la ejecución", "pt": "Toda a execução"},
    "report.verdict.clean": {
        "en": "In the work browser on this computer no open session of the accounts below was left.",
        "es": "En el navegador de trabajo de este ordenador no quedó abierta ninguna sesión de las cuentas de abajo.",
        "pt": "No navegador de trabalho deste computador não ficou aberta nenhuma sessão das contas abaixo.",
    },
    "report.verdict.dirty": {
        "en": "Something is still open or was left behind. What, is said below.",
        "es": "Algo sigue abierto o ha quedado en el ordenador. Abajo se dice qué.",
        "pt": "Algo continua aberto ou ficou no computador. Abaixo se diz o quê.",
    },
    "report.verdict.unknown": {
        "en": "It could not be confirmed that everything is closed. Why, is said below.",
        "es": "No se ha podido confirmar que todo esté cerrado. Abajo se dice por qué.",
        "pt": "Não foi possível confirmar que tudo está encerrado. Abaixo se diz por quê.",
    },
    "report.what": {"en": "Task", "es": "Tarea", "pt": "Tarefa"},
    "report.when": {"en": "When", "es": "Cuándo", "pt": "Quando"},
    "report.computer": {"en": "On the computer", "es": "En el ordenador", "pt": "No computador"},
    "report.numbered": {"en": "{heading} no. {number}", "es": "{heading} n.º {number}", "pt": "{heading} n.º {number}"},
    "report.clients": {"en": "Clients: {count}", "es": "Clientes: {count}", "pt": "Clientes: {count}"},
    # what was asked for, never what came of it: that is the verdict's to say
    "report.command.logout": {
        "en": "Log-out",
        "es": "Cierre de sesión",
        "pt": "Encerramento de sessão",
    },
    "report.command.logout-all": {
        "en": "Log-out of all sessions",
        "es": "Cierre de todas las sesiones",
        "pt": "Encerramento de todas as sessões",
    },
    "report.command.everywhere": {
        "en": "Log-out on all devices",
        "es": "Cierre de sesión en todos los dispositivos",
        "pt": "Encerramento em todos os dispositivos",
    },
    "report.command.verify": {
        "en": "Search of this computer for sessions",
        "es": "Búsqueda de sesiones en este ordenador",
        "pt": "Busca de sessões neste computador",
    },
    "report.months": {
        "en": "January February March April May June July August September October November December",
        "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    },
    "report.date": {
        "en": "{day} {month} {year}",
        "es": "{day} de {month} de {year}",
        "pt": "{day} de {month} de {year}",
    },
    "report.profile": {
        "en": "browser profile: {profile}",
        "es": "perfil del navegador: {profile}",
        "pt": "perfil do navegador: {profile}",
    },
    "report.account": {"en": "Account", "es": "Cuenta", "pt": "Conta"},
    "report.layer.server": {"en": "At the platform", "es": "En la plataforma", "pt": "Na plataforma"},
    "report.layer.browser": {"en": "In the browser", "es": "En el navegador", "pt": "No navegador"},
    "report.layer.disk": {"en": "On the disk", "es": "En el disco", "pt": "No disco"},
    "report.server.revoked": {
        "en": "The session was closed, then tried once more: the platform refused it.",
        "es": "La sesión se cerró y se volvió a probar: la plataforma la rechazó.",
        "pt": "A sessão foi encerrada e testada de novo: a plataforma a recusou.",
    },
    "report.server.signed_out": {
        "en": "The platform says that nobody is signed in any more.",
        "es": "La plataforma dice que ya no hay ninguna sesión iniciada.",
        "pt": "A plataforma diz que não há mais ninguém conectado.",
    },
    "report.server.still_valid": {
        "en": "The platform goes on accepting the old session.",
        "es": "La plataforma sigue aceptando la sesión antigua.",
        "pt": "A plataforma continua aceitando a sessão antiga.",
    },
    "report.server.was_out": {
        "en": "There was no session to close.",
        "es": "No había ninguna sesión que cerrar.",
        "pt": "Não havia nenhuma sessão para encerrar.",
    },
    "report.server.unknown": {
        "en": "It could not be confirmed that the session is closed.",
        "es": "No se ha podido confirmar que la sesión esté cerrada.",
        "pt": "Não foi possível confirmar que a sessão está encerrada.",
    },
    # also where a run could not begin with a profile, so no word on what was there
    "report.server.none": {
        "en": "The platform was not asked.",
        "es": "No se preguntó a la plataforma.",
        "pt": "A plataforma não foi consultada.",
    },
    "report.server.none_check": {
        "en": "Not asked: only this computer was looked at.",
        "es": "No se preguntó: solo se revisó este ordenador.",
        "pt": "Não consultada: só este computador foi verificado.",
    },
    "report.browser.cleared": {
        "en": "Cookies and stored data were removed.",
        "es": "Se borraron las cookies y los datos guardados.",
        "pt": "Os cookies e os dados guardados foram apagados.",
    },
    "report.browser.not_cleared": {
        "en": "Cookies or stored data could not be removed.",
        "es": "No se pudieron borrar las cookies o los datos guardados.",
        "pt": "Não foi possível apagar os cookies ou os dados guardados.",
    },
    "report.browser.unknown": {
        "en": "It could not be confirmed that everything was removed.",
        "es": "No se ha podido confirmar que se borrara todo.",
        "pt": "Não foi possível confirmar que tudo foi apagado.",
    },
    "report.browser.none": {"en": "It was not opened.", "es": "No se abrió.", "pt": "Não foi aberto."},
    "report.disk.clean": {
        "en": "Read file by file: nothing of the platform is left.",
        "es": "Leído archivo por archivo: no queda nada de la plataforma.",
        "pt": "Lido arquivo por arquivo: não sobrou nada da plataforma.",
    },
    "report.disk.residue": {
        "en": "Traces are left that open no account, such as the history.",
        "es": "Quedan rastros que no abren ninguna cuenta, como el historial.",
        "pt": "Sobraram rastros que não abrem nenhuma conta, como o histórico.",
    },
    "report.disk.dirty": {
        "en": "Something is left that may open the account.",
        "es": "Queda algo que quizá abra la cuenta.",
        "pt": "Sobrou algo que talvez abra a conta.",
    },
    "report.disk.unknown": {
        "en": "The browser's files could not be read reliably.",
        "es": "Los archivos del navegador no se pudieron leer con seguridad.",
        "pt": "Os arquivos do navegador não puderam ser lidos com segurança.",
    },
    "report.nothing": {
        "en": "There was nothing to close: no traces of known platforms were on the disk.",
        "es": "No había nada que cerrar: en el disco no había rastros de plataformas conocidas.",
        "pt": "Não havia nada a encerrar: no disco não havia rastros de plataformas conhecidas.",
    },
    "report.open_on_server": {
        "en": "A session may still be open at the platform: it can be ended in the account's security settings.",
        "es": "Quizá siga abierta una sesión en la plataforma: se puede cerrar en los ajustes de seguridad de la "
        "cuenta.",
        "pt": "Talvez continue aberta uma sessão na plataforma: pode ser encerrada nas configurações de segurança da "
        "conta.",
    },
    "report.other_hosts": {
        "en": "Data of other sites ({count}) were removed too, without signing out there.",
        "es": "También se borraron datos de otros sitios ({count}), sin cerrar sesión en ellos.",
        "pt": "Também foram apagados dados de outros sites ({count}), sem encerrar a sessão neles.",
    },
    "report.left": {"en": "Left on the disk:", "es": "Queda en el disco:", "pt": "Sobrou no disco:"},
    "report.more": {"en": "and {count} more", "es": "y {count} más", "pt": "e mais {count}"},
    "report.words": {"en": "What the words mean", "es": "Qué significan las palabras", "pt": "O que as palavras dizem"},
    "report.means.revoked": {
        "en": "The platform ended the session, and a try with the old session was refused.",
        "es": "La plataforma terminó la sesión y rechazó un intento con la sesión antigua.",
        "pt": "A plataforma terminou a sessão e recusou uma tentativa com a sessão antiga.",
    },
    "report.means.signed_out": {
        "en": "The platform says so; trying the old session again was not possible there.",
        "es": "Lo dice la plataforma; allí no fue posible volver a probar la sesión antigua.",
        "pt": "É o que diz a plataforma; ali não foi possível testar de novo a sessão antiga.",
    },
    "report.means.residue": {
        "en": "The disk still tells that a site was used, for instance in the history. Nobody can get into an account "
        "with that.",
        "es": "El disco aún revela que se usó un sitio, por ejemplo en el historial. Con eso nadie puede entrar en una "
        "cuenta.",
        "pt": "O disco ainda revela que um site foi usado, por exemplo no histórico. Com isso ninguém pode entrar em "
        "uma conta.",
    },
    "report.means.unknown": {
        "en": "It could not be checked: a platform did not answer or asked for a code, or files could not be read. It "
        "never counts as clean.",
        "es": "No se pudo comprobar: una plataforma no respondió o pidió un código, o no se pudieron leer archivos. "
        "Nunca cuenta como limpio.",
        "pt": "Não deu para conferir: uma plataforma não respondeu ou pediu um código, ou arquivos não puderam ser "
        "lidos. Nunca conta como limpo.",
    },
    "report.not_covered": {
        "en": "What this page does not cover",
        "es": "Qué no cubre esta página",
        "pt": "O que esta página não cobre",
    },
    "report.gap.devices": {
        "en": "Other browsers, other computers and phones: sessions there stay as they are.",
        "es": "Otros navegadores, otros ordenadores y los móviles: allí las sesiones siguen como estaban.",
        "pt": "Outros navegadores, outros computadores e os celulares: ali as sessões continuam como estavam.",
    },
    "report.gap.devices_everywhere": {
        "en": "Other browsers, computers and phones, as far as the platform itself did not end their sessions.",
        "es": "Otros navegadores, ordenadores y móviles, en la medida en que la propia plataforma no cerrara sus "
        "sesiones.",
        "pt": "Outros navegadores, computadores e celulares, na medida em que a própria plataforma não tenha encerrado "
        "as sessões deles.",
    },
    "report.gap.later": {
        "en": "What happened after the moment above. Whoever knows the password can sign in again.",
        "es": "Lo que pasó después del momento indicado. Quien sepa la contraseña puede volver a entrar.",
        "pt": "O que aconteceu depois do momento indicado. Quem souber a senha pode entrar de novo.",
    },
    "report.gap.disk": {
        "en": "Remains of deleted files in a disk's spare cells, in backups and snapshots.",
        "es": "Restos de archivos borrados en celdas de reserva del disco, en copias de seguridad e instantáneas.",
        "pt": "Restos de arquivos apagados em células de reserva do disco, em backups e instantâneos.",
    },
    "report.gap.platform": {
        "en": "What the platform itself keeps about the account.",
        "es": "Lo que la propia plataforma guarda sobre la cuenta.",
        "pt": "O que a própria plataforma guarda sobre a conta.",
    },
    "report.signature": {"en": "Signature", "es": "Firma", "pt": "Assinatura"},
    "report.part": {
        "en": "This page shows one client's part of the receipt.",
        "es": "Esta página muestra la parte del comprobante que trata de un solo cliente.",
        "pt": "Esta página mostra a parte do comprovante que trata de um só cliente.",
    },
    "report.signed": {
        "en": "The receipt behind this page is no. {number} in a chain in which each one confirms the one before. It "
        "is signed (Ed25519).",
        "es": "El comprobante en que se basa esta página es el n.º {number} de una cadena en la que cada uno confirma "
        "el anterior. Está firmado (Ed25519).",
        "pt": "O comprovante em que se baseia esta página é o n.º {number} de uma cadeia em que cada um confirma o "
        "anterior. Está assinado (Ed25519).",
    },
    "report.fingerprint": {
        "en": "Fingerprint of the key (SHA-256)",
        "es": "Huella de la clave (SHA-256)",
        "pt": "Impressão digital da chave (SHA-256)",
    },
    "report.file_hash": {
        "en": "The receipt's file (SHA-256)",
        "es": "Archivo del comprobante (SHA-256)",
        "pt": "Arquivo do comprovante (SHA-256)",
    },
    "report.check": {
        "en": "To check it: let whoever gave you this page type “{command}” before your eyes, and compare the "
        "fingerprint with this one and with those of earlier pages. Paper is not signed; the file {file} is.",
        "es": "Para comprobarlo: pide a quien te dio esta página que escriba «{command}» delante de ti y compara la "
        "huella con esta y con las de páginas anteriores. Lo firmado no es el papel, sino el archivo {file}.",
        "pt": "Para conferir: peça a quem lhe deu esta página que digite “{command}” na sua frente e compare a "
        "impressão digital com esta e com as de páginas anteriores. O assinado não é o papel, e sim o arquivo {file}.",
    },
    "report.unsigned": {
        "en": "A later change to it might not show. Rely on it as on a note by whoever gave it to you.",
        "es": "Un cambio posterior podría pasar inadvertido. Vale lo que una nota de quien te la dio.",
        "pt": "Uma mudança posterior poderia passar despercebida. Vale o mesmo que uma nota de quem lhe deu a página.",
    },
}
