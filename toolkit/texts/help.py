"""The help of the command line: one text per command, option and argument."""

TEXTS = {
    "help.usage": {"en": "Usage: ", "es": "Uso: ", "pt": "Uso: "},
    "help.options_word": {"en": "[OPTIONS]", "es": "[OPCIONES]", "pt": "[OPÇÕES]"},
    "help.command_word": {"en": "COMMAND ...", "es": "ORDEN ...", "pt": "COMANDO ..."},
    "help.commands": {"en": "Commands", "es": "Órdenes", "pt": "Comandos"},
    "help.arguments": {"en": "What it works on", "es": "Sobre qué actúa", "pt": "Sobre o que atua"},
    "help.options": {"en": "Options", "es": "Opciones", "pt": "Opções"},
    "help.general": {"en": "Anywhere", "es": "En cualquier orden", "pt": "Em qualquer comando"},
    "help.example": {"en": "Example", "es": "Ejemplo", "pt": "Exemplo"},
    "help.toolkit": {
        "en": "Keeps each client's social accounts in a browser profile of its own, logs all of them out with one "
        "command, and proves that nothing is left: on the server, in the browser and on the disk.",
        "es": "Guarda las cuentas de cada cliente en su propio perfil de navegador, cierra todas las sesiones con una "
        "sola orden y demuestra que no queda nada: ni en el servidor, ni en el navegador, ni en el disco.",
        "pt": "Mantém as contas de cada cliente em um perfil de navegador próprio, encerra todas as sessões com um só "
        "comando e prova que não sobra nada: nem no servidor, nem no navegador, nem no disco.",
    },
    "help.init": {
        "en": "Make the workspace and its file toolkit.yaml.",
        "es": "Crear el espacio de trabajo y su archivo toolkit.yaml.",
        "pt": "Criar o espaço de trabalho e o arquivo toolkit.yaml.",
    },
    "help.doctor": {
        "en": "Check what is needed, and say how to mend what is missing.",
        "es": "Revisar lo que hace falta y decir cómo arreglar lo que falta.",
        "pt": "Verificar o que é preciso e dizer como resolver o que falta.",
    },
    "help.profile": {
        "en": "The clients' browser profiles.",
        "es": "Los perfiles de navegador de los clientes.",
        "pt": "Os perfis de navegador dos clientes.",
    },
    "help.profile_add": {
        "en": "Add a client's profile.",
        "es": "Añadir el perfil de un cliente.",
        "pt": "Adicionar o perfil de um cliente.",
    },
    "help.profile_list": {"en": "List the profiles.", "es": "Ver los perfiles.", "pt": "Ver os perfis."},
    "help.profile_show": {"en": "Show one profile.", "es": "Ver un perfil.", "pt": "Ver um perfil."},
    "help.profile_remove": {
        "en": "Remove a profile with everything in it. Log it out first.",
        "es": "Borrar un perfil con todo lo que contiene. Antes, cierra sus sesiones.",
        "pt": "Apagar um perfil com tudo o que contém. Antes, encerre as sessões dele.",
    },
    "help.account": {
        "en": "The clients' accounts.",
        "es": "Las cuentas de los clientes.",
        "pt": "As contas dos clientes.",
    },
    "help.account_add": {
        "en": "Add an account to a profile.",
        "es": "Añadir una cuenta a un perfil.",
        "pt": "Adicionar uma conta a um perfil.",
    },
    "help.account_list": {"en": "List the accounts.", "es": "Ver las cuentas.", "pt": "Ver as contas."},
    "help.account_remove": {
        "en": "Take an account out of a profile. Its session is not logged out by this.",
        "es": "Quitar una cuenta de un perfil. Esto no cierra su sesión.",
        "pt": "Tirar uma conta de um perfil. Isto não encerra a sessão dela.",
    },
    "help.secret": {
        "en": "Passwords and one-time-code keys, kept in the system's keyring.",
        "es": "Contraseñas y claves de códigos de un solo uso, guardadas en el llavero del sistema.",
        "pt": "Senhas e chaves de códigos de uso único, guardadas no chaveiro do sistema.",
    },
    "help.secret_set": {
        "en": "Keep a password or a one-time-code key. It is asked for, or read from standard input.",
        "es": "Guardar una contraseña o una clave de códigos. Se pide, o se lee de la entrada estándar.",
        "pt": "Guardar uma senha ou uma chave de códigos. É pedida, ou lida da entrada padrão.",
    },
    "help.secret_list": {
        "en": "Show which secrets are there, never what they are.",
        "es": "Ver qué secretos hay, nunca cuáles son.",
        "pt": "Ver quais segredos existem, nunca o que são.",
    },
    "help.secret_remove": {"en": "Remove a secret.", "es": "Borrar un secreto.", "pt": "Apagar um segredo."},
    "help.open": {
        "en": "Open a client's browser for you to work in.",
        "es": "Abrir el navegador de un cliente para trabajar en él.",
        "pt": "Abrir o navegador de um cliente para trabalhar nele.",
    },
    "help.login": {
        "en": "Sign a profile's accounts in, with the passwords that were kept.",
        "es": "Iniciar sesión en las cuentas de un perfil con las contraseñas guardadas.",
        "pt": "Entrar nas contas de um perfil com as senhas guardadas.",
    },
    "help.logout": {
        "en": "Log one profile out, and prove it.",
        "es": "Cerrar las sesiones de un perfil y demostrarlo.",
        "pt": "Encerrar as sessões de um perfil e provar isso.",
    },
    "help.logout_all": {
        "en": "Log every client out, and prove that nothing is left.",
        "es": "Cerrar las sesiones de todos los clientes y demostrar que no queda nada.",
        "pt": "Encerrar as sessões de todos os clientes e provar que não sobra nada.",
    },
    "help.everywhere": {
        "en": "Sign an account out on all devices, phones and other browsers too.",
        "es": "Cerrar la sesión de una cuenta en todos los dispositivos, también en móviles y otros navegadores.",
        "pt": "Encerrar a sessão de uma conta em todos os dispositivos, também em celulares e outros navegadores.",
    },
    "help.acknowledge": {
        "en": "Say that a session which may still be open on a server is settled.",
        "es": "Dar por cerrada una sesión que quizá sigue abierta en un servidor.",
        "pt": "Dar por encerrada uma sessão que talvez continue aberta em um servidor.",
    },
    "help.demo": {
        "en": "Show the whole job on replicas: nine sessions logged out and proven, then a liar caught.",
        "es": "Ver todo el trabajo en réplicas: nueve sesiones cerradas y comprobadas, y un mentiroso descubierto.",
        "pt": "Ver todo o trabalho em réplicas: nove sessões encerradas e comprovadas, e um mentiroso descoberto.",
    },
    "help.opt.keep": {
        "en": "work in this folder and keep it",
        "es": "trabajar en esta carpeta y conservarla",
        "pt": "trabalhar nesta pasta e mantê-la",
    },
    "help.verify": {
        "en": "Read the profiles from disk and judge them; nothing is changed.",
        "es": "Leer los perfiles en el disco y juzgarlos; no se cambia nada.",
        "pt": "Ler os perfis no disco e julgá-los; nada é alterado.",
    },
    "help.status": {
        "en": "Show who is signed in where.",
        "es": "Ver quién tiene la sesión iniciada y dónde.",
        "pt": "Ver quem está conectado e onde.",
    },
    "help.platform": {
        "en": "The social networks that the toolkit knows.",
        "es": "Las redes sociales que el toolkit conoce.",
        "pt": "As redes sociais que o toolkit conhece.",
    },
    "help.platform_list": {"en": "List the platforms.", "es": "Ver las plataformas.", "pt": "Ver as plataformas."},
    "help.platform_show": {"en": "Show one platform.", "es": "Ver una plataforma.", "pt": "Ver uma plataforma."},
    "help.platform_new": {
        "en": "Start the files of a new platform.",
        "es": "Empezar los archivos de una plataforma nueva.",
        "pt": "Começar os arquivos de uma plataforma nova.",
    },
    "help.platform_lint": {
        "en": "Check the files of platforms.",
        "es": "Revisar los archivos de plataformas.",
        "pt": "Verificar os arquivos de plataformas.",
    },
    "help.platform_test": {
        "en": "Try the files of a platform in a throw-away profile: sign in, log out; the probe has to flip, and the "
        "old session to be refused. Instagram, X and Mastodon have a built-in replica; --instance and --live go "
        "elsewhere. The account comes from TOOLKIT_TEST_USER_PLATFORM and TOOLKIT_SECRET_PLATFORM_USER_PASSWORD. "
        "Exit code 0: it flips; 1: broken; 4: challenged, or could not tell.",
        "es": "Probar los archivos de una plataforma en un perfil de usar y tirar: iniciar sesión, cerrarla y "
        "comprobar que la sonda cambia y que la sesión anterior se rechaza. Instagram, X y Mastodon traen una réplica; "
        "--instance y --live van a otro sitio. La cuenta sale de TOOLKIT_TEST_USER_PLATAFORMA y "
        "TOOLKIT_SECRET_PLATAFORMA_USUARIO_PASSWORD. Código de salida 0: funciona; 1: roto; 4: no se sabe.",
        "pt": "Testar os arquivos de uma plataforma em um perfil descartável: entrar, sair e conferir que a sonda muda "
        "e que a sessão anterior é recusada. Instagram, X e Mastodon trazem uma réplica; --instance e --live vão "
        "para outro lugar. A conta vem de TOOLKIT_TEST_USER_PLATAFORMA e "
        "TOOLKIT_SECRET_PLATAFORMA_USUÁRIO_PASSWORD. Código de saída 0: funciona; 1: quebrado; 4: não se sabe.",
    },
    "help.platform_schema": {
        "en": "Print the JSON Schema for editors.",
        "es": "Mostrar el JSON Schema para editores.",
        "pt": "Mostrar o JSON Schema para editores.",
    },
    "help.platform_trust": {
        "en": "Read what your own platform files do, and allow them to run.",
        "es": "Leer qué hacen tus propios archivos de plataforma y permitir que se usen.",
        "pt": "Ler o que fazem os seus próprios arquivos de plataforma e permitir que sejam usados.",
    },
    "help.receipt": {
        "en": "The records of past runs.",
        "es": "Los comprobantes de cada cierre.",
        "pt": "Os comprovantes de cada execução.",
    },
    "help.receipt_list": {
        "en": "List the receipts: when, which command, verdict, signed or not.",
        "es": "Ver los comprobantes: cuándo, qué orden, resultado, firmado o no.",
        "pt": "Ver os comprovantes: quando, qual comando, resultado, assinado ou não.",
    },
    "help.receipt_show": {
        "en": "Show a receipt, or make a page of it for a client: --html, with --profile for that client alone. The "
        "page is in the language of --lang.",
        "es": "Ver un comprobante o hacer con él una página para un cliente: --html, y --profile para que solo trate "
        "de ese cliente. La página sale en el idioma de --lang.",
        "pt": "Ver um comprovante ou fazer dele uma página para um cliente: --html, e --profile para que trate só "
        "desse cliente. A página sai no idioma de --lang.",
    },
    "help.receipt_verify": {
        "en": "Check that no receipt was changed, is missing or out of order. Exit code 0: all in order; 1: something "
        "is wrong; 4: could not tell. The signatures show later changes; they are no proof against the owner of the "
        "key.",
        "es": "Comprobar que ningún comprobante ha cambiado, falta o está fuera de su sitio. Código de salida 0: todo "
        "en orden; 1: algo falla; 4: no se sabe. Las firmas delatan cambios posteriores; no protegen frente al dueño "
        "de la clave.",
        "pt": "Conferir que nenhum comprovante mudou, falta ou está fora do lugar. Código de saída 0: tudo em ordem; "
        "1: algo falha; 4: não se sabe. As assinaturas revelam mudanças posteriores; não protegem contra o dono da "
        "chave.",
    },
    "help.arg.profile": {"en": "name of a profile", "es": "nombre de un perfil", "pt": "nome de um perfil"},
    "help.arg.profiles": {
        "en": "names of profiles; all if none is given",
        "es": "nombres de perfiles; todos si no se indica ninguno",
        "pt": "nomes de perfis; todos se nenhum for indicado",
    },
    "help.arg.platform": {
        "en": "id of a platform, such as instagram",
        "es": "id de una plataforma, como instagram",
        "pt": "id de uma plataforma, como instagram",
    },
    "help.arg.platforms": {
        "en": "ids of platforms; all if none is given",
        "es": "ids de plataformas; todas si no se indica ninguna",
        "pt": "ids de plataformas; todas se nenhuma for indicada",
    },
    "help.arg.user": {
        "en": "user name of the account",
        "es": "nombre de usuario de la cuenta",
        "pt": "nome de usuário da conta",
    },
    "help.arg.secret": {"en": "password or totp", "es": "password o totp", "pt": "password ou totp"},
    "help.arg.schema": {"en": "of which files", "es": "de qué archivos", "pt": "de quais arquivos"},
    "help.arg.receipt": {
        "en": "name of a receipt; the latest if none is given",
        "es": "nombre de un comprobante; el último si no se indica",
        "pt": "nome de um comprovante; o último se não for indicado",
    },
    "help.arg.receipt_or_all": {
        "en": "name of a receipt; all if none is given",
        "es": "nombre de un comprobante; todos si no se indica",
        "pt": "nome de um comprovante; todos se não for indicado",
    },
    "help.arg.page": {
        "en": "with --html: the file to write, ending in .html; next to the receipt if none is given",
        "es": "con --html: el archivo que se escribe, acabado en .html; junto al comprobante si no se indica",
        "pt": "com --html: o arquivo a gravar, terminado em .html; junto ao comprovante se não for indicado",
    },
    "help.opt.html": {
        "en": "write a page that can be printed, and say where it is",
        "es": "escribir una página para imprimir y decir dónde está",
        "pt": "gravar uma página para imprimir e dizer onde está",
    },
    "help.opt.receipt_profile": {
        "en": "only this profile: no other client is named",
        "es": "solo este perfil: no se nombra a ningún otro cliente",
        "pt": "só este perfil: nenhum outro cliente é citado",
    },
    "help.opt.home": {
        "en": "the workspace's folder",
        "es": "carpeta del espacio de trabajo",
        "pt": "pasta do espaço de trabalho",
    },
    "help.opt.lang": {"en": "language of all texts", "es": "idioma de los textos", "pt": "idioma dos textos"},
    "help.opt.quiet": {"en": "say only what matters", "es": "decir solo lo importante", "pt": "dizer só o importante"},
    "help.opt.version": {"en": "show the version", "es": "mostrar la versión", "pt": "mostrar a versão"},
    "help.opt.help": {"en": "show this help", "es": "mostrar esta ayuda", "pt": "mostrar esta ajuda"},
    "help.opt.json": {
        "en": "answer with one JSON object",
        "es": "responder con un objeto JSON",
        "pt": "responder com um objeto JSON",
    },
    "help.opt.yes": {
        "en": "agree to closing open browsers and to the first clean-up",
        "es": "aceptar que se cierren navegadores abiertos y la primera limpieza",
        "pt": "aceitar o fechamento de navegadores abertos e a primeira limpeza",
    },
    "help.opt.deep": {
        "en": "also search every byte of the profile, compressed content too (slower)",
        "es": "buscar además en cada byte del perfil, también en lo comprimido (más lento)",
        "pt": "procurar também em cada byte do perfil, inclusive no que está comprimido (mais lento)",
    },
    "help.opt.dry_run": {
        "en": "only show what would be done",
        "es": "solo mostrar lo que se haría",
        "pt": "só mostrar o que seria feito",
    },
    "help.opt.headed": {
        "en": "with or without a browser window",
        "es": "con o sin ventana del navegador",
        "pt": "com ou sem janela do navegador",
    },
    "help.opt.timeout": {
        "en": "seconds that one flow may take (120)",
        "es": "segundos que puede durar cada cierre o inicio de sesión (120)",
        "pt": "segundos que cada entrada ou saída pode levar (120)",
    },
    "help.opt.var": {
        "en": "server of the account, such as instance=mastodon.social",
        "es": "servidor de la cuenta, como instance=mastodon.social",
        "pt": "servidor da conta, como instance=mastodon.social",
    },
    "help.opt.profile": {
        "en": "only this profile; may be repeated",
        "es": "solo este perfil; se puede repetir",
        "pt": "só este perfil; pode ser repetido",
    },
    "help.opt.platform": {
        "en": "only this platform; may be repeated",
        "es": "solo esta plataforma; se puede repetir",
        "pt": "só esta plataforma; pode ser repetido",
    },
    "help.opt.workers": {
        "en": "how many profiles at a time",
        "es": "cuántos perfiles a la vez",
        "pt": "quantos perfis ao mesmo tempo",
    },
    "help.opt.wait": {
        "en": "wait until the window is closed",
        "es": "esperar a que se cierre la ventana",
        "pt": "esperar a janela ser fechada",
    },
    "help.opt.client": {"en": "the client's name", "es": "nombre del cliente", "pt": "nome do cliente"},
    "help.opt.color": {
        "en": "the client's colour, such as #c0392b",
        "es": "color del cliente, como #c0392b",
        "pt": "cor do cliente, como #c0392b",
    },
    "help.opt.browser": {
        "en": "chromium, chrome or msedge",
        "es": "chromium, chrome o msedge",
        "pt": "chromium, chrome ou msedge",
    },
    "help.opt.clean": {
        "en": "what goes at logout: everything, or sessions alone",
        "es": "qué se borra al cerrar: todo (everything) o solo las sesiones (sessions)",
        "pt": "o que se apaga ao encerrar: tudo (everything) ou só as sessões (sessions)",
    },
    "help.opt.account": {
        "en": "an account, such as instagram:acme_legal; may be repeated",
        "es": "una cuenta, como instagram:acme_legal; se puede repetir",
        "pt": "uma conta, como instagram:acme_legal; pode ser repetido",
    },
    "help.opt.environment": {
        "en": "live, or replica for test servers",
        "es": "live, o replica para servidores de prueba",
        "pt": "live, ou replica para servidores de teste",
    },
    "help.opt.instance": {
        "en": "server to try it on: https://HOST, or http://127.0.0.1:PORT on this machine",
        "es": "servidor donde probar: https://SERVIDOR, o http://127.0.0.1:PUERTO en este equipo",
        "pt": "servidor onde testar: https://SERVIDOR, ou http://127.0.0.1:PORTA nesta máquina",
    },
    "help.opt.live": {
        "en": "try it on the real site, with a test account",
        "es": "probar en el sitio real, con una cuenta de prueba",
        "pt": "testar no site real, com uma conta de teste",
    },
    "help.opt.junit": {
        "en": "also write the result as JUnit XML",
        "es": "guardar además el resultado como XML de JUnit",
        "pt": "gravar também o resultado como XML do JUnit",
    },
    "help.opt.all": {
        "en": "every platform that can be tried this way",
        "es": "todas las plataformas que se pueden probar así",
        "pt": "todas as plataformas que dá para testar assim",
    },
    "help.opt.everywhere": {
        "en": "also try logout_everywhere (ends the test account's other sessions; off with --live)",
        "es": "probar también logout_everywhere (cierra las demás sesiones de la cuenta de prueba; con --live no)",
        "pt": "testar também logout_everywhere (encerra as outras sessões da conta de teste; com --live não)",
    },
    "help.opt.test_var": {
        "en": "host for a variable of the platform, such as app=127.0.0.1:8009",
        "es": "servidor para una variable de la plataforma, como app=127.0.0.1:8009",
        "pt": "servidor para uma variável da plataforma, como app=127.0.0.1:8009",
    },
    "help.opt.here": {
        "en": "write into this folder (the repository)",
        "es": "escribir en esta carpeta (el repositorio)",
        "pt": "escrever nesta pasta (o repositório)",
    },
}
