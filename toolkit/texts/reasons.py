"""Why something could not be done: one sentence per reason code, saying what and where."""

TEXTS = {
    "reason.unknown_platform": {
        "en": "There is no platform {name}.{did_you_mean}",
        "es": "No existe la plataforma {name}.{did_you_mean}",
        "pt": "Não existe a plataforma {name}.{did_you_mean}",
    },
    "reason.unknown_profile": {
        "en": "There is no profile {name}.{did_you_mean}",
        "es": "No existe el perfil {name}.{did_you_mean}",
        "pt": "Não existe o perfil {name}.{did_you_mean}",
    },
    "reason.unknown_account": {
        "en": "No account {account} of {platform} is listed.",
        "es": "La cuenta {account} de {platform} no está en la lista.",
        "pt": "A conta {account} de {platform} não está na lista.",
    },
    "reason.no_accounts": {
        "en": "No account for this is listed in {profile}.",
        "es": "En {profile} no hay ninguna cuenta para esto.",
        "pt": "Em {profile} não há nenhuma conta para isto.",
    },
    "reason.unknown_receipt": {
        "en": "There is no receipt {name}, or it cannot be read.",
        "es": "No existe el comprobante {name}, o no se puede leer.",
        "pt": "Não existe o comprovante {name}, ou não pode ser lido.",
    },
    "reason.not_in_receipt": {
        "en": "That receipt says nothing about the profile {profile}.",
        "es": "Ese comprobante no dice nada del perfil {profile}.",
        "pt": "Esse comprovante não diz nada do perfil {profile}.",
    },
    "reason.bad_command": {"en": "{problem}", "es": "{problem}", "pt": "{problem}"},
    "reason.bad_file": {"en": "{where}: {problem}", "es": "{where}: {problem}", "pt": "{where}: {problem}"},
    "reason.bad_value": {"en": "{what}: {problem}", "es": "{what}: {problem}", "pt": "{what}: {problem}"},
    "reason.name_taken": {"en": "{name} is there already.", "es": "{name} ya existe.", "pt": "{name} já existe."},
    "reason.secret_missing": {
        "en": "The secret {name} is missing.",
        "es": "Falta el secreto {name}.",
        "pt": "Falta o segredo {name}.",
    },
    "reason.secret_collision": {
        "en": "The variable {variable} would serve several accounts: {accounts}.",
        "es": "La variable {variable} valdría para varias cuentas: {accounts}.",
        "pt": "A variável {variable} serviria para várias contas: {accounts}.",
    },
    "reason.secret_domains": {
        "en": "The secret {name} was not kept for these sites: {domains}.",
        "es": "El secreto {name} no se guardó para estos sitios: {domains}.",
        "pt": "O segredo {name} não foi guardado para estes sites: {domains}.",
    },
    "reason.secret_refused": {
        "en": "{platform}: step {step} would type a secret where that is not safe ({page}), so it was not typed.",
        "es": "{platform}: el paso {step} iba a escribir un secreto donde no es seguro ({page}); no se ha escrito.",
        "pt": "{platform}: o passo {step} ia digitar um segredo onde não é seguro ({page}); não foi digitado.",
    },
    "reason.secret_replica": {
        "en": "In a test environment (replica) no secret of your keyring is used: {name}.",
        "es": "En un entorno de pruebas (replica) no se usan secretos del llavero: {name}.",
        "pt": "Em um ambiente de teste (replica) não se usam segredos do chaveiro: {name}.",
    },
    "reason.var_missing": {
        "en": "The account {account} of {platform} needs these values, or does not know them: {names}.",
        "es": "A la cuenta {account} de {platform} le faltan estos datos, o no los conoce: {names}.",
        "pt": "À conta {account} de {platform} faltam estes dados, ou ela não os conhece: {names}.",
    },
    "reason.flow_missing": {
        "en": "{platform} has no flow {flow}.",
        "es": "{platform} no tiene el flujo {flow}.",
        "pt": "{platform} não tem o fluxo {flow}.",
    },
    "reason.untrusted": {
        "en": "Your own files of {platform} are new or have changed, so they were not run.",
        "es": "Tus propios archivos de {platform} son nuevos o han cambiado; no se han usado.",
        "pt": "Os seus próprios arquivos de {platform} são novos ou mudaram; não foram usados.",
    },
    "reason.no_browser": {
        "en": "No browser was found ({browser}).",
        "es": "No se ha encontrado ningún navegador ({browser}).",
        "pt": "Nenhum navegador foi encontrado ({browser}).",
    },
    "reason.browser_changed": {
        "en": "{profile} was made with {pinned} ({executable}), which is gone or is not the one configured.",
        "es": "{profile} se creó con {pinned} ({executable}), que ya no está o no es el configurado.",
        "pt": "{profile} foi criado com {pinned} ({executable}), que não está mais ou não é o configurado.",
    },
    "reason.profile_refused": {
        "en": "{path} is not used: {why}.",
        "es": "{path} no se usa: {why}.",
        "pt": "{path} não é usado: {why}.",
    },
    "reason.home_unwritable": {
        "en": "Nothing can be written to {path}: {why}.",
        "es": "No se puede escribir en {path}: {why}.",
        "pt": "Não é possível escrever em {path}: {why}.",
    },
    "reason.no_workspace": {
        "en": "There is no workspace in {path}.",
        "es": "No hay ningún espacio de trabajo en {path}.",
        "pt": "Não há nenhum espaço de trabalho em {path}.",
    },
    "reason.not_supported": {
        "en": "Not supported yet: {what}.",
        "es": "Todavía no se admite: {what}.",
        "pt": "Ainda não é suportado: {what}.",
    },
    "reason.still_valid": {
        "en": "{platform} said goodbye, but its server still accepts the session.",
        "es": "{platform} dice que cerró la sesión, pero su servidor la sigue aceptando.",
        "pt": "{platform} diz que encerrou a sessão, mas o servidor continua a aceitá-la.",
    },
    "reason.not_cleared": {
        "en": "Cookies or storage of {platform} are still in the browser.",
        "es": "Quedan cookies o datos de {platform} en el navegador.",
        "pt": "Sobraram cookies ou dados de {platform} no navegador.",
    },
    "reason.traces_left": {
        "en": "Traces of {platform} are still on the disk.",
        "es": "Quedan rastros de {platform} en el disco.",
        "pt": "Sobraram rastros de {platform} no disco.",
    },
    "reason.flow_broken": {
        "en": "The flows of {platform} do not work as they should.",
        "es": "Los flujos de {platform} no funcionan como deben.",
        "pt": "Os fluxos de {platform} não funcionam como deviam.",
    },
    "reason.probe_wrong": {
        "en": "The probe of {platform} says “{said}” where it should say “{expected}”.",
        "es": "La sonda de {platform} dice «{said}» donde debería decir «{expected}».",
        "pt": "A sonda de {platform} diz “{said}” onde deveria dizer “{expected}”.",
    },
    "reason.account_unread": {
        "en": "The probe of {platform} sees a session but cannot tell whose it is.",
        "es": "La sonda de {platform} ve una sesión iniciada, pero no sabe de quién es.",
        "pt": "A sonda de {platform} vê uma sessão iniciada, mas não sabe de quem é.",
    },
    "reason.control_failed": {
        "en": "{platform} refuses its own session in a second window, so nobody can prove that a logout ends it.",
        "es": "{platform} no acepta su sesión en otra ventana; así no se puede demostrar que al salir se cierra.",
        "pt": "{platform} não aceita sua sessão em outra janela; assim não se pode provar que sair a encerra.",
    },
    "reason.wrong_password": {
        "en": "{platform} did not accept the user name and password.",
        "es": "{platform} no ha aceptado el usuario y la contraseña.",
        "pt": "{platform} não aceitou o usuário e a senha.",
    },
    "reason.challenge": {
        "en": "{platform} wants to check that a person is there (captcha, code or locked account).",
        "es": "{platform} quiere comprobar que hay una persona (captcha, código o cuenta bloqueada).",
        "pt": "{platform} quer confirmar que há uma pessoa (captcha, código ou conta bloqueada).",
    },
    "reason.person_needed": {
        "en": "{platform} needs you: {why}",
        "es": "{platform} te necesita: {why}",
        "pt": "{platform} precisa de você: {why}",
    },
    "reason.network_down": {
        "en": "{platform} could not be reached ({host}).",
        "es": "No se ha podido llegar a {platform} ({host}).",
        "pt": "Não foi possível chegar a {platform} ({host}).",
    },
    "reason.host_blocked": {
        "en": "{platform} wanted to reach {host}, which is not on its list, so it was blocked.",
        "es": "{platform} quería conectar con {host}, que no está en su lista; se ha bloqueado.",
        "pt": "{platform} queria conectar com {host}, que não está na lista dela; foi bloqueado.",
    },
    "reason.server_error": {
        "en": "{platform}'s server answered with an error.",
        "es": "El servidor de {platform} ha respondido con un error.",
        "pt": "O servidor de {platform} respondeu com um erro.",
    },
    "reason.selector_gone": {
        "en": "{platform}: step {step} did not find what it looks for on {page}. The site may have changed.",
        "es": "{platform}: el paso {step} no ha encontrado lo que busca en {page}. Puede que el sitio haya cambiado.",
        "pt": "{platform}: o passo {step} não encontrou o que procura em {page}. Talvez o site tenha mudado.",
    },
    "reason.expectation_failed": {
        "en": "{platform}: after step {step} the page is not what was expected ({page}).",
        "es": "{platform}: tras el paso {step} la página no es la esperada ({page}).",
        "pt": "{platform}: depois do passo {step} a página não é a esperada ({page}).",
    },
    "reason.timeout": {
        "en": "{platform} took too long.",
        "es": "{platform} ha tardado demasiado.",
        "pt": "{platform} demorou demais.",
    },
    "reason.probe_unclear": {
        "en": "It could not be told whether somebody is signed in to {platform}.",
        "es": "No se ha podido saber si hay una sesión iniciada en {platform}.",
        "pt": "Não foi possível saber se há uma sessão iniciada em {platform}.",
    },
    "reason.not_flipped": {
        "en": "{platform} still shows the same as before.",
        "es": "{platform} sigue mostrando lo mismo que antes.",
        "pt": "{platform} continua mostrando o mesmo que antes.",
    },
    "reason.replay_unclear": {
        "en": "{platform} logged out, but it could not be proven that the old session is refused.",
        "es": "{platform} ha cerrado la sesión, pero no se ha podido demostrar que rechaza la antigua.",
        "pt": "{platform} encerrou a sessão, mas não foi possível provar que recusa a antiga.",
    },
    "reason.open_on_server": {
        "en": "An earlier session may still be open on {platform}'s server.",
        "es": "Quizá sigue abierta una sesión anterior en el servidor de {platform}.",
        "pt": "Talvez continue aberta uma sessão anterior no servidor de {platform}.",
    },
    "reason.sessions_left": {
        "en": "Somebody may still be signed in from {profile}: {platforms}.",
        "es": "Quizá quedan sesiones abiertas en {profile}: {platforms}.",
        "pt": "Talvez ainda haja sessões abertas em {profile}: {platforms}.",
    },
    "reason.profile_in_use": {
        "en": "{profile} is in use by {command} (process {pid}).",
        "es": "{profile} está en uso por {command} (proceso {pid}).",
        "pt": "{profile} está em uso por {command} (processo {pid}).",
    },
    "reason.not_confirmed": {
        "en": "{profile}: nobody agreed, so what needs your consent was not done.",
        "es": "{profile}: nadie dio su permiso, así que no se hizo lo que lo necesita.",
        "pt": "{profile}: ninguém deu permissão, por isso não foi feito o que precisa dela.",
    },
    "reason.browser_failed": {
        "en": "The browser did not start or ended too early ({browser}: {why}).",
        "es": "El navegador no arrancó o se cerró antes de tiempo ({browser}: {why}).",
        "pt": "O navegador não iniciou ou fechou antes da hora ({browser}: {why}).",
    },
    "reason.keyring_locked": {
        "en": "The system's keyring is locked.",
        "es": "El llavero del sistema está bloqueado.",
        "pt": "O chaveiro do sistema está bloqueado.",
    },
    "reason.keyring_absent": {
        "en": "This system has no keyring that answers.",
        "es": "Este sistema no tiene ningún llavero que responda.",
        "pt": "Este sistema não tem nenhum chaveiro que responda.",
    },
    "reason.keystore_unreachable": {
        "en": "The cookies of {profile} are locked with the system's keyring, which does not answer here. A "
        "start would "
        "destroy them with their sessions still open.",
        "es": "Las cookies de {profile} están cifradas con el llavero del sistema, que aquí no responde. Al abrirlo se "
        "perderían, con las sesiones aún abiertas.",
        "pt": "Os cookies de {profile} estão cifrados com o chaveiro do sistema, que aqui não responde. Ao "
        "abri-lo eles "
        "se perderiam, com as sessões ainda abertas.",
    },
    "reason.proxy": {
        "en": "This system sends its traffic through a proxy, so no secret was typed on {platform}.",
        "es": "Este sistema envía su tráfico por un proxy; no se ha escrito ningún secreto en {platform}.",
        "pt": "Este sistema envia o tráfego por um proxy; nenhum segredo foi digitado em {platform}.",
    },
    "reason.disk_full": {
        "en": "The disk is full ({path}).",
        "es": "El disco está lleno ({path}).",
        "pt": "O disco está cheio ({path}).",
    },
    "reason.unclean_exit": {
        "en": "The browser of {profile} was not closed properly last time, so its files cannot be relied on.",
        "es": "El navegador de {profile} no se cerró bien la última vez; no se puede confiar en sus archivos.",
        "pt": "O navegador de {profile} não foi bem fechado da última vez; não dá para confiar nos arquivos dele.",
    },
    "reason.unreadable": {
        "en": "{path} cannot be read.",
        "es": "No se puede leer {path}.",
        "pt": "Não é possível ler {path}.",
    },
    "reason.newer_schema": {
        "en": "{path} was written by a newer browser than the toolkit knows.",
        "es": "{path} lo escribió un navegador más nuevo de lo que el toolkit conoce.",
        "pt": "{path} foi escrito por um navegador mais novo do que o toolkit conhece.",
    },
    "reason.journal_broken": {
        "en": "The journal {path} cannot be used: {problem}.",
        "es": "El diario {path} no se puede usar: {problem}.",
        "pt": "O diário {path} não pode ser usado: {problem}.",
    },
    "reason.clear_failed": {
        "en": "It could not be told whether everything of {platform} is gone.",
        "es": "No se ha podido saber si se ha borrado todo lo de {platform}.",
        "pt": "Não foi possível saber se tudo de {platform} foi apagado.",
    },
    "reason.receipt_changed": {
        "en": "{name} was changed after it was written.",
        "es": "{name} se cambió después de escribirse.",
        "pt": "{name} foi alterado depois de gravado.",
    },
    "reason.receipt_missing": {
        "en": "Missing receipts: no. {numbers}.",
        "es": "Faltan comprobantes: n.º {numbers}.",
        "pt": "Faltam comprovantes: n.º {numbers}.",
    },
    "reason.receipts_lost": {
        "en": "The newest receipts are gone: no. {numbers}.",
        "es": "Han desaparecido los últimos comprobantes: n.º {numbers}.",
        "pt": "Sumiram os últimos comprovantes: n.º {numbers}.",
    },
    "reason.receipt_moved": {
        "en": "{name} is in the wrong place: it was written as {own}.",
        "es": "{name} está fuera de su sitio: se escribió como {own}.",
        "pt": "{name} está fora do lugar: foi gravado como {own}.",
    },
    "reason.receipt_twice": {
        "en": "{name} is a copy of {other}.",
        "es": "{name} es una copia de {other}.",
        "pt": "{name} é uma cópia de {other}.",
    },
    "reason.receipt_replaced": {
        "en": "{name} does not fit into the chain: it, or what follows it ({other}), was put there afterwards.",
        "es": "{name} no encaja en la cadena: él, o el que le sigue ({other}), se puso ahí después.",
        "pt": "{name} não encaixa na cadeia: ele, ou o que vem depois ({other}), foi posto ali mais tarde.",
    },
    "reason.receipt_foreign": {
        "en": "{name} was signed with a foreign key ({key}).",
        "es": "{name} está firmado con una clave ajena ({key}).",
        "pt": "{name} foi assinado com uma chave alheia ({key}).",
    },
    "reason.receipts_busy": {
        "en": "Another run is writing its receipt and does not finish.",
        "es": "Otra ejecución está escribiendo su comprobante y no termina.",
        "pt": "Outra execução está gravando o comprovante dela e não termina.",
    },
    "reason.receipt_unsigned": {
        "en": "{name} is not signed: {why}.",
        "es": "{name} está sin firmar: {why}.",
        "pt": "{name} está sem assinatura: {why}.",
    },
    "reason.receipt_newer": {
        "en": "{name} was written by a newer version of the toolkit.",
        "es": "{name} lo escribió una versión más nueva del toolkit.",
        "pt": "{name} foi gravado por uma versão mais nova do toolkit.",
    },
    "reason.receipt_key_changed": {
        "en": "{name}: from here on another key signs ({key}), and the one before ({old}) has not signed for it.",
        "es": "{name}: desde aquí firma otra clave ({key}) y la anterior ({old}) no la ha avalado.",
        "pt": "{name}: daqui em diante assina outra chave ({key}), e a anterior ({old}) não a avalizou.",
    },
    "reason.receipt_key_gone": {
        "en": "The key that signed the receipts cannot be compared: {why}.",
        "es": "No se puede comparar con la clave que firmó los comprobantes: {why}.",
        "pt": "Não dá para comparar com a chave que assinou os comprovantes: {why}.",
    },
    "reason.receipt_head_gone": {
        "en": "The note of the newest receipt is gone, so it cannot be told whether newest ones are missing.",
        "es": "No está la nota del último comprobante; por eso no se sabe si faltan los últimos.",
        "pt": "A nota do último comprovante sumiu; por isso não se sabe se faltam os últimos.",
    },
    "reason.left_after_rebuild": {
        "en": "The cleaned profile {profile} holds something that should not be there: {path}.",
        "es": "En el perfil {profile}, ya limpio, hay algo que no debería estar: {path}.",
        "pt": "No perfil {profile}, já limpo, há algo que não deveria estar: {path}.",
    },
    "reason.interrupted": {"en": "Interrupted.", "es": "Interrumpido.", "pt": "Interrompido."},
    "reason.unexpected": {
        "en": "Something went wrong that should not have ({what}). Details: {log}",
        "es": "Ha fallado algo que no debía ({what}). Detalles: {log}",
        "pt": "Falhou algo que não devia ({what}). Detalhes: {log}",
    },
}
