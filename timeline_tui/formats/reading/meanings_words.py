"""A table of the words for each meaning, in nine languages. People use them as headings of columns and as keys.

This module is long because it is a table; it has no functions. The words of a meaning are sorted: if several columns
may have a meaning, the one with the earlier word gets it. A phrase can have several meanings. Case, accents,
punctuation and the English plural do not matter.
"""

from __future__ import annotations

from typing import Literal, get_args

from timeline_tui.formats.reading.evidence_words import CHECK_EVIDENCE, SOURCE_EVIDENCE
from timeline_tui.model.fields import EVENT

Meaning = Literal[
    "date",
    "end",
    "year",
    "month",
    "day",
    "time",
    "end_year",
    "end_month",
    "end_day",
    "end_time",
    "timezone",
    "precision",  # the precision of the date in words: year, approximate, circa
    "date_note",
    "title",
    "summary",
    "countries",
    "topics",
    "people",
    "organizations",
    "place",
    "latitude",
    "longitude",
    "sources",  # addresses; or names, if the sheet has no addresses
    "source_title",
    "publisher",
    "locator",  # the page or paragraph of the source
    "speaker",
    "quotes",
    "related",
    "id",
    "note",
    "author",  # this and the next ones say something about the source of the row
    "accessed",
    "archived",
    "copy",
    "sha256",
    "reliability",
    "credibility",
    "checked_by",  # who checked the event
    "checked_on",
]

PARTS_OF_DATES: tuple[Meaning, ...] = (
    *("end", "year", "month", "day", "time", "end_year", "end_month", "end_day", "end_time", "timezone", "precision"),
)

FIELDS: dict[Meaning, str] = dict.fromkeys(get_args(Meaning), "")
FIELDS |= {name: name for name in FIELDS if name in EVENT.by_name}
FIELDS |= dict.fromkeys(PARTS_OF_DATES, "date")
FIELDS |= {"source_title": "sources", "publisher": "sources", "speaker": "quotes"}
"""For each meaning the field of an event to which it belongs; empty if there is none yet."""

EVIDENCE: dict[str, str] = SOURCE_EVIDENCE | CHECK_EVIDENCE
"""The words for meanings about the evidence; a column has one of them only if it has no other meaning."""

OF_SOURCE: frozenset[Meaning] = frozenset(meaning for meaning in FIELDS if meaning in SOURCE_EVIDENCE)
"""The meanings of columns that say something about the source in another column."""

SEVERAL: frozenset[Meaning] = OF_SOURCE | frozenset(
    ("countries", "topics", "people", "organizations", "sources", "source_title", "publisher", "locator")
)
"""The meanings that several columns of a sheet can have."""

WORDS: dict[str, dict[Meaning, str]] = {
    "English": {
        "date": "date, start date, date start, begin date, date begin, date from, start, begin, beginning, from, "
        "date time, when, datetime, date of event, day date, dates, starts, started, start datetime, "
        "dtstart, started at, starts at, on, occurred, occurred on, occurred at, happened on, happened, "
        "approximate date, approx date, estimated date, date approximate, date approx, circa date",
        "end": "end, end date, date end, date to, finish, finishes, finish date, until, till, to, ends, ended, end "
        "datetime, dtend, ended at, ends at, stop, thru",
        "year": "year, yr, start year, yyyy, iyear",
        "month": "month, start month, imonth",
        "day": "day, start day, day of month, iday",
        "end_year": "end year, year end, to year",
        "end_month": "end month",
        "end_day": "end day",
        "time": "time, start time, time of day, hour, clock",
        "end_time": "end time, finish time",
        "timezone": "timezone, time zone, tz, utc offset",
        "precision": "date precision, precision, date accuracy, date certainty, date qualifier",
        "date_note": "date note",
        "title": "title, headline, event, event name, name, label, subject, what, heading, what happened, event "
        "title, milestone, incident, action, development",
        "summary": "summary, description, details, detail, text, content, body, desc, abstract, event "
        "description, what happened, story, explanation, narrative, synopsis, long description, "
        "overview, short description, message, msg",
        "countries": "countries, country, nation, nationality, country name, state party, country region",
        "topics": "topics, topic, tags, tag, categories, category, types, type, themes, theme, kind, keywords, "
        "keyword, class, classification, event type, labels, category name, hashtags, issue area",
        "people": "people, person, persons, actors, actor, who, participants, participant, individuals, names, "
        "figures, people involved, key people, persons involved, characters, attendees, key actors, "
        "victims, suspects, perpetrators, perpetrator, who was involved, people present, witnesses, witness, "
        "defendants, defendant, plaintiffs, plaintiff, accused",
        "organizations": "organizations, organization, organisations, organisation, org, orgs, company, "
        "companies, institution, institutions, agency, agencies, organizations involved, "
        "entities, entity, party, perpetrator group, armed group, attacker group",
        "place": "place, location, loc, venue, where, city, town, place name, locality, site, locations, places",
        "latitude": "latitude, lat, y coordinate",
        "longitude": "longitude, long, lon, lng, x coordinate",
        "sources": "sources, source, url, urls, source url, source urls, link, links, source link, references, "
        "reference, citations, citation, cite, web link, hyperlink, href, uri, permalink, web page, "
        "webpage, website, evidence, news url, article url, article link, read more, more info, "
        "bibliography, ref, refs, src",
        "source_title": "source title, source name, article title, link text, link title, news, article, url "
        "title, news title, source headline, article headline, reference title",
        "publisher": "publisher, outlet, newspaper, media outlet, news outlet, source publisher, publication, "
        "news source, published by, source outlet",
        "locator": "locator, page, pages, page number, page numbers, page no, pinpoint, pin cite, "
        "paragraph, paragraphs",
        "speaker": "speaker, interviewee, said by, quoted, quote by, quote speaker, spoken by",
        "quotes": "quotes, quote, quotation, statement quoted, quote text, quoted text, verbatim",
        "related": "related, related events, related event, see also",
        "id": "id, event id, uuid, guid, identifier, event id cnty, slug",
        "note": "note, notes, remark, remarks, comment, comments, annotation, why, context",
    },
    "German": {
        "date": "Datum, Anfangsdatum, Startdatum, Beginn, Anfang, von, wann, Zeitpunkt, Termin, Datum von, ab, "
        "Tag des Ereignisses, Ereignisdatum, Tatdatum, Vorfallsdatum, ungefähres Datum",
        "end": "Ende, Enddatum, bis, Schluss, Datum bis",
        "year": "Jahr",
        "month": "Monat",
        "day": "Tag",
        "time": "Uhrzeit, Zeit, Beginn Uhrzeit",
        "title": "Titel, Ereignis, Überschrift, Schlagzeile, Bezeichnung, Name, was, Vorfall, Betreff, Veranstaltung",
        "summary": "Zusammenfassung, Beschreibung, Text, Inhalt, Details, Kurzbeschreibung, Sachverhalt",
        "countries": "Länder, Land, Staat, Staaten",
        "topics": "Themen, Thema, Kategorie, Kategorien, Schlagwörter, Schlagwort, Stichwort, Stichwörter, "
        "Stichworte, Art, Typ, Rubrik",
        "people": "Personen, Person, Akteure, Akteur, wer, Beteiligte, Teilnehmer",
        "organizations": "Organisationen, Organisation, Institution, Institutionen, Firma, Unternehmen, Behörde",
        "place": "Ort, wo, Stadt, Schauplatz, Veranstaltungsort, Tatort",
        "latitude": "Breite, Breitengrad",
        "longitude": "Länge, Längengrad",
        "sources": "Quellen, Quelle, Link, Links, Verweis, Beleg, Belege, Nachweis, Fundstelle, Quellenangabe, "
        "Webseite, Quelle URL",
        "source_title": "Quellentitel, Titel der Quelle, Artikel",
        "publisher": "Herausgeber, Verlag, Zeitung, Medium",
        "locator": "Seite, Seiten, Seitenzahl, Fundstelle, Absatz",
        "speaker": "Sprecher, Sprecherin, Redner",
        "quotes": "Zitat, Zitate",
        "id": "Kennung",
        "note": "Anmerkung, Anmerkungen, Bemerkung, Bemerkungen, Notiz, Notizen, Kommentar, Hinweis",
    },
    "French": {
        "date": "date, date de début, début, quand, date de l'événement, date début, depuis, jour et heure, "
        "date des faits, date du fait, date approximative",
        "end": "fin, date de fin, date fin, jusqu'à, jusqu'au",
        "year": "année, an",
        "month": "mois",
        "day": "jour",
        "time": "heure, horaire",
        "title": "titre, événement, évènement, intitulé, nom, quoi, libellé, objet, fait, faits",
        "summary": "résumé, description, texte, contenu, détails, détail, récit",
        "countries": "pays, État, États",
        "topics": "thèmes, thème, sujet, sujets, catégorie, catégories, étiquettes, mots-clés, mot-clé, type, rubrique",
        "people": "personnes, personne, acteurs, acteur, qui, personnalités, participants, personnages, "
        "personnes citées, personnes impliquées, protagonistes",
        "organizations": "organisations, organisation, institution, entreprise, organisme",
        "place": "lieu, lieux, où, ville, endroit, localité, commune",
        "latitude": "latitude",
        "longitude": "longitude",
        "sources": "sources, source, lien, liens, référence, références, adresse web, site web, url source",
        "source_title": "titre de la source, titre source, article",
        "publisher": "éditeur, journal, presse",
        "locator": "page, pages, numéro de page, paragraphe",
        "speaker": "orateur, locuteur, auteur de la citation",
        "quotes": "citation, citations",
        "id": "identifiant",
        "note": "remarque, remarques, commentaire, commentaires, note, notes, observations",
    },
    "Spanish": {
        "date": "fecha, fecha de inicio, inicio, fecha inicio, cuándo, desde, comienzo, fecha del evento, fecha "
        "del hecho",
        "end": "fin, fecha de fin, fecha fin, final, hasta, término, fecha final",
        "year": "año",
        "month": "mes",
        "day": "día",
        "time": "hora",
        "title": "título, evento, titular, acontecimiento, suceso, hecho, nombre, qué, asunto, denominación",
        "summary": "resumen, descripción, texto, contenido, detalle, detalles, relato",
        "countries": "países, país, estado, nación",
        "topics": "temas, tema, etiquetas, etiqueta, categoría, categorías, tipo, palabras clave",
        "people": "personas, persona, actores, actor, quién, quiénes, participantes, protagonistas, "
        "implicados, involucrados",
        "organizations": "organizaciones, organización, institución, instituciones, empresa, organismo, entidad",
        "place": "lugar, lugares, dónde, ciudad, localidad, ubicación, sitio, municipio",
        "latitude": "latitud",
        "longitude": "longitud",
        "sources": "fuentes, fuente, enlace, enlaces, referencia, referencias, vínculo, liga, url fuente, página web",
        "source_title": "título de la fuente, título fuente, artículo, noticia",
        "publisher": "editorial, periódico, medio, editor",
        "locator": "página, páginas, párrafo",
        "speaker": "orador, hablante, portavoz",
        "quotes": "cita, citas, cita textual",
        "id": "identificador",
        "note": "nota, notas, comentario, comentarios, observación, observaciones",
    },
    "Italian": {
        "date": "data, data inizio, data di inizio, inizio, quando, da, dal, data evento, data dell'evento",
        "end": "fine, data fine, data di fine, fino a, al",
        "year": "anno",
        "month": "mese",
        "day": "giorno",
        "time": "ora, orario",
        "title": "titolo, evento, avvenimento, nome, oggetto, cosa, fatto, denominazione",
        "summary": "riassunto, descrizione, testo, contenuto, dettagli, dettaglio, sintesi, sommario",
        "countries": "paesi, paese, stato, stati, nazione, nazioni",
        "topics": "temi, tema, argomento, argomenti, categoria, categorie, etichette, etichetta, tipo, tipologia, "
        "parole chiave",
        "people": "persone, persona, attori, attore, chi, partecipanti, protagonisti",
        "organizations": "organizzazioni, organizzazione, istituzione, istituzioni, ente, enti, azienda",
        "place": "luogo, luoghi, dove, città, località, comune, sede",
        "latitude": "latitudine",
        "longitude": "longitudine",
        "sources": "fonti, fonte, collegamento, collegamenti, riferimento, riferimenti, sito, url fonte",
        "source_title": "titolo della fonte, titolo fonte, articolo, notizia",
        "publisher": "editore, giornale, testata",
        "locator": "pagina, pagine, paragrafo",
        "speaker": "oratore, relatore",
        "quotes": "citazione, citazioni",
        "id": "identificativo",
        "note": "nota, note, commento, commenti, osservazioni",
    },
    "Portuguese": {
        "date": "data, data de início, início, data início, quando, desde, começo, data do evento",
        "end": "fim, data de fim, data fim, término, até, data final, final",
        "year": "ano",
        "month": "mês",
        "day": "dia",
        "time": "hora, horário",
        "title": "título, evento, acontecimento, manchete, nome, assunto, o quê, ocorrência, fato, facto",
        "summary": "resumo, descrição, texto, conteúdo, detalhe, detalhes",
        "countries": "países, país, estado, nação",
        "topics": "temas, tema, tópico, tópicos, etiquetas, categoria, categorias, tipo, palavras-chave",
        "people": "pessoas, pessoa, atores, ator, quem, participantes, envolvidos",
        "organizations": "organizações, organização, instituição, instituições, empresa, órgão, entidade",
        "place": "lugar, local, onde, cidade, localidade, município",
        "latitude": "latitude",
        "longitude": "longitude",
        "sources": "fontes, fonte, ligação, ligações, referência, referências, endereço web, url fonte",
        "source_title": "título da fonte, título fonte, artigo, notícia",
        "publisher": "editora, jornal, veículo",
        "locator": "página, páginas, parágrafo",
        "speaker": "orador, falante, porta-voz",
        "quotes": "citação, citações",
        "id": "identificador",
        "note": "nota, notas, comentário, comentários, observação, observações",
    },
    "Russian": {
        "date": "дата, дата начала, начало, когда, дата события, с",
        "end": "конец, окончание, дата окончания, по, до",
        "year": "год",
        "month": "месяц",
        "day": "день, число",
        "time": "время, час",
        "title": "название, заголовок, событие, наименование, имя, что, тема события, происшествие",
        "summary": "описание, текст, содержание, краткое описание, резюме, подробности, что произошло",
        "countries": "страны, страна, государство, государства",
        "topics": "темы, тема, теги, тег, метки, категория, категории, тип, рубрика, ключевые слова",
        "people": "люди, лица, лицо, персоны, персона, кто, участники, участник, действующие лица",
        "organizations": "организации, организация, компания, учреждение, ведомство",
        "place": "место, где, город, местоположение, локация, населённый пункт, место события",
        "latitude": "широта",
        "longitude": "долгота",
        "sources": "источники, источник, ссылка, ссылки, адрес, сайт",
        "source_title": "название источника, заголовок источника, статья, новость",
        "publisher": "издатель, издание, газета, сми",
        "locator": "страница, страницы, абзац",
        "speaker": "автор цитаты, спикер, говорящий",
        "quotes": "цитата, цитаты",
        "id": "идентификатор",
        "note": "примечание, примечания, комментарий, комментарии, заметка, заметки",
    },
    "Ukrainian": {
        "date": "дата, дата початку, початок, коли, дата події, з",
        "end": "кінець, закінчення, дата закінчення, дата завершення, завершення, до, по",
        "year": "рік",
        "month": "місяць",
        "day": "день",
        "time": "час, година",
        "title": "назва, заголовок, подія, найменування, що",
        "summary": "опис, текст, зміст, короткий опис, резюме, подробиці, що сталося",
        "countries": "країни, країна, держава, держави",
        "topics": "теми, тема, теги, тег, мітки, категорія, категорії, тип, рубрика, ключові слова",
        "people": "люди, особи, особа, хто, учасники, учасник, персони",
        "organizations": "організації, організація, компанія, установа, відомство",
        "place": "місце, де, місто, розташування, локація, населений пункт, місце події",
        "latitude": "широта",
        "longitude": "довгота",
        "sources": "джерела, джерело, посилання, лінк, сайт",
        "source_title": "назва джерела, заголовок джерела, стаття, новина",
        "publisher": "видавець, видання, газета, змі",
        "locator": "сторінка, сторінки, абзац",
        "speaker": "автор цитати, спікер, промовець",
        "quotes": "цитата, цитати",
        "id": "ідентифікатор",
        "note": "примітка, примітки, коментар, коментарі, нотатка, нотатки",
    },
    "Japanese": {
        "date": "日付, 年月日, 日時, 開始日, 発生日, 開催日, 開始, いつ, 期日, 開始日時, 発生日時",
        "end": "終了日, 終了, 終了日時, まで",
        "year": "年, 西暦",
        "month": "月",
        "day": "日",
        "time": "時刻, 時間, 開始時刻, 開始時間",
        "end_time": "終了時刻, 終了時間",
        "title": "タイトル, 題名, 件名, 見出し, 出来事, イベント, 事件, 事項, 名称, 表題, 題目, イベント名",
        "summary": "概要, 説明, 内容, 本文, 詳細, 要約, 解説",
        "countries": "国, 国名, 国々, 参加国, 関係国",
        "topics": "トピック, テーマ, タグ, カテゴリ, カテゴリー, 分類, 種類, 種別, 分野, キーワード, 話題",
        "people": "人物, 人名, 氏名, 関係者, 参加者, 出席者, 登場人物, 誰",
        "organizations": "組織, 団体, 機関, 会社, 企業, 組織名, 団体名",
        "place": "場所, 開催地, 所在地, 地名, 会場, 都市, 発生場所, 開催場所",
        "latitude": "緯度",
        "longitude": "経度",
        "sources": "出典, 情報源, ソース, リンク, 参考, 参考文献, 参照, 典拠, アドレス",
        "source_title": "出典名, 記事, 記事名, 資料名",
        "publisher": "発行者, 出版社, 発行元, 新聞, 媒体",
        "locator": "ページ, 頁, 段落",
        "speaker": "発言者, 話者",
        "quotes": "引用, 発言, 引用文",
        "id": "識別子, 番号",
        "note": "備考, 注, 注記, メモ, 注釈, コメント",
    },
}

WEAKER: dict[Meaning, str] = {
    "date": "date label, date display, date text, display date, sort date, timestamp, date string, publication date, "
    "published, date date label, date published, publish date, published at, pub date, pubdate, posted, "
    "date posted, posted at, released, date reported, reported, report date, date recorded, release date, issued, "
    "issue date, Veröffentlichungsdatum, Erscheinungsdatum, Publikationsdatum, Meldedatum, "
    "deadline, due, due date, year, epoch, time, day, month, start time, date added, created, "
    "created at, date created, updated, updated at, date updated, modified, last modified, date modified, "
    "last updated, retrieved, accessed, period, time period, time frame, timeframe, "
    "timestamp ms, time ms, epoch ms, epoch seconds, unix time, unix timestamp",
    "end": "date until, to date, end time, finish time, end year",
    "date_note": "date label, date display, date text, display date",
    "title": "summary title, action taken, topic, sentence, short, short title, short description, episode, measure, "
    "activity, activities, task, tasks, actividad, activité, Maßnahme, захід, мероприятие, 活動",
    "summary": "notes, comments, quote, long, note, context, significance, message, news, article, statement",
    "countries": "country code, country iso, nationality, target country",
    "topics": "subject, subjects, era, period, phase, group, section, series, sector, area, event code, sub event "
    "type, disorder type, importance, sourcetype",
    "people": "name, sender, victim, suspect, user, author of action, by whom, organizer, lead, owner, responsible, "
    "assignee",
    "organizations": "partner, partners, issuer, department, ministry, employer, group, groups",
    "place": "address, region, state, province, district, county, area, admin, adresse, dirección, indirizzo, "
    "endereço, région, región, regione, região, регион, регіон, область, "
    "département, departamento, provincia, 地域, 住所, geo, state province",
    "sources": "record, document, documents, exhibit, exhibits, documento, documentos, prueba, pruebas, pièce, pièces, "
    "preuve, preuves, Dokument, "
    "Dokumente, документ, документи, документы, доказ, 証拠, "
    "file, proof, article, news, data source, attachment, page",
    "source_title": "record, document, source",
    "quotes": "answer, testimony, transcript",
}
"""Further words, used only if no other column has the meaning by one of WORDS. English first."""

OTHER = (
    "image, images, image url, photo, photos, picture, thumbnail, thumb, media, media url, media caption, media "
    "credit, media link, media thumbnail, video, video url, icon, logo, background, color, colour, avatar, email, "
    "api url, feed url, password, file name, user name, "
    "username, source type, source scale, source id, source date, access date, language, lang, count, total, all day, "
    "all day event, layout, template"
)
"""Headings without a meaning here, although they contain a word that has one."""

ALIEN = (
    "archive archived wayback snapshot image img photo picture thumbnail thumb logo icon avatar media feed api video "
    "audio cover banner"
)
"""A heading with one of these words before its last word has no meaning here either: ``image_link``."""

RECORDED = (
    "updat modif creat added access retriev entered edited upload imported inserted scraped crawled fetched indexed "
    "synced recorded logged registered checked verified verification "
    "aktualisier geändert änderung erstell erfass eingabe eingetragen angelegt abgerufen abruf "
    "mise créé création ajout saisi consult enregistr "
    "actualiza registr añadid "
    "aggiorna inseri rileva carica consulta "
    "atualiza criad criação adicionad acess "
    "обновл измен созда добавл внесен доступ запис "
    "оновл змін створ дода внесен запис "
    "更新 変更 作成 登録 記録 追加 入力 取得 閲覧 アクセス"
)
"""Beginnings of words, in nine languages. A heading for dates with such a word says when the record was made.

It is the last choice, and unsure.
"""

BEHIND = (
    f"{RECORDED} publish publica posted posting pubdate released release issued issue report reported reporting entry "
    "record article source submitted submission received "
    "veröffentlich erschein erschien publiziert publikation gemeldet meldung meldedatum artikel quelle eingang "
    "paru parution publié rapport "
    "public fuente artículo informe emisión emitid "
    "pubblica uscita articolo fonte segnala emissione "
    "artigo divulga notícia "
    "публик опублик выход выпуск сообщен источник стат "
    "публік опублік вихід випуск повідомл джерел "
    "公開 掲載 発行 投稿 報告 報道 配信 記事 発表 出典"
)
"""Beginnings of words. A heading for dates with such a word is about the record or its source: like one of WEAKER."""

AROUND = "event events incident item entry entries timeline main primary full the a col column field dc schema node evt"
"""Words without meaning at the beginning or end of a heading: ``event_date``."""

QUALIFIERS = (
    "label txt local utc gmt iso name names text raw list value string original optional required ce ad "
    "en eng english es fr pt ru uk ja nl pl cs sv da fi zh ko tr el hu ro"
)
"""Words at the end of a heading that do not change its meaning: ``date_local``, ``country_name``, ``title_es``."""

OF = "of de del della dell delle dei degli di do da dos das du des der l d la le las los el the for"
"""Prepositions and articles after the word with the meaning: ``fecha del evento``."""

LONE = "name label text value id content body what who where s what by number code title state news record"
"""Words that have a meaning as a whole heading, but not at the end of a heading."""

QUESTIONS = (
    "where what when who why wo was wann wer où quand qui quoi dónde cuándo qué quién dove quando cosa chi onde quem "
    "где когда что кто де коли хто"
)
"""Words that give a question its meaning: ``Where did it happen?``"""

URL_WORDS = frozenset(
    ("url", "urls", "link", "links", "href", "uri", "web", "lien", "enlace", "ссылка", "посилання", "リンク")
)
"""Words of a heading whose values are web addresses."""

EVENTS = (
    "events, items, entries, timeline, deadlines, event, incidents, milestones, records, data, results, chronology, "
    "list, rows, history, dates, posts, articles, stories, developments, features, ereignisse, événements, eventos, "
    "eventi, события, події, 出来事, イベント"
)
"""Names of a list of events."""

PARTS: dict[str, dict[str, str]] = {
    "source": {
        "title": "name, headline, label, text, source, article, document, description, citation, source title, "
        "source name",
        "publisher": "outlet, newspaper, site, site name, organization, organisation, media, agency, journal, "
        "via, provider, website name, publication, website",
        "date": "published, publication date, published at, pub date, date published, publish date, year, issued, when",
        "url": "link, href, uri, address, web, source url, source link, permalink, location, web page",
        "kind": "type, category, medium, genre, source type, media type",
        "language": "lang, locale",
        "note": "notes, comment, comments, remark, remarks, annotation, caveat",
        **{field: words for field, words in SOURCE_EVIDENCE.items() if field != "credibility"},
        "author": f"{SOURCE_EVIDENCE['author']}, by, creator",
        "sha256": f"{SOURCE_EVIDENCE['sha256']}, sha",
    },
    "quote": {
        "text": "quote, quotation, words, body, content, statement, said, value",
        "speaker": "by, who, author, name, person, said by, attribution, attributed to, source name",
        "role": "position, title, job, job title, function, capacity, office, affiliation",
        "source": "sources, url, link, reference, citation, source url, cite, href",
        "at": "page, pages, paragraph, location, locator, timestamp, where, time",
        "original": "original text, original wording, untranslated, source text",
        "language": "lang, original language, quote language",
        "translator": "translated by, translation by, translation",
        "note": "notes, comment, comments, remark, context",
    },
    "citation": {
        "source": "key, ref, reference, id, cite, source id, source key",
        "credibility": SOURCE_EVIDENCE["credibility"],
        "at": "page, pages, p, paragraph, para, locator, loc, location, where, position, timestamp",
        "stance": "attitude, verdict, supports, relation",
        "note": "notes, comment, comments, remark, annotation",
    },
    "check": {
        "by": f"{CHECK_EVIDENCE['checked_by']}, name, person, who",
        "on": f"{CHECK_EVIDENCE['checked_on']}, date, day, when, at",
        "note": "notes, comment, comments, remark, remarks, verdict, result, status",
    },
    "archive": {
        "url": "link, href, uri, address, archive url, archived url, snapshot, wayback, wayback url",
        "date": "archived, archived on, archived at, archive date, timestamp, day, on, when, created",
    },
    "relation": {
        "event": "id, to, target, ref, related, event id, key",
        "as": "type, kind, relation, how, label, relationship, note, why, description",
    },
    "view": {"name": "title, label, id, heading", "query": "filter, search, q, where, expression"},
    "timeline": {
        "title": "name, headline, heading, label",
        "description": "summary, about, abstract, intro, introduction, text, subtitle, overview",
        "views": "filters, queries, saved views, searches",
        "aliases": "synonyms, alias, alternative names, also known as",
        "sources": "references, bibliography, source, citations",
        "events": EVENTS,
    },
}
"""For each type of entry and each of its fields: other names. Fields that the schema lacks are ignored."""
