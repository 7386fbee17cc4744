"""What a YAML file of ours may not say, though it is YAML: the rules of platforms and flows."""

TEXTS = {
    "file.expected_url": {
        "en": (
            "expected an address such as https://example.com/login: https, a plain host name or one variable in "
            "braces as the host, a literal path"
        ),
        "es": (
            "se esperaba una dirección como https://example.com/login: https, un nombre de servidor simple o una "
            "variable entre llaves como servidor, y una ruta literal"
        ),
        "pt": (
            "esperava-se um endereço como https://example.com/login: https, um nome de servidor simples ou uma "
            "variável entre chaves como servidor, e um caminho literal"
        ),
    },
    "file.expected_host": {
        "en": "expected a plain host name in lower case, such as example.com (no address, no port, no path)",
        "es": (
            "se esperaba un nombre de servidor simple en minúsculas, como example.com (sin dirección IP, puerto "
            "ni ruta)"
        ),
        "pt": (
            "esperava-se um nome de servidor simples em minúsculas, como example.com (sem endereço IP, porta nem "
            "caminho)"
        ),
    },
    "file.public_suffix": {
        "en": "{host} is a name under which anybody can register; name the platform's own host",
        "es": (
            "{host} es un nombre bajo el que cualquiera puede registrarse; indica el servidor propio de la "
            "plataforma"
        ),
        "pt": "{host} é um nome sob o qual qualquer pessoa pode se registrar; indique o servidor da própria plataforma",
    },
    "file.target_ways": {
        "en": "a target needs one way to find it: role, label, placeholder, test_id, css, or says/name alone",
        "es": "un objetivo necesita una forma de encontrarlo: role, label, placeholder, test_id, css, o solo says/name",
        "pt": (
            "um alvo precisa de uma forma de encontrá-lo: role, label, placeholder, test_id, css, ou apenas "
            "says/name"
        ),
    },
    "file.says_or_name": {
        "en": "give says or name, not both",
        "es": "indica says o name, no ambos",
        "pt": "indique says ou name, não ambos",
    },
    "file.one_store": {
        "en": "needs exactly one of cookie, local_storage, session_storage, indexed_db",
        "es": "necesita exactamente uno de cookie, local_storage, session_storage, indexed_db",
        "pt": "precisa de exatamente um de cookie, local_storage, session_storage, indexed_db",
    },
    "file.no_value_here": {
        "en": "a database has no value to compare",
        "es": "una base de datos no tiene un valor que comparar",
        "pt": "um banco de dados não tem um valor a comparar",
    },
    "file.empty_condition": {
        "en": "a condition needs at least one key",
        "es": "una condición necesita al menos una clave",
        "pt": "uma condição precisa de pelo menos uma chave",
    },
    "file.secret_or_text": {
        "en": "give secret or text, not both and not neither",
        "es": "indica secret o text: uno de los dos, y solo uno",
        "pt": "indique secret ou text: um dos dois, e só um",
    },
    "file.only_user": {
        "en": "text can hold {{user}} alone; secrets are named with secret:",
        "es": "text solo puede contener {{user}} y nada más; los secretos se nombran con secret:",
        "pt": "text só pode conter {{user}} e nada mais; segredos são nomeados com secret:",
    },
    "file.value_or_says": {
        "en": "give value or says, not both and not neither",
        "es": "indica value o says: uno de los dos, y solo uno",
        "pt": "indique value ou says: um dos dois, e só um",
    },
    "file.token_from": {
        "en": "a token is read from one place: cookie, meta, input, local_storage (with json if needed) or json",
        "es": "un token se lee de un solo sitio: cookie, meta, input, local_storage (con json si hace falta) o json",
        "pt": "um token é lido de um só lugar: cookie, meta, input, local_storage (com json se preciso) ou json",
    },
    "file.token_page": {
        "en": "meta, input and json need page: the address they are read from",
        "es": "meta, input y json necesitan page: la dirección de la que se leen",
        "pt": "meta, input e json precisam de page: o endereço de onde são lidos",
    },
    "file.token_into": {
        "en": "a token goes into one place: header, form, query or bearer",
        "es": "un token se pone en un solo sitio: header, form, query o bearer",
        "pt": "um token vai para um só lugar: header, form, query ou bearer",
    },
    "file.header_refused": {
        "en": "this header belongs to the browser",
        "es": "esta cabecera es cosa del navegador",
        "pt": "este cabeçalho pertence ao navegador",
    },
    "file.form_or_json": {
        "en": "give form or json, not both",
        "es": "indica form o json, no ambos",
        "pt": "indique form ou json, não ambos",
    },
    "file.one_verb": {
        "en": "a step needs exactly one verb of: {verbs}",
        "es": "un paso necesita exactamente un verbo de: {verbs}",
        "pt": "um passo precisa de exatamente um verbo de: {verbs}",
    },
    "file.if_then": {
        "en": "if needs then, and then/else need if",
        "es": "if necesita then, y then/else necesitan if",
        "pt": "if precisa de then, e then/else precisam de if",
    },
    "file.not_optional": {
        "en": "{verb} cannot be optional: its failure always matters",
        "es": "{verb} no puede ser opcional: su fallo siempre importa",
        "pt": "{verb} não pode ser opcional: sua falha sempre importa",
    },
    "file.account_place": {
        "en": "the account id needs one place: stored, of (an element) or json",
        "es": "el identificador de la cuenta necesita un sitio: stored, of (un elemento) o json",
        "pt": "o identificador da conta precisa de um lugar: stored, of (um elemento) ou json",
    },
    "file.open_or_request": {
        "en": "a probe needs open or request, not both",
        "es": "una sonda necesita open o request, no ambos",
        "pt": "uma sonda precisa de open ou request, não ambos",
    },
    "file.unknown_var": {
        "en": "uses a variable that is not in vars of the platform",
        "es": "usa una variable que no está en vars de la plataforma",
        "pt": "usa uma variável que não está em vars da plataforma",
    },
    "file.unknown_text": {
        "en": "needs a text that is not in texts of the platform",
        "es": "necesita un texto que no está en texts de la plataforma",
        "pt": "precisa de um texto que não está em texts da plataforma",
    },
    "file.css_chain": {
        "en": "is not one CSS selector: css=, xpath=, text= and >> belong to another language",
        "es": "no es un único selector CSS: css=, xpath=, text= y >> son de otro lenguaje",
        "pt": "não é um único seletor CSS: css=, xpath=, text= e >> são de outra linguagem",
    },
    "file.not_a_file": {
        "en": "is not a regular file",
        "es": "no es un archivo normal",
        "pt": "não é um arquivo comum",
    },
    "file.out_of_range": {
        "en": "is out of range (limit: {limit})",
        "es": "está fuera del rango permitido (límite: {limit})",
        "pt": "está fora do intervalo permitido (limite: {limit})",
    },
    "file.control_character": {
        "en": "holds a control character or a line break; write one line of plain text",
        "es": "contiene un carácter de control o un salto de línea; escribe una sola línea de texto",
        "pt": "contém um caractere de controle ou uma quebra de linha; escreva uma só linha de texto",
    },
    "file.clear_what": {
        "en": "name the keys of local_storage, or say everything: true, not both",
        "es": "indica las claves de local_storage o everything: true, pero no ambos",
        "pt": "indique as chaves de local_storage ou everything: true, mas não ambos",
    },
    "file.foreign_url": {
        "en": "this address is outside the platform's domains",
        "es": "esta dirección está fuera de los dominios (domains) de la plataforma",
        "pt": "este endereço está fora dos domínios (domains) da plataforma",
    },
    "file.asset_url": {
        "en": "this address is only in assets; flows and probes stay inside domains",
        "es": "esta dirección solo está en assets; los flujos y las sondas no salen de domains",
        "pt": "este endereço está só em assets; os fluxos e as sondas não saem de domains",
    },
    "file.foreign_frame": {
        "en": "this frame is outside the platform's domains: no secret is typed there",
        "es": "este marco está fuera de los dominios de la plataforma: ahí no se escribe ningún secreto",
        "pt": "este quadro está fora dos domínios da plataforma: nenhum segredo é digitado ali",
    },
    "file.request_here": {
        "en": "request is possible only in logout, logout_everywhere, forget and in a probe; sign in through the page",
        "es": (
            "request solo es posible en logout, logout_everywhere, forget y en una sonda; la sesión se inicia en "
            "la página"
        ),
        "pt": (
            "request só é possível em logout, logout_everywhere, forget e em uma sonda; a sessão é iniciada na "
            "página"
        ),
    },
    "file.use_cycle": {
        "en": "use goes round in a circle: {chain}",
        "es": "use da vueltas en círculo: {chain}",
        "pt": "use anda em círculo: {chain}",
    },
    "file.use_missing": {
        "en": "the platform has no flow \"{name}\"",
        "es": "la plataforma no tiene el flujo «{name}»",
        "pt": "a plataforma não tem o fluxo \"{name}\"",
    },
    "file.too_many_steps": {
        "en": "could take more than {limit} steps; repeat, retry and use multiply",
        "es": "podría dar más de {limit} pasos; repeat, retry y use se multiplican",
        "pt": "poderia dar mais de {limit} passos; repeat, retry e use se multiplicam",
    },
    "file.literal_secret": {
        "en": (
            "a secret may stand here: never write one into a file; name it with secret: password, or read a token"
            " with tokens:"
        ),
        "es": (
            "aquí puede haber un secreto: nunca lo escribas en un archivo; nómbralo con secret: password o lee un"
            " token con tokens:"
        ),
        "pt": (
            "pode haver um segredo aqui: nunca o escreva em um arquivo; nomeie-o com secret: password ou leia um "
            "token com tokens:"
        ),
    },
    "file.no_positive_sign": {
        "en": (
            "signed_in needs a positive sign (path, fragment, visible, stored or json): what is absent proves "
            "nothing"
        ),
        "es": (
            "signed_in necesita una señal positiva (path, fragment, visible, stored o json): lo que falta no "
            "demuestra nada"
        ),
        "pt": (
            "signed_in precisa de um sinal positivo (path, fragment, visible, stored ou json): o que falta não "
            "prova nada"
        ),
    },
    "file.added_domain": {
        "en": (
            "adds a domain to a platform that comes with the program; own files may not widen where secrets are "
            "typed. Give your platform another id"
        ),
        "es": (
            "añade un dominio a una plataforma incluida en el programa; los archivos propios no pueden ampliar "
            "dónde se escriben secretos. Usa otro id para tu plataforma"
        ),
        "pt": (
            "acrescenta um domínio a uma plataforma que vem com o programa; arquivos próprios não podem ampliar "
            "onde se digitam segredos. Use outro id para a sua plataforma"
        ),
    },
    "file.leaves_home": {
        "en": "is a link that leads out of the home directory",
        "es": "es un enlace que lleva fuera de la carpeta de datos",
        "pt": "é um link que leva para fora da pasta de dados",
    },
    "file.stray_name": {
        "en": "is not read: rename it to {name}",
        "es": "no se lee: cámbiale el nombre a {name}",
        "pt": "não é lido: renomeie-o para {name}",
    },
    "file.stray_file": {
        "en": "is not read: expected one of {expected}",
        "es": "no se lee: se esperaba uno de {expected}",
        "pt": "não é lido: esperava-se um de {expected}",
    },
    "file.not_json": {
        "en": "is not what the program wrote; delete it and trust your platforms again",
        "es": "no es lo que escribió el programa; bórralo y vuelve a dar confianza a tus plataformas",
        "pt": "não é o que o programa escreveu; apague-o e volte a confiar nas suas plataformas",
    },
    "file.no_sources": {
        "en": "names no sources: nobody can check its facts",
        "es": "no indica fuentes (sources): nadie puede comprobar sus datos",
        "pt": "não indica fontes (sources): ninguém pode conferir seus dados",
    },
    "file.no_language": {
        "en": "this text lacks {languages}: the page speaks the account's language",
        "es": "a este texto le falta {languages}: la página habla el idioma de la cuenta",
        "pt": "falta {languages} neste texto: a página fala o idioma da conta",
    },
    "file.css_only": {
        "en": (
            "found by class names alone; add a role with its name, a label, a test id or an attribute such as "
            "[name=user]"
        ),
        "es": (
            "solo se busca por clases CSS; añade un role con su nombre, un label, un test_id o un atributo como "
            "[name=user]"
        ),
        "pt": (
            "só é buscado por classes CSS; acrescente um role com seu nome, um label, um test_id ou um atributo "
            "como [name=user]"
        ),
    },
    "file.no_challenged": {
        "en": "the probe knows no challenge: a captcha page would be read as signed in or out",
        "es": (
            "la sonda no reconoce ningún control (challenged): una página con captcha se tomaría por sesión "
            "abierta o cerrada"
        ),
        "pt": (
            "a sonda não reconhece nenhum desafio (challenged): uma página de captcha seria tomada por sessão "
            "aberta ou encerrada"
        ),
    },
    "file.no_logout": {
        "en": "has no flow \"logout\": nothing can end the session on the server",
        "es": "no tiene el flujo «logout»: nada puede cerrar la sesión en el servidor",
        "pt": "não tem o fluxo \"logout\": nada pode encerrar a sessão no servidor",
    },
    "file.unused_text": {
        "en": "no flow and no probe uses this text",
        "es": "ningún flujo ni sonda usa este texto",
        "pt": "nenhum fluxo nem sonda usa este texto",
    },
}
