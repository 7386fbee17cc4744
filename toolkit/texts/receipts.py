"""What is said about the signatures of receipts."""

TEXTS = {
    "receipts.unsigned.version_1": {
        "en": "made by a version of the toolkit that did not sign yet",
        "es": "lo hizo una versión del toolkit que todavía no firmaba",
        "pt": "foi feito por uma versão do toolkit que ainda não assinava",
    },
    "receipts.unsigned.keyring_locked": {
        "en": "the system's keyring was locked",
        "es": "el llavero del sistema estaba bloqueado",
        "pt": "o chaveiro do sistema estava bloqueado",
    },
    "receipts.unsigned.keyring_absent": {
        "en": "the system's keyring, where the key is, did not answer",
        "es": "el llavero del sistema, donde está la clave, no respondía",
        "pt": "o chaveiro do sistema, onde está a chave, não respondia",
    },
    "receipts.unsigned.key_unusable": {
        "en": "the key could not be read or made",
        "es": "no se pudo leer ni crear la clave",
        "pt": "não foi possível ler nem criar a chave",
    },
    "receipts.signed": {
        "en": "Signed, no. {number}, key {key}. To check that none was changed or is missing: toolkit receipt verify",
        "es": "Firmado, n.º {number}, clave {key}. Para comprobar que ninguno ha cambiado ni falta: "
        "toolkit receipt verify",
        "pt": "Assinado, n.º {number}, chave {key}. Para conferir que nenhum mudou nem falta: toolkit receipt verify",
    },
    "receipts.not_signed": {
        "en": "Not signed: {why}.",
        "es": "Sin firmar: {why}.",
        "pt": "Sem assinatura: {why}.",
    },
    "receipts.spoilt": {
        "en": "CHANGED: this file is not what was written. Do not rely on it: toolkit receipt verify",
        "es": "CAMBIADO: este archivo no es lo que se escribió. No te fíes de él: toolkit receipt verify",
        "pt": "ALTERADO: este arquivo não é o que foi gravado. Não confie nele: toolkit receipt verify",
    },
    "receipts.state.signed": {"en": "signed", "es": "firmado", "pt": "assinado"},
    "receipts.state.unsigned": {"en": "not signed", "es": "sin firmar", "pt": "sem assinatura"},
    "receipts.state.changed": {"en": "CHANGED", "es": "CAMBIADO", "pt": "ALTERADO"},
    "receipts.state.newer": {"en": "of a newer version", "es": "de una versión más nueva", "pt": "de uma versão nova"},
    "receipts.state.unreadable": {"en": "cannot be read", "es": "no se puede leer", "pt": "não pode ser lido"},
    "receipts.column.written": {"en": "Written", "es": "Fecha", "pt": "Data"},
    "receipts.column.name": {"en": "Receipt", "es": "Comprobante", "pt": "Comprovante"},
    "receipts.column.number": {"en": "No.", "es": "N.º", "pt": "N.º"},
    "receipts.column.command": {"en": "Command", "es": "Orden", "pt": "Comando"},
    "receipts.column.verdict": {"en": "Verdict", "es": "Resultado", "pt": "Resultado"},
    "receipts.column.signed": {"en": "Signature", "es": "Firma", "pt": "Assinatura"},
    # receipt verify
    "receipts.outcome.intact": {
        "en": "All in order. Receipts checked: {count}; none changed, none missing.",
        "es": "Todo en orden. Comprobantes revisados: {count}; ninguno ha cambiado y no falta ninguno.",
        "pt": "Tudo em ordem. Comprovantes conferidos: {count}; nenhum mudou e não falta nenhum.",
    },
    "receipts.outcome.intact_one": {
        "en": "In order: this receipt is as it was written, and at its place.",
        "es": "En orden: este comprobante está como se escribió y en su sitio.",
        "pt": "Em ordem: este comprovante está como foi gravado e no seu lugar.",
    },
    "receipts.outcome.broken": {
        "en": "NOT IN ORDER. Receipts checked: {count}; what is wrong, is said above.",
        "es": "HAY PROBLEMAS. Comprobantes revisados: {count}; arriba se dice qué falla.",
        "pt": "HÁ PROBLEMAS. Comprovantes conferidos: {count}; acima se diz o que falha.",
    },
    "receipts.outcome.unknown": {
        "en": "Not all could be told. Receipts checked: {count}; nothing wrong was found; what is open, is said above.",
        "es": "No se ha podido confirmar todo. Comprobantes revisados: {count}, sin encontrar fallos; arriba se dice "
        "qué queda en duda.",
        "pt": "Não foi possível confirmar tudo. Comprovantes conferidos: {count}, sem encontrar falhas; acima se diz o "
        "que fica em dúvida.",
    },
    "receipts.key": {
        "en": "Key: {key}",
        "es": "Clave: {key}",
        "pt": "Chave: {key}",
    },
    "receipts.key_change": {
        "en": "{name}: from here on another key signs ({key}); the one before ({old}) has signed for it.",
        "es": "{name}: desde aquí firma otra clave ({key}); la anterior ({old}) la ha avalado con su firma.",
        "pt": "{name}: daqui em diante assina outra chave ({key}); a anterior ({old}) a avalizou com a sua assinatura.",
    },
    "receipts.head_in_file": {
        "en": "Key and end of the chain are in files here, as no keyring is used: who deletes the newest receipts can "
        "change those files too, so it cannot be proven that no newest one was lost.",
        "es": "Aquí la clave y el final de la cadena están en archivos, porque no se usa ningún llavero: quien borre "
        "los últimos comprobantes puede cambiar también esos archivos, así que no se puede demostrar que no falte "
        "ninguno de los últimos.",
        "pt": "Aqui a chave e o fim da cadeia estão em arquivos, porque não se usa nenhum chaveiro: quem apagar os "
        "últimos comprovantes também pode mudar esses arquivos, então não dá para provar que não falte nenhum dos "
        "últimos.",
    },
    "receipts.tamper_evident": {
        "en": "The signatures show changes made afterwards. They are no proof against the owner of the key, who could "
        "sign another history.",
        "es": "Las firmas delatan los cambios hechos después. No protegen frente al dueño de la clave, que podría "
        "firmar otra historia.",
        "pt": "As assinaturas revelam mudanças feitas depois. Não protegem contra o dono da chave, que poderia assinar "
        "outra história.",
    },
    "receipts.key_gone.keyring": {
        "en": "it is no longer in the system's keyring",
        "es": "ya no está en el llavero del sistema",
        "pt": "não está mais no chaveiro do sistema",
    },
    "receipts.key_gone.file": {
        "en": "the file receipts.key is not there",
        "es": "no está el archivo receipts.key",
        "pt": "o arquivo receipts.key não está lá",
    },
    "receipts.key_gone.replica": {
        "en": "it is in the keyring, which a test environment (replica) does not ask",
        "es": "está en el llavero, al que un entorno de pruebas (replica) no pregunta",
        "pt": "está no chaveiro, que um ambiente de teste (replica) não consulta",
    },
}
