"""What `taudit score` counts: sacreBLEU's figures, names and values that arrive, the share that artifacts cost."""
