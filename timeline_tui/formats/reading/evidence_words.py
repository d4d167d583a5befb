"""The words in headings of columns about the evidence: who wrote a source, where it is archived, who checked it.

A column has one of these meanings only if it has no other one, see `meanings_words` for those.
"""

SOURCE_EVIDENCE = {
    "author": "author, authors, author name, byline, bylines, writer, reporter, journalist, written by, "
    "article author, Autor, Autorin, Autoren, Verfasser, auteur, auteurs, autora, autores, autore, autori, "
    "автор, авторы, автори, 著者, 執筆者",
    "accessed": "accessed, access date, accessed date, accessed on, accessed at, date accessed, last accessed, "
    "date of access, retrieved, retrieval date, retrieved date, retrieved on, retrieved at, date retrieved, "
    "date of retrieval, viewed on, date viewed, Abrufdatum, abgerufen, abgerufen am, consulté le, "
    "date de consultation, fecha de consulta, fecha de acceso, consultato il, data di consultazione, data de acesso, "
    "дата обращения, дата звернення, 閲覧日, アクセス日",
    "archived": "archived, archive, archive url, archived url, archive link, archived link, archive address, "
    "archived at, archive copy, archived copy, archived version, archive page, archived page, web archive, "
    "wayback, wayback url, wayback link, wayback machine, snapshot, snapshot url, snapshot link, memento, perma link, "
    "Archiv, Archivlink, lien archivé, archivo, enlace archivado, архив, архів, アーカイブ",
    "copy": "copy, local copy, saved copy, copy path, local file, local path, path of copy, copy file, pdf copy",
    "sha256": "sha 256, sha 256 hash, sha 256 sum, hash sha 256, file hash, hash, checksum",
    "reliability": "reliability, reliability rating, reliability of source, admiralty, admiralty code, "
    "admiralty grade, admiralty rating, nato code, grading",
    "credibility": "credibility, credibility rating, credibility of information, information credibility",
}
"""The words for each field of a source, and for credibility. “tier” is left out: its values are not ours."""

CHECK_EVIDENCE = {
    "checked_by": "checked by, verified by, reviewed by, fact checked by, fact checker, checker, verifier, reviewer, "
    "geprüft von, vérifié par, verificado por, verificato da, проверил, перевірив, 確認者",
    "checked_on": "checked on, checked at, check date, date checked, date of check, verified on, verified at, "
    "verification date, date verified, reviewed on, date reviewed, fact checked on, geprüft am, vérifié le, "
    "verificado el, verificado em, verificato il, дата проверки, дата перевірки, 確認日",
}
"""For each field of a check of the event, words for it."""
