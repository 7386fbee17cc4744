"""What can be wrong in a YAML file of ours."""

from toolkit.texts import _file_models

TEXTS = {
    "file.cannot_read": {
        "en": "cannot be read ({why})",
        "es": "no se puede leer ({why})",
        "pt": "não pode ser lido ({why})",
    },
    "file.too_large": {
        "en": "is larger than {limit} KB; no file of this kind needs that",
        "es": "ocupa más de {limit} KB; ningún archivo de este tipo lo necesita",
        "pt": "tem mais de {limit} KB; nenhum arquivo deste tipo precisa disso",
    },
    "file.not_utf8": {
        "en": "is not UTF-8 text; save it as UTF-8",
        "es": "no es texto UTF-8; guárdalo como UTF-8",
        "pt": "não é texto UTF-8; salve-o como UTF-8",
    },
    "file.syntax": {
        "en": "is not valid YAML here ({hint}); check indentation, colons and quotes",
        "es": "aquí no es YAML válido ({hint}); revisa la sangría, los dos puntos y las comillas",
        "pt": "aqui não é YAML válido ({hint}); confira o recuo, os dois-pontos e as aspas",
    },
    "file.odd_character": {
        "en": "holds a control character that YAML does not allow",
        "es": "contiene un carácter de control que YAML no admite",
        "pt": "contém um caractere de controle que o YAML não permite",
    },
    "file.empty": {
        "en": "is empty",
        "es": "está vacío",
        "pt": "está vazio",
    },
    "file.alias": {
        "en": "uses an anchor or alias (& or *), which is not supported; write the value out, or put quotes around it",
        "es": "usa un ancla o alias (& o *), que no se admiten; escribe el valor completo o ponlo entre comillas",
        "pt": "usa uma âncora ou alias (& ou *), que não são aceitos; escreva o valor completo ou ponha-o entre aspas",
    },
    "file.tag": {
        "en": "uses a YAML tag (!), which is not supported",
        "es": "usa una etiqueta YAML (!), que no se admite",
        "pt": "usa uma etiqueta YAML (!), que não é aceita",
    },
    "file.documents": {
        "en": "starts a second document (---); one file holds one",
        "es": "empieza un segundo documento (---); cada archivo contiene uno",
        "pt": "começa um segundo documento (---); cada arquivo contém um",
    },
    "file.too_deep": {
        "en": "is nested deeper than {limit} levels",
        "es": "tiene más de {limit} niveles anidados",
        "pt": "tem mais de {limit} níveis aninhados",
    },
    "file.key_not_text": {
        "en": "has a key that is not plain text",
        "es": "tiene una clave que no es texto simple",
        "pt": "tem uma chave que não é texto simples",
    },
    "file.duplicate_key": {
        "en": "this key is there twice (first at line {line}, column {column})",
        "es": "esta clave aparece dos veces (la primera en la línea {line}, columna {column})",
        "pt": "esta chave aparece duas vezes (a primeira na linha {line}, coluna {column})",
    },
    "file.unknown_key": {
        "en": "unknown key; possible here: {known}",
        "es": "clave desconocida; aquí pueden ir: {known}",
        "pt": "chave desconhecida; aqui podem estar: {known}",
    },
    "file.unknown_key_near": {
        "en": "unknown key; did you mean \"{near}\"?",
        "es": "clave desconocida; ¿querías decir «{near}»?",
        "pt": "chave desconhecida; você quis dizer \"{near}\"?",
    },
    "file.missing_key": {
        "en": "key \"{key}\" is missing",
        "es": "falta la clave «{key}»",
        "pt": "falta a chave \"{key}\"",
    },
    "file.expected_one_of": {
        "en": "expected one of {expected}",
        "es": "se esperaba uno de estos valores: {expected}",
        "pt": "esperava-se um destes valores: {expected}",
    },
    "file.expected_text": {
        "en": "expected text",
        "es": "se esperaba un texto",
        "pt": "esperava-se um texto",
    },
    "file.expected_list": {
        "en": "expected a list",
        "es": "se esperaba una lista",
        "pt": "esperava-se uma lista",
    },
    "file.expected_mapping": {
        "en": "expected keys with values",
        "es": "se esperaban claves con valores",
        "pt": "esperavam-se chaves com valores",
    },
    "file.expected_bool": {
        "en": "expected true or false",
        "es": "se esperaba true o false",
        "pt": "esperava-se true ou false",
    },
    "file.expected_int": {
        "en": "expected a whole number",
        "es": "se esperaba un número entero",
        "pt": "esperava-se um número inteiro",
    },
    "file.expected_seconds": {
        "en": "expected a duration such as 10s, 300ms or 2m",
        "es": "se esperaba una duración como 10s, 300ms o 2m",
        "pt": "esperava-se uma duração como 10s, 300ms ou 2m",
    },
    "file.too_few": {
        "en": "must not be empty",
        "es": "no puede estar vacío",
        "pt": "não pode estar vazio",
    },
    "file.too_many": {
        "en": "is too long",
        "es": "es demasiado largo",
        "pt": "é longo demais",
    },
    "file.invalid": {
        "en": "is not what belongs here",
        "es": "no es lo que corresponde aquí",
        "pt": "não é o que cabe aqui",
    },
    **_file_models.TEXTS,
}
