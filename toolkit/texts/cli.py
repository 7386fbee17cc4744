"""What the commands say."""

TEXTS = {
    "cli.error": {"en": "error", "es": "error", "pt": "erro"},
    "cli.yes": {"en": "yes", "es": "sí", "pt": "sim"},
    "cli.no": {"en": "no", "es": "no", "pt": "não"},
    "cli.y": {"en": "y", "es": "s", "pt": "s"},
    "cli.n": {"en": "N", "es": "N", "pt": "N"},
    "cli.browser": {"en": "the browser", "es": "el navegador", "pt": "o navegador"},
    "cli.next": {"en": "Next: {command}", "es": "Ahora escribe: {command}", "pt": "Agora digite: {command}"},
    "cli.no_log": {
        "en": "(no log could be written)",
        "es": "(no se pudo guardar el registro)",
        "pt": "(não foi possível gravar o registro)",
    },
    "cli.no_screen": {
        "en": "there is no screen here",
        "es": "aquí no hay pantalla",
        "pt": "aqui não há tela",
    },
    "cli.exit_status": {
        "en": "it ended at once, status {status}",
        "es": "se cerró al momento, estado {status}",
        "pt": "fechou na hora, estado {status}",
    },
    "cli.one_of": {
        "en": "expected one of: {values}",
        "es": "se esperaba uno de: {values}",
        "pt": "esperava-se um de: {values}",
    },
    # the command line itself
    "cli.needs_value": {
        "en": "{option} needs a value",
        "es": "a {option} le falta un valor",
        "pt": "falta um valor para {option}",
    },
    "cli.unknown_language": {
        "en": "the languages are: {languages}",
        "es": "los idiomas son: {languages}",
        "pt": "os idiomas são: {languages}",
    },
    "cli.no_such_command": {
        "en": "There is no command {name}",
        "es": "No existe la orden {name}",
        "pt": "Não existe o comando {name}",
    },
    "cli.no_such_command_near": {
        "en": "There is no command {name}. Did you mean {near}?",
        "es": "No existe la orden {name}. ¿Querías decir {near}?",
        "pt": "Não existe o comando {name}. Você quis dizer {near}?",
    },
    "cli.no_such_option": {
        "en": "There is no option {name}",
        "es": "No existe la opción {name}",
        "pt": "Não existe a opção {name}",
    },
    "cli.no_such_option_near": {
        "en": "There is no option {name}. Did you mean {near}?",
        "es": "No existe la opción {name}. ¿Querías decir {near}?",
        "pt": "Não existe a opção {name}. Você quis dizer {near}?",
    },
    "cli.missing": {"en": "{name} is missing", "es": "Falta {name}", "pt": "Falta {name}"},
    "cli.bad_parameter": {
        "en": "{name}: this value does not fit",
        "es": "{name}: ese valor no sirve",
        "pt": "{name}: esse valor não serve",
    },
    "cli.bad_option": {
        "en": "{name} was not used as it should be",
        "es": "{name} no se usa así",
        "pt": "{name} não se usa assim",
    },
    "cli.extra_arguments": {
        "en": "There are more words than this command takes",
        "es": "Sobran palabras en esta orden",
        "pt": "Sobram palavras neste comando",
    },
    "cli.expected_account": {
        "en": "expected PLATFORM:USER, such as instagram:acme_legal",
        "es": "se esperaba PLATAFORMA:USUARIO, como instagram:acme_legal",
        "pt": "esperava-se PLATAFORMA:USUÁRIO, como instagram:acme_legal",
    },
    "cli.expected_var": {
        "en": "expected KEY=VALUE, such as instance=mastodon.social",
        "es": "se esperaba CLAVE=VALOR, como instance=mastodon.social",
        "pt": "esperava-se CHAVE=VALOR, como instance=mastodon.social",
    },
    # nothing there yet
    "cli.no_profiles": {
        "en": "No profiles yet. Make one: toolkit profile add NAME",
        "es": "Todavía no hay perfiles. Crea uno: toolkit profile add NOMBRE",
        "pt": "Ainda não há perfis. Crie um: toolkit profile add NOME",
    },
    "cli.no_accounts": {
        "en": "No accounts in {profile} yet. Add one: toolkit account add {profile} PLATFORM USER",
        "es": "Todavía no hay cuentas en {profile}. Añade una: toolkit account add {profile} PLATAFORMA USUARIO",
        "pt": "Ainda não há contas em {profile}. Adicione uma: toolkit account add {profile} PLATAFORMA USUÁRIO",
    },
    "cli.no_accounts_short": {"en": "no accounts", "es": "sin cuentas", "pt": "sem contas"},
    "cli.no_secrets": {
        "en": "No accounts, so no secrets. Add one: toolkit account add PROFILE PLATFORM USER",
        "es": "No hay cuentas y por tanto tampoco secretos. Añade una: toolkit account add PERFIL PLATAFORMA USUARIO",
        "pt": "Não há contas e portanto nem segredos. Adicione uma: toolkit account add PERFIL PLATAFORMA USUÁRIO",
    },
    "cli.no_receipts": {
        "en": "No receipts yet: toolkit logout-all writes one",
        "es": "Todavía no hay comprobantes: toolkit logout-all crea uno",
        "pt": "Ainda não há comprovantes: toolkit logout-all cria um",
    },
    "cli.json_is_whole": {
        "en": "--json prints the whole receipt, with every client in it: not together with --html or --profile",
        "es": "--json muestra el comprobante entero, con todos los clientes: no se combina con --html ni --profile",
        "pt": "--json mostra o comprovante inteiro, com todos os clientes: não se combina com --html nem --profile",
    },
    "cli.expected_page": {
        "en": "a file goes with --html and ends in .html",
        "es": "el archivo va con --html y termina en .html",
        "pt": "o arquivo vai com --html e termina em .html",
    },
    # init, profile, account
    "cli.init.made": {"en": "Made {path}", "es": "Se ha creado {path}", "pt": "Foi criado {path}"},
    "cli.init.there": {"en": "Already there: {path}", "es": "Ya existe: {path}", "pt": "Já existe: {path}"},
    "cli.init.next": {
        "en": 'What comes next:\n  toolkit doctor\n  toolkit profile add NAME --client "Client\'s name" --account '
        "PLATFORM:USER\n  toolkit open NAME\n  toolkit logout-all",
        "es": 'Lo que sigue:\n  toolkit doctor\n  toolkit profile add NOMBRE --client "Nombre del cliente" --account '
        "PLATAFORMA:USUARIO\n  toolkit open NOMBRE\n  toolkit logout-all",
        "pt": 'O que vem agora:\n  toolkit doctor\n  toolkit profile add NOME --client "Nome do cliente" --account '
        "PLATAFORMA:USUÁRIO\n  toolkit open NOME\n  toolkit logout-all",
    },
    "cli.profile.added": {
        "en": "Added profile {profile}",
        "es": "Se ha añadido el perfil {profile}",
        "pt": "Foi adicionado o perfil {profile}",
    },
    "cli.profile.removed": {
        "en": "Removed profile {profile}",
        "es": "Se ha borrado el perfil {profile}",
        "pt": "Foi apagado o perfil {profile}",
    },
    "cli.profile.remembered": {
        "en": "Sessions that may still be open on their servers stay in mind: {platforms} (toolkit status shows them)",
        "es": "No se olvidan las sesiones que quizá siguen abiertas en sus servidores: {platforms} (las "
        "muestra toolkit status)",
        "pt": "Não se esquecem as sessões que talvez continuem abertas nos servidores: {platforms} (toolkit "
        "status as mostra)",
    },
    "cli.account.added": {
        "en": "Added {account} to {profile}",
        "es": "Se ha añadido {account} a {profile}",
        "pt": "Foi adicionada {account} a {profile}",
    },
    "cli.account.or_open": {
        "en": "Or sign in yourself: {command}",
        "es": "O inicia sesión tú: {command}",
        "pt": "Ou entre você: {command}",
    },
    "cli.account.removed": {
        "en": "Removed {account} from {profile}",
        "es": "Se ha quitado {account} de {profile}",
        "pt": "Foi tirada {account} de {profile}",
    },
    "cli.account.session_stays": {
        "en": "This logged nothing out. To be sure: {command}",
        "es": "Con esto no se ha cerrado ninguna sesión. Para asegurarte: {command}",
        "pt": "Isto não encerrou nenhuma sessão. Para ter certeza: {command}",
    },
    # secrets
    "cli.secret.prompt": {"en": "{name} of {account}:", "es": "{name} de {account}:", "pt": "{name} de {account}:"},
    "cli.secret.empty": {
        "en": "nothing was typed or piped in",
        "es": "no se ha escrito ni recibido nada",
        "pt": "nada foi digitado nem recebido",
    },
    "cli.secret.kept": {
        "en": "Kept {name}. It will be typed on these sites alone: {domains}",
        "es": "Guardado {name}. Solo se escribirá en estos sitios: {domains}",
        "pt": "Guardado {name}. Só será digitado nestes sites: {domains}",
    },
    "cli.secret.removed": {"en": "Removed {name}", "es": "Se ha borrado {name}", "pt": "Foi apagado {name}"},
    "cli.secret.several": {
        "en": "there are several; say which with --var: {accounts}",
        "es": "hay varias; di cuál con --var: {accounts}",
        "pt": "há várias; diga qual com --var: {accounts}",
    },
    "cli.secret.keyring": {"en": "keyring", "es": "llavero", "pt": "chaveiro"},
    "cli.secret.environment": {"en": "environment", "es": "entorno", "pt": "ambiente"},
    "cli.secret.missing": {"en": "missing", "es": "falta", "pt": "falta"},
    # open, login, logout
    "cli.opened": {
        "en": "The browser of {client} is open. When you have finished: {command}",
        "es": "El navegador de {client} está abierto. Cuando termines: {command}",
        "pt": "O navegador de {client} está aberto. Quando terminar: {command}",
    },
    "cli.would_log_in": {
        "en": "would sign in {account} on {platform}",
        "es": "se iniciaría la sesión de {account} en {platform}",
        "pt": "entraria {account} em {platform}",
    },
    "cli.dry_run": {"en": "Nothing was done.", "es": "No se ha hecho nada.", "pt": "Nada foi feito."},
    "cli.counts": {
        "en": "passwords {passwords}, history {history}, tabs {tabs}, cookies {cookies}, other sites {other_hosts}",
        "es": "contraseñas {passwords}, historial {history}, pestañas {tabs}, cookies {cookies}, "
        "otros sitios {other_hosts}",
        "pt": "senhas {passwords}, histórico {history}, abas {tabs}, cookies {cookies}, outros sites {other_hosts}",
    },
    "cli.ask.open": {
        "en": "The browser of {profile} is open and will be closed.",
        "es": "El navegador de {profile} está abierto y se cerrará.",
        "pt": "O navegador de {profile} está aberto e será fechado.",
    },
    "cli.ask.rebuild": {
        "en": "First clean-up of {profile}: these go for good: saved passwords {passwords}, pages in the history "
        "{history}, open tabs {tabs}, cookies {cookies}, and what {other_hosts} other sites stored. Bookmarks and "
        "extensions stay.",
        "es": "Primera limpieza de {profile}: se borrarán para siempre las contraseñas guardadas ({passwords}), las "
        "páginas del historial ({history}), las pestañas abiertas ({tabs}), las cookies ({cookies}) y lo que "
        "guardaron otros sitios ({other_hosts}). Los marcadores y las extensiones se quedan.",
        "pt": "Primeira limpeza de {profile}: serão apagadas para sempre as senhas salvas ({passwords}), as páginas do "
        "histórico ({history}), as abas abertas ({tabs}), os cookies ({cookies}) e o que outros sites guardaram "
        "({other_hosts}). Os favoritos e as extensões ficam.",
    },
    "cli.ask.lost": {
        "en": "Cannot be kept: {what}.",
        "es": "No se puede conservar: {what}.",
        "pt": "Não dá para manter: {what}.",
    },
    "cli.lost.chromium": {
        "en": "what extensions keep in localStorage, permissions and settings of single sites, the home page, search "
        "engines of your own, what you typed into forms",
        "es": "lo que las extensiones guardan en localStorage, los permisos y ajustes de cada sitio, la página de "
        "inicio, los buscadores que añadiste, lo escrito en formularios",
        "pt": "o que as extensões guardam no localStorage, as permissões e os ajustes de cada site, a página inicial, "
        "os buscadores que você adicionou, o que foi digitado em formulários",
    },
    "cli.lost.firefox": {
        "en": "icons of bookmarks, certificates of your own, containers, permissions and settings of single sites, the "
        "home page, search engines of your own, what you typed into forms",
        "es": "los iconos de los marcadores, tus certificados, los contenedores, los permisos y ajustes de cada sitio, "
        "la página de inicio, los buscadores que añadiste, lo escrito en formularios",
        "pt": "os ícones dos favoritos, os seus certificados, os contêineres, as permissões e os ajustes de cada site, "
        "a página inicial, os buscadores que você adicionou, o que foi digitado em formulários",
    },
    "cli.ask.go_on": {"en": "Go on?", "es": "¿Seguir adelante?", "pt": "Continuar?"},
    "cli.ask.remove": {
        "en": "Remove profile {profile} with everything in it?",
        "es": "¿Borrar el perfil {profile} con todo lo que contiene?",
        "pt": "Apagar o perfil {profile} com tudo o que contém?",
    },
    "cli.interrupted": {
        "en": "Stopping: the browsers are being closed properly. Ctrl-C again ends at once.",
        "es": "Deteniendo: se están cerrando bien los navegadores. Otro Ctrl-C lo corta al momento.",
        "pt": "Parando: os navegadores estão sendo fechados direito. Outro Ctrl-C corta na hora.",
    },
    "cli.aborted": {
        "en": "Cut off. What was under way counts as not known: toolkit status",
        "es": "Cortado. Lo que estaba en marcha queda sin confirmar: toolkit status",
        "pt": "Cortado. O que estava em andamento fica sem confirmação: toolkit status",
    },
    "cli.seconds": {"en": "{seconds} s", "es": "{seconds} s", "pt": "{seconds} s"},
    # reports
    "cli.verdict": {
        "en": "Verdict: {verdict} ({seconds} s)",
        "es": "Resultado: {verdict} ({seconds} s)",
        "pt": "Resultado: {verdict} ({seconds} s)",
    },
    "cli.replica": {
        "en": "Test environment (replica): this says nothing about real accounts.",
        "es": "Entorno de pruebas (replica): esto no dice nada de las cuentas reales.",
        "pt": "Ambiente de teste (replica): isto não diz nada sobre as contas reais.",
    },
    "cli.nothing_found": {"en": "nothing to log out", "es": "nada que cerrar", "pt": "nada a encerrar"},
    "cli.other_hosts": {
        "en": "{profile}: {count} other sites were cleared without logging out there.",
        "es": "{profile}: se limpiaron otros {count} sitios sin cerrar sesión en ellos.",
        "pt": "{profile}: outros {count} sites foram limpos sem encerrar a sessão neles.",
    },
    "cli.not_covered": {
        "en": "Not covered: your own Chrome and your phone. For those: toolkit everywhere PROFILE",
        "es": "Esto no incluye tu propio Chrome ni tu móvil. Para eso: toolkit everywhere PERFIL",
        "pt": "Isto não inclui o seu próprio Chrome nem o seu celular. Para isso: toolkit everywhere PERFIL",
    },
    "cli.receipt": {"en": "Receipt: {path}", "es": "Comprobante: {path}", "pt": "Comprovante: {path}"},
    "cli.receipt_head": {
        "en": "toolkit {command}, {started}: {verdict}",
        "es": "toolkit {command}, {started}: {verdict}",
        "pt": "toolkit {command}, {started}: {verdict}",
    },
    "cli.maybe_open": {"en": "may still be open", "es": "quizá sigue abierta", "pt": "talvez continue aberta"},
    "cli.or_acknowledge": {
        "en": "  or, if you have seen to it yourself: {command}",
        "es": "  o, si ya lo has resuelto tú: {command}",
        "pt": "  ou, se você já resolveu isso: {command}",
    },
    "cli.acknowledged": {
        "en": "Settled for {platform} in {profile}: {count}",
        "es": "Dadas por cerradas en {platform} de {profile}: {count}",
        "pt": "Dadas por encerradas em {platform} de {profile}: {count}",
    },
    "cli.nothing_open": {
        "en": "No session of {platform} in {profile} is waiting for that.",
        "es": "No hay ninguna sesión pendiente de {platform} en {profile}.",
        "pt": "Não há nenhuma sessão pendente de {platform} em {profile}.",
    },
    # platforms
    "cli.platform.new": {
        "en": "Fill them in, then: {command}",
        "es": "Complétalos y luego: {command}",
        "pt": "Preencha-os e depois: {command}",
    },
    "cli.lint.error": {"en": "error", "es": "error", "pt": "erro"},
    "cli.lint.warning": {"en": "warning", "es": "aviso", "pt": "aviso"},
    "cli.lint.sum": {
        "en": "Platforms: {platforms}, errors: {errors}, warnings: {warnings}",
        "es": "Plataformas: {platforms}, errores: {errors}, avisos: {warnings}",
        "pt": "Plataformas: {platforms}, erros: {errors}, avisos: {warnings}",
    },
    "cli.trust.shipped": {
        "en": "{platform} came with the toolkit: there is nothing to trust",
        "es": "{platform} viene con el toolkit: no hace falta dar permiso",
        "pt": "{platform} veio com o toolkit: não é preciso dar permissão",
    },
    "cli.trust.ask": {
        "en": "May these files do this?",
        "es": "¿Permites que estos archivos hagan esto?",
        "pt": "Você permite que estes arquivos façam isto?",
    },
    "cli.trust.done": {
        "en": "{platform} may run, until one of its files changes",
        "es": "{platform} ya se puede usar, hasta que cambie alguno de sus archivos",
        "pt": "{platform} já pode ser usada, até que algum arquivo dela mude",
    },
}
