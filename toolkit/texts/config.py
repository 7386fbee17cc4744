"""What can be wrong in toolkit.yaml beyond the form of the file."""

TEXTS = {
    "config.version": {
        "en": "expected 1; a higher number is of a newer toolkit",
        "es": "se esperaba 1; un número mayor es de un toolkit más nuevo",
        "pt": "esperava-se 1; um número maior é de um toolkit mais novo",
    },
    "config.profile_name": {
        "en": "expected a profile name of small letters a-z, digits, - and _ (at most 64, starting with a letter or "
        "digit, none that Windows reserves)",
        "es": "se esperaba un nombre de perfil con letras minúsculas a-z, cifras, - y _ (64 como máximo, empezando por "
        "letra o cifra, y ninguno reservado por Windows)",
        "pt": "esperava-se um nome de perfil com letras minúsculas a-z, algarismos, - e _ (64 no máximo, começando por "
        "letra ou algarismo, e nenhum reservado pelo Windows)",
    },
    "config.color": {
        "en": 'expected a colour such as "#c0392b", in quotes (without them # starts a comment)',
        "es": 'se esperaba un color como "#c0392b", entre comillas (sin ellas # empieza un comentario)',
        "pt": 'esperava-se uma cor como "#c0392b", entre aspas (sem elas # começa um comentário)',
    },
    "config.one_line": {
        "en": "expected text on one line, without control characters, at most {limit} characters",
        "es": "se esperaba un texto de una línea, sin caracteres de control, de {limit} caracteres como máximo",
        "pt": "esperava-se um texto de uma linha, sem caracteres de controle, de no máximo {limit} caracteres",
    },
    "config.host": {
        "en": "expected a host name such as social.example, without https:// and without a path",
        "es": "se esperaba el nombre de un servidor como social.example, sin https:// y sin ruta",
        "pt": "esperava-se o nome de um servidor como social.example, sem https:// e sem caminho",
    },
    "config.account_twice": {
        "en": "the account {account} is listed twice in this profile",
        "es": "la cuenta {account} aparece dos veces en este perfil",
        "pt": "a conta {account} aparece duas vezes neste perfil",
    },
    "config.argument": {
        "en": "this switch is not allowed here; allowed are {allowed}",
        "es": "esta opción no está permitida aquí; se permiten {allowed}",
        "pt": "esta opção não é permitida aqui; são permitidas {allowed}",
    },
    "config.argument_value": {
        "en": "the value of {switch} is not what belongs there",
        "es": "el valor de {switch} no es el que corresponde",
        "pt": "o valor de {switch} não é o que cabe ali",
    },
    "config.argument_replica": {
        "en": "{switch} is allowed under `environment: replica` only",
        "es": "{switch} solo se permite con `environment: replica`",
        "pt": "{switch} só é permitida com `environment: replica`",
    },
    "config.not_absolute": {
        "en": "expected the full path of the browser's program, such as /usr/bin/chromium",
        "es": "se esperaba la ruta completa del programa del navegador, como /usr/bin/chromium",
        "pt": "esperava-se o caminho completo do programa do navegador, como /usr/bin/chromium",
    },
    "config.writable": {
        "en": "{path} can be changed by other users of this computer, so that program is not started; take the right "
        "to write away from them, or name another browser",
        "es": "otros usuarios de este equipo pueden modificar {path}, así que ese programa no se inicia; quítales el "
        "permiso de escritura o indica otro navegador",
        "pt": "outros usuários deste computador podem alterar {path}, por isso esse programa não é iniciado; tire "
        "deles a permissão de escrita ou indique outro navegador",
    },
}
