//! What a heading says by its words alone: that it counts, ends the text, or opens its table of contents.

/// What stands at the top of a text whatever it is about, for the most part behind all else.
const FRAME: &[&str] = &[
    // English, as in papers and articles of encyclopedias.
    "abstract",
    "acknowledgements",
    "acknowledgments",
    "afterword",
    "appendix",
    "background",
    "bibliography",
    "conclusion",
    "conclusions",
    "epilogue",
    "external links",
    "faq",
    "final thoughts",
    "further reading",
    "introduction",
    "license",
    "references",
    "related work",
    "see also",
    "summary",
    // German
    "anhang",
    "danksagung",
    "einleitung",
    "einzelnachweise",
    "fazit",
    "literatur",
    "nachwort",
    "quellen",
    "schluss",
    "siehe auch",
    "weblinks",
    "zusammenfassung",
    // French
    "annexe",
    "bibliographie",
    "liens externes",
    "notes et références",
    "remerciements",
    "résumé",
    "voir aussi",
    // Spanish, Portuguese and Italian
    "agradecimientos",
    "bibliografia",
    "bibliografía",
    "collegamenti esterni",
    "conclusione",
    "conclusioni",
    "conclusión",
    "conclusiones",
    "conclusão",
    "enlaces externos",
    "introducción",
    "introduzione",
    "introdução",
    "referencias",
    "referências",
    "resumen",
    "resumo",
    "riferimenti",
    "véase también",
    // Other languages
    "conclusie",
    "inleiding",
    "samenvatting",
    "введение",
    "заключение",
    "литература",
    "см. также",
    "ссылки",
    "参考文献",
    "参见",
    "总结",
    "結論",
    "まとめ",
    "参考",
    "결론",
    "참고 문헌",
];

/// What opens a table of contents.
const CONTENTS: &[&str] = &[
    "contents",
    "index",
    "table of contents",
    "inhalt",
    "inhaltsverzeichnis",
    "sommaire",
    "table des matières",
    "contenido",
    "índice",
    "indice",
    "sommario",
    "inhoud",
    "innehåll",
    "spis treści",
    "содержание",
    "оглавление",
    "目录",
    "目次",
    "차례",
    "목차",
];

/// All that stands at the top of a text.
pub(super) const FRAMES: [&[&str]; 2] = [FRAME, CONTENTS];

/// What parts of a text are called where they are counted.
const PARTS: &[&str] = &[
    "act",
    "book",
    "canto",
    "chapter",
    "lecture",
    "lesson",
    "letter",
    "part",
    "scene",
    "section",
    "volume",
    "abschnitt",
    "akt",
    "aufzug",
    "auftritt",
    "band",
    "buch",
    "gesang",
    "kapitel",
    "teil",
    "acte",
    "chant",
    "chapitre",
    "livre",
    "partie",
    "scène",
    "tome",
    "acto",
    "ato",
    "atto",
    "capitolo",
    "capitulo",
    "capítulo",
    "escena",
    "libro",
    "livro",
    "parte",
    "scena",
];

/// What shortens a name of parts that is none of those, or so much that its beginning says little.
const SHORT_PARTS: &[&str] =
    &["abt", "art", "bd", "bk", "ch", "hfst", "lib", "pt", "rozdz", "sc", "гл", "кн", "разд", "ст"];

/// Their numbers, as words.
const NUMBERS: &[&str] = &[
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "last",
    "erste",
    "zweite",
    "dritte",
    "vierte",
    "fünfte",
    "sechste",
    "siebente",
    "siebte",
    "achte",
    "neunte",
    "zehnte",
    "elfte",
    "zwölfte",
    "letzte",
    "premier",
    "première",
    "deuxième",
    "seconde",
    "troisième",
    "quatrième",
    "cinquième",
    "sixième",
    "septième",
    "huitième",
    "neuvième",
    "dixième",
    "dernier",
    "dernière",
    "primer",
    "primero",
    "primera",
    "primeiro",
    "primeira",
    "primo",
    "prima",
    "segundo",
    "segunda",
    "secondo",
    "seconda",
    "tercer",
    "tercero",
    "tercera",
    "terceiro",
    "terceira",
    "terzo",
    "terza",
    "cuarto",
    "cuarta",
    "quarto",
    "quarta",
    "quinto",
    "quinta",
    "sexto",
    "sexta",
    "sesto",
    "sesta",
];

/// Whether a heading is one that stands at the top of a text, like `Contents` and `Conclusion`.
pub(in super::super) fn is_frame(body: &str) -> bool {
    FRAMES.iter().any(|names| is_one_of(body, names))
}

/// Whether a heading opens a table of contents.
pub(in super::super) fn is_contents(body: &str) -> bool {
    is_one_of(body, CONTENTS)
}

fn is_one_of(body: &str, names: &[&str]) -> bool {
    /// No name has more bytes.
    const LONGEST: usize = 24;
    let name = without_editor_link(body).trim_end_matches(['.', ':', ' ']).trim_start();
    // Most differ in their length, and none in the length of a letter in small.
    let is_name = |known: &&str| {
        known.len() == name.len()
            && if name.is_ascii() { name.eq_ignore_ascii_case(known) } else { name.to_lowercase() == **known }
    };
    name.len() <= LONGEST && names.iter().any(is_name)
}

/// Whether the link to its editor stands behind a heading, as in encyclopedias: `History[edit]`.
pub(in super::super) fn has_editor_link(body: &str) -> bool {
    without_editor_link(body).len() < body.len()
}

/// A heading without the link to its editor, some words in brackets right behind its last.
pub(super) fn without_editor_link(body: &str) -> &str {
    const SHORTEST: usize = 3;
    let is_link = |link: &str| {
        link.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '|'))
            && link.chars().nth(SHORTEST - 1).is_some()
    };
    let parts = body.strip_suffix(']').and_then(|body| body.rsplit_once('['));
    match parts {
        Some((heading, link)) if heading.ends_with(char::is_alphanumeric) && is_link(link) => heading,
        _ => body,
    }
}

/// Whether the first word of a heading is what parts of a text are called.
pub(in super::super) fn starts_with_part(body: &str) -> bool {
    body.split_whitespace().next().is_some_and(|word| PARTS.contains(&word.to_lowercase().as_str()))
}

/// Whether `word` is short for what parts of a text are called: `chap` or `Abschn`.
pub(in super::super) fn abbreviates_part(word: &str) -> bool {
    const SHORTEST: usize = 3;
    let word = word.to_lowercase();
    let begins = |part: &&str| part.starts_with(&word) && part.len() > word.len();
    SHORT_PARTS.contains(&word.as_str()) || word.chars().count() >= SHORTEST && PARTS.iter().any(begins)
}

/// The word that a heading is counted with whose number is a word: `part` in `Part the First` and in `Erster
/// Teil: Am Fluss`.
pub(in super::super) fn counted_in_words(body: &str) -> Option<&'static str> {
    if !body.starts_with(char::is_uppercase) {
        return None;
    }
    let mut words = body.split_whitespace();
    let one = words.next()?;
    let next = words.next()?;
    let other = if next.eq_ignore_ascii_case("the") { words.next()? } else { next };
    let bare = other.trim_end_matches(['.', ':']);
    let is_set_off =
        bare.len() < other.len() || words.next().is_none_or(|word| matches!(word, "-" | "–" | "—" | ":"));
    let (one, other) = (one.to_lowercase(), bare.to_lowercase());
    let part = |word: &str| PARTS.iter().find(|part| **part == word).copied();
    let is_number = |word: &str| {
        NUMBERS.contains(&word) || word.strip_suffix(['r', 's']).is_some_and(|word| NUMBERS.contains(&word))
    };
    let counted = part(&one).filter(|_| is_number(&other));
    counted.or_else(|| part(&other).filter(|_| is_number(&one))).filter(|_| is_set_off)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_counted_in_words() {
        for (body, expected) in [
            ("Part First.", Some("part")),
            ("BOOK THE SECOND", Some("book")),
            ("Chapter One: The river", Some("chapter")),
            ("Erster Teil", Some("teil")),
            ("Zweites Buch: Am Fluss", Some("buch")),
            ("Deuxième partie", Some("partie")),
            ("Act First, Think Later", None),
            ("First part of a long way", None),
            ("The First", None),
            ("Part of the river", None),
            ("part one", None),
        ] {
            assert_eq!(counted_in_words(body), expected, "{body}");
        }
    }

    #[test]
    fn no_name_is_too_long_to_be_found() {
        for name in FRAME.iter().chain(CONTENTS) {
            assert!(is_frame(name), "{name}");
        }
    }

    #[test]
    fn links_to_editors_are_no_part_of_headings() {
        for body in ["Geschichte[Bearbeiten | Quelltext bearbeiten]", "History[edit]"] {
            assert!(has_editor_link(body), "{body}");
        }
        for body in ["said so.[citation needed]", "a claim[12]", "a list [of things]", "boats[i]", "[edit]"] {
            assert!(!has_editor_link(body), "{body}");
        }
    }

    #[test]
    fn some_names_tell_where_they_stand() {
        for (body, frames, opens) in [
            ("Conclusion", true, false),
            ("SEE ALSO", true, false),
            ("See also[edit]", true, false),
            ("Fazit:", true, false),
            ("Contents", true, true),
            ("Table of Contents", true, true),
            ("Conclusion of the war", false, false),
            ("The river", false, false),
        ] {
            assert_eq!((is_frame(body), is_contents(body)), (frames, opens), "{body}");
        }
    }
}
