"""Rules of a county's own as people write them, a row of the register or an entry of a TOML file -> CountyRule."""
