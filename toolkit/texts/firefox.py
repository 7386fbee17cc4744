"""What is said about Firefox alone."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    "firefox.other_proxy": {
        "en": "an extension or a policy of this system may send its traffic another way",
        "es": "una extensión o una directiva de este sistema puede enviar su tráfico por otro camino",
        "pt": "uma extensão ou uma política deste sistema pode enviar o tráfego por outro caminho",
    },
    "firefox.no_wall": {
        "en": "its traffic does not go through the network wall",
        "es": "su tráfico no pasa por el muro de red",
        "pt": "o tráfego não passa pela muralha de rede",
    },
    "firefox.snap": {
        "en": "Firefox as a snap, which cannot open folders under {folder} (use --home {home}, or Mozilla's Firefox)",
        "es": "Firefox como snap, que no puede abrir carpetas de {folder} (usa --home {home} o el Firefox de Mozilla)",
        "pt": "Firefox como snap, que não abre pastas em {folder} (use --home {home} ou o Firefox da própria Mozilla)",
    },
}
