"""The workspace on disk: home directory, `toolkit.yaml`, profiles' places, locks, the journal that forgets nothing."""
